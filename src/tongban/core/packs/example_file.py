"""`examples/*.yaml`: who does what when, and what must come of it; read without running anything.

An example begins with what is filed (`start`, `channel`, `answers` …) and goes on with `acts`, each one command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.core.calendar import Limit, LimitError
from tongban.core.casework import (
    AnswerCorrection,
    ApproveDeviation,
    AskCorrection,
    AskDeviation,
    Close,
    Command,
    CompleteTask,
    CorrectionRequest,
    DeliverMessage,
    ExpireCorrection,
    Extend,
    FireTimer,
    Phase,
    PushStep,
    RefuseDeviation,
    Register,
    Reopen,
    Resume,
    SendBack,
    Skip,
    Suspend,
    Withdraw,
)
from tongban.core.text import Fault

from .collector import Collector
from .yaml_file import Value, load, place

WHEN = ("effective_on", "late_reason")
COMMON = ("at", *WHEN, "refused", "expect")
START = ("name", "start", "channel", "place", "taken_in", "answers", *WHEN, "refused", "expect", "acts")
CASE = ("phase", "outcome", "due_on", "on_time", "why", "messages", "steps", "waiting", "controls", "answers")
EXPECTED = (*CASE, "decisions", "penalty", "unit")
REQUEST = ("missing", "reason", "due_on", "consequence")
ACTS: Mapping[str, tuple[str, ...]] = {
    "complete": ("outcome", "answers", "text", "correction", "amount"),
    "send_back": ("to", "reason"),
    "skip": ("outcome", "reason"),
    "fire": (),
    "receive": (),
    "ask_deviation": ("amount", "outcome", "reason", "by"),
    "approve_deviation": ("by",),
    "refuse_deviation": ("reason", "by"),
    "ask_correction": (),
    "answer_correction": (),
    "expire_correction": (),
    "extend": ("reason",),
    "suspend": (),
    "resume": (),
    "withdraw": (),
    "close": ("reason",),
    "reopen": ("activity",),
    "push": ("text", "outcome"),
}

ON_A_STEP = ("complete", "send_back", "skip", "fire", "push", "ask_deviation", "approve_deviation", "refuse_deviation")
"""The acts whose value is an activity."""

Build = Callable[[Mapping[str, int]], Command]
"""From the numbers of the waiting tasks and timers by activity to the command."""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the story: `refused` is the code it must be refused with, `expect` what must hold after it."""

    place: str
    at: datetime
    build: Build
    refused: str
    expect: Mapping[str, Any]
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    acts: tuple[Act, ...]


def is_example(path: str) -> bool:
    return path.startswith("examples/") and path.endswith((".yaml", ".yml"))


def read_example(source: bytes, path: str) -> tuple[Example | None, list[Fault]]:
    """The example, or every fault in the file."""
    root, faults = load(source, path)
    if root is None:
        return None, faults
    collect = Collector(path)
    top = collect.mapping(root, "")
    collect.only(top, START, "")
    collect.required(top, ("name", "start"))
    acts = [_start(collect, root, top)]
    acts += [_act(collect, item, f"acts[{i}]") for i, item in enumerate(collect.items(top.get("acts"), "acts"))]
    name = collect.string(top.get("name"), "name")
    whole = tuple(act for act in acts if act is not None)
    return (None, collect.faults) if collect.faults else (Example(name, whole), [])


def _start(collect: Collector, root: Value, top: Mapping[str, Value]) -> Act | None:
    at = collect.moment(top["start"], "start") if "start" in top else None
    answers = _answers(collect, top.get("answers"), "answers")
    channel = collect.string(top.get("channel"), "channel", "counter")
    where, taken_in = collect.string(top.get("place"), "place"), collect.string(top.get("taken_in"), "taken_in")
    when = _when(collect, top, "")
    refused, expect = _result(collect, top, "")
    if at is None:
        return None
    return Act(
        f"{place(root.line)} start",
        at,
        lambda _: Register(
            answers=answers, channel=channel, place=where or None, district=where, taken_in=taken_in, **when
        ),
        refused,
        expect,
    )


