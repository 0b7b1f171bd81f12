"""What is different between two versions of a process, in words; where shapes stand on the diagram does not count."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from tongban.core.process.bpmn.wording import ASPECTS, FLOW_ASPECTS, kind_words, value_words
from tongban.core.process.model import Activity, Flow, Process
from tongban.core.text import Text


class DifferenceKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


class Difference(NamedTuple):
    """`id` is that of the activity, flow or process, to be shown on the diagrams of both versions."""

    id: str
    kind: DifferenceKind
    text: Text


def difference(older: Process, newer: Process) -> list[Difference]:
    """First what is gone or different, in the order of the older version, then what is new, in that of the newer."""
    found = [*_renamed(older.id, older.name, newer.name, Text("流程", "Process"))]
    for id, was in older.activities.items():
        found += _of_activity(was, newer.activities.get(id))
    for id, flow in older.flows.items():
        found += _of_flow(flow, newer.flows.get(id), older, newer)
    new = [one for one in newer.activities.values() if one.id not in older.activities]
    found += [Difference(one.id, DifferenceKind.ADDED, _said(_title(one), Text("新增", "added"))) for one in new]
    ways = [flow for flow in newer.flows.values() if flow.id not in older.flows]
    found += [Difference(one.id, DifferenceKind.ADDED, _said(_way(one, newer), Text("新增", "added"))) for one in ways]
    return found


def _of_activity(was: Activity, now: Activity | None) -> Iterator[Difference]:
    if now is None:
        yield Difference(was.id, DifferenceKind.REMOVED, _said(_title(was), Text("刪除", "removed")))
        return
    yield from _renamed(was.id, was.name, now.name, kind_words(was.kind))
    for aspect, words in ASPECTS.items():
        before, after = getattr(was, aspect), getattr(now, aspect)
        if before != after:
            yield _changed(was.id, _title(now), words, before, after)


def _of_flow(was: Flow, now: Flow | None, older: Process, newer: Process) -> Iterator[Difference]:
    if now is None:
        yield Difference(was.id, DifferenceKind.REMOVED, _said(_way(was, older), Text("刪除", "removed")))
        return
    yield from _renamed(was.id, was.name, now.name, Text("流程線", "Flow"))
    for aspect, words in FLOW_ASPECTS.items():
        before, after = getattr(was, aspect), getattr(now, aspect)
        if before == after:
            continue
        if aspect != "condition" and _name(before, older) != _name(after, newer):
            before, after = _name(before, older), _name(after, newer)
        yield _changed(was.id, _way(now, newer), words, before, after)


def _renamed(id: str, was: str, now: str, what: Text) -> Iterator[Difference]:
    if was != now:
        old, new = was or id, now or id
        yield Difference(
            id,
            DifferenceKind.RENAMED,
            Text(f"{what.zh}「{old}」改名為「{new}」", f"{what.en} “{old}” is now called “{new}”"),
        )


def _changed(id: str, title: Text, aspect: Text, was: object, now: object) -> Difference:
    before, after = value_words(was), value_words(now)
    return Difference(
        id,
        DifferenceKind.CHANGED,
        Text(
            f"{title.zh}：{aspect.zh}由「{before.zh}」改為「{after.zh}」",
            f"{title.en}: {aspect.en} “{before.en}” is now “{after.en}”",
        ),
    )


def _title(one: Activity) -> Text:
    kind, name = kind_words(one.kind), one.name or one.id
    return Text(f"{kind.zh}「{name}」", f"{kind.en} “{name}”")


def _way(flow: Flow, process: Process) -> Text:
    ends = f"{_name(flow.source, process)} → {_name(flow.target, process)}"
    label = flow.name and f"「{flow.name}」"
    return Text(f"流程線{label}（{ends}）", f"Flow {flow.name and f'“{flow.name}” '}({ends})")


def _name(id: str, process: Process) -> str:
    found = process.activities.get(id)
    return (found.name if found else "") or id


def _said(title: Text, what: Text) -> Text:
    return Text(f"{title.zh}：{what.zh}", f"{title.en}: {what.en}")
