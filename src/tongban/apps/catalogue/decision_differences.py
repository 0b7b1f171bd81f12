"""What changed in a pack's decision tables and penalties, in words an official knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tongban.core.casework import Definition, PenaltyRule
from tongban.core.decisions import Table
from tongban.core.decisions.dmn.differences import differences
from tongban.core.text import Text

Said = tuple[Text, Text]
"""Where, and what became of it."""
ADDED, REMOVED, CHANGED = Text("新增", "added"), Text("刪除", "removed"), Text("變更", "changed")
_TABLE = Text("決策表「{name}」", "Table “{name}”")
_OTHER = Text("其他決策（decisions.dmn）", "Other decisions (decisions.dmn)")


def decision_differences(older: Definition, newer: Definition) -> Iterator[Said]:
    before, after = _tables(older), _tables(newer)
    for id in {**before, **after}:
        where = _TABLE.fill(name=(after.get(id) or before[id]).name or id)
        if id not in before or id not in after:
            yield where, ADDED if id in after else REMOVED
        else:
            yield from ((where, sentence) for sentence in differences(before[id], after[id]))
    if before == after and _file(older) != _file(newer):
        yield _OTHER, CHANGED
    yield from _penalties(older.penalties, newer.penalties)


def _tables(definition: Definition) -> Mapping[str, Table]:
    return definition.decisions.tables if definition.decisions else {}


def _file(definition: Definition) -> bytes:
    return definition.decisions.xml() if definition.decisions else b""


def _penalties(older: tuple[PenaltyRule, ...], newer: tuple[PenaltyRule, ...]) -> Iterator[Said]:
    before, after = ({rule.on: rule for rule in rules} for rules in (older, newer))
    for on in {**before, **after}:
        where = Text(f"步驟「{on}」的裁罰", f"Penalty at “{on}”")
        if on not in before or on not in after:
            yield where, ADDED if on in after else REMOVED
        elif before[on] != after[on]:
            yield where, CHANGED