def _act(collect: Collector, item: Value, key: str) -> Act | None:
    found = collect.mapping(item, key)
    names = [name for name in found if name in ACTS]
    if len(names) != 1:
        known = "、".join(ACTS), ", ".join(ACTS)
        collect.fault(item.line, key, f"須恰有一個動作：{known[0]}", f"Exactly one act belongs here: {known[1]}")
        return None
    [name] = names
    collect.only(found, (name, *COMMON, *ACTS[name]), key)
    at = collect.moment(found.get("at"), f"{key}.at")
    build = _READ[name](collect, found, f"{key}.{name}", _when(collect, found, key))
    refused, expect = _result(collect, found, key)
    if at is None:
        return None
    activity = collect.string(found[name], f"{key}.{name}") if name in ON_A_STEP else ""
    return Act(f"{place(item.line)} {key}", at, build, refused, expect, activity)


def _when(collect: Collector, found: Mapping[str, Value], key: str) -> dict[str, Any]:
    return {
        "effective_on": collect.day(found.get("effective_on"), f"{key}.effective_on".lstrip(".")),
        "late_reason": _optional(collect, found, "late_reason", key),
    }


def _optional(collect: Collector, found: Mapping[str, Value], name: str, key: str) -> str:
    """Text that may be empty: what is missing on purpose is an example's right."""
    value = found.get(name)
    return "" if value is None or value.content in (None, "") else collect.string(value, f"{key}.{name}".lstrip("."))


def _answers(collect: Collector, value: Value | None, key: str) -> dict[str, object]:
    return {name: one.plain for name, one in collect.mapping(value, key).items()} if _given(value) else {}


def _given(value: Value | None) -> bool:
    return value is not None and value.content is not None


def _request(collect: Collector, value: Value | None, key: str) -> CorrectionRequest | None:
    found = collect.mapping(value, key)
    collect.only(found, REQUEST, key)
    due = collect.day(found.get("due_on"), f"{key}.due_on")
    if due is None:
        line = value.line if value else 1
        collect.fault(line, f"{key}.due_on", "補正須有 due_on", "A correction has a due_on")
        return None
    texts = {name: _optional(collect, found, name, key) for name in REQUEST if name != "due_on"}
    return CorrectionRequest(due_on=due, **texts)


def _result(collect: Collector, found: Mapping[str, Value], key: str) -> tuple[str, Mapping[str, Any]]:
    key = f"{key}.expect".lstrip(".")
    expected = collect.mapping(found.get("expect"), key)
    collect.only(expected, EXPECTED, key)
    read = {name: _EXPECT[name](collect, value, f"{key}.{name}") for name, value in expected.items() if name in _EXPECT}
    return collect.string(found.get("refused"), "refused"), read


def _day_or_none(collect: Collector, value: Value, key: str) -> str | None:
    day = collect.day(value, key)
    return day.isoformat() if isinstance(day, date) else None


_EXPECT: Mapping[str, Callable[[Collector, Value, str], Any]] = {
    "phase": lambda collect, value, key: collect.one_of(value, key, list(Phase), Phase.RECEIVED),
    "outcome": lambda collect, value, key: "" if value.content in (None, "") else collect.string(value, key),
    "due_on": _day_or_none,
    "on_time": lambda collect, value, key: collect.truth(value, key),
    "why": lambda collect, value, key: collect.strings(value, key),
    "messages": lambda collect, value, key: list(collect.strings(value, key)),
    "steps": lambda collect, value, key: list(collect.strings(value, key)),
    "waiting": lambda collect, value, key: sorted(collect.strings(value, key)),
    "controls": lambda collect, value, key: {
        name: _day_or_none(collect, day, f"{key}.{name}") for name, day in collect.mapping(value, key).items()
    },
    "answers": lambda collect, value, key: _answers(collect, value, key),
    "decisions": lambda collect, value, key: _answers(collect, value, key),
    "penalty": lambda collect, value, key: collect.number(value, key, 0) if value.content is not None else None,
    "unit": lambda collect, value, key: "" if value.content in (None, "") else collect.string(value, key),
}


