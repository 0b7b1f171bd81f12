"""The units a pack names, so that they can be held against a city's own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from tongban.core.casework import Definition
from tongban.core.text import Fault, Text

from .decisions import DECISIONS
from .dispatch_checks import named_in
from .manifest import FILE
from .process_checks import PROCESS


class NamedUnit(NamedTuple):
    """`code` stands in `file` at `place`."""

    code: str
    file: str
    place: str


def units_named(definition: Definition) -> Iterator[NamedUnit]:
    """Whose the kind is, who does its steps, who is told, and to whom the dispatch table gives its cases."""
    yield NamedUnit(definition.owner, FILE, "owner")
    for task in definition.process.user_tasks if definition.process else ():
        for group in task.groups:
            if code := group.partition("@")[2]:
                yield NamedUnit(code, PROCESS, task.id)
    for number, control in enumerate(definition.controls):
        if control.notify_unit:
            yield NamedUnit(control.notify_unit, FILE, f"controls[{number}].notify_unit")
    rule, model = definition.dispatch, definition.decisions
    table = model.tables.get(rule.decision) if rule and model else None
    for place, value in named_in(table) if table else ():
        yield NamedUnit(str(value), DECISIONS, place)


def missing_units(definition: Definition, codes: Collection[str]) -> list[Fault]:
    """A fault for every place where the pack names a unit that is not among `codes`."""
    return [
        Fault(file, place, Text(f"機關代碼 {code} 不存在", f"There is no unit {code}"), _SET_UP)
        for code, file, place in units_named(definition)
        if code not in codes
    ]


_SET_UP = Text("請更正代碼，或先建立機關", "Correct the code, or set up the unit first")