def _complete(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
    activity = collect.string(found["complete"], key)
    answers = _answers(collect, found.get("answers"), f"{key}.answers")
    request = _request(collect, found["correction"], f"{key}.correction") if "correction" in found else None
    more: dict[str, Any] = when | {name: _optional(collect, found, name, key) for name in ("outcome", "text")}
    more["amount"] = _amount(collect, found, key) if "amount" in found else None
    return lambda tasks: CompleteTask(task=tasks.get(activity, 0), answers=answers, correction=request, **more)


def _amount(collect: Collector, found: Mapping[str, Value], key: str) -> int:
    return collect.number(found.get("amount"), f"{key}.amount", 0)


def _at_task(kind: Callable[..., Command], *texts: str, with_amount: bool = False) -> Callable[..., Build]:
    """An act on the task that waits at the activity which is its value, with texts beside it."""

    def read(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
        activity = collect.string(found[key.rpartition(".")[2]], key)
        more = when | {name: _optional(collect, found, name, key) for name in texts}
        if with_amount:
            more["amount"] = _amount(collect, found, key)
        return lambda tasks: kind(task=tasks.get(activity, 0), **more)

    return read


def _send_back(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
    activity = collect.string(found["send_back"], key)
    to, reason = (_optional(collect, found, name, key) for name in ("to", "reason"))
    return lambda tasks: SendBack(task=tasks.get(activity, 0), activity=to, reason=reason, **when)


def _fire(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
    activity = collect.string(found["fire"], key)
    return lambda tasks: FireTimer(wait=tasks.get(activity, 0), **when)


def _ask(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
    request = _request(collect, found["ask_correction"], key)
    return _always(AskCorrection(request=request, **when)) if request else _always(Command())


def _extend(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
    plain = found["extend"].plain
    try:
        by = Limit.from_mapping(plain if isinstance(plain, dict) else {})
    except LimitError as error:
        collect.faults.append(Fault(collect.file, f"{place(found['extend'].line)} {key}", error.text))
        return _always(Command())
    return _always(Extend(by=by, reason=_optional(collect, found, "reason", key), **when))


def _always(command: Command) -> Build:
    return lambda _: command


def _texts(kind: Callable[..., Command], first: str, *others: str) -> Callable[..., Build]:
    """An act whose own value is the text `first`, with other texts beside it."""

    def read(collect: Collector, found: Mapping[str, Value], key: str, when: dict[str, Any]) -> Build:
        name = key.rpartition(".")[2]
        texts = {first: _optional(collect, found, name, key.rpartition(".")[0])}
        texts |= {other: _optional(collect, found, other, key) for other in others}
        return _always(kind(**texts, **when))

    return read


_READ: Mapping[str, Callable[[Collector, Mapping[str, Value], str, dict[str, Any]], Build]] = {
    "complete": _complete,
    "send_back": _send_back,
    "skip": _at_task(Skip, "outcome", "reason"),
    "fire": _fire,
    "receive": _texts(DeliverMessage, "name"),
    "ask_deviation": _at_task(AskDeviation, "outcome", "reason", "by", with_amount=True),
    "approve_deviation": _at_task(ApproveDeviation, "by"),
    "refuse_deviation": _at_task(RefuseDeviation, "reason", "by"),
    "ask_correction": _ask,
    "answer_correction": lambda collect, found, key, when: _always(
        AnswerCorrection(answers=_answers(collect, found["answer_correction"], key), **when)
    ),
    "expire_correction": lambda collect, found, key, when: _always(ExpireCorrection(**when)),
    "extend": _extend,
    "suspend": _texts(Suspend, "ground"),
    "resume": lambda collect, found, key, when: _always(Resume(**when)),
    "withdraw": _texts(Withdraw, "reason"),
    "close": _texts(Close, "outcome", "reason"),
    "reopen": _texts(Reopen, "reason", "activity"),
    "push": _texts(PushStep, "activity", "text", "outcome"),
}
