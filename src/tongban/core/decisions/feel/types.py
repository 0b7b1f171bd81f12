"""Types of FEEL values (DMN 1.5, 10.3.2): what a value is an instance of, and what it becomes where a type is
asked for.

Null is an instance of no type, and yet may stand for a value of any: as an item, an entry or an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.decisions.feel.temporal import FarDay
from tongban.core.decisions.feel.temporal.moments import midnight
from tongban.core.decisions.feel.values import Function, Range, kind


@dataclass(frozen=True, slots=True)
class Simple:
    """A type with nothing inside; `name` as `kind` gives it, or `Any`, or `Null`."""

    name: str

    def holds(self, value: object) -> bool:
        if value is None:
            return self.name == "Null"
        return self.name == "Any" or kind(value) == self.name


@dataclass(frozen=True, slots=True)
class ListType:
    item: Type

    def holds(self, value: object) -> bool:
        return isinstance(value, list) and all(conforms(item, self.item) for item in value)


@dataclass(frozen=True, slots=True)
class RangeType:
    of: Type

    def holds(self, value: object) -> bool:
        return isinstance(value, Range) and conforms(value.low, self.of) and conforms(value.high, self.of)


@dataclass(frozen=True, slots=True)
class ContextType:
    """At least these entries; further ones do no harm."""

    members: tuple[tuple[str, Type], ...]

    def holds(self, value: object) -> bool:
        return isinstance(value, Mapping) and all(
            name in value and conforms(value[name], type_) for name, type_ in self.members
        )


@dataclass(frozen=True, slots=True)
class FunctionType:
    parameters: tuple[Type, ...]
    result: Type

    def holds(self, value: object) -> bool:
        """What a function takes and gives is known when it is called; before, how many arguments it takes."""
        return isinstance(value, Function) and (not self.parameters or value.takes(len(self.parameters)))


Type = Simple | ListType | RangeType | ContextType | FunctionType

ANY = Simple("Any")
_SIMPLE = (
    "Any",
    "Null",
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
)
TYPES: Mapping[str, Type] = {
    **{name: Simple(name) for name in _SIMPLE},
    "dateTime": Simple("date and time"),
    "dayTimeDuration": Simple("days and time duration"),
    "yearMonthDuration": Simple("years and months duration"),
    "day time duration": Simple("days and time duration"),
    "year month duration": Simple("years and months duration"),
    "list": ListType(ANY),
    "context": ContextType(()),
    "range": RangeType(ANY),
    "function": FunctionType((), ANY),
}
"""The types every model knows, by name; the last but four are how DMN 1.1 wrote them."""


def is_instance(value: object, type_: Type) -> bool:
    """`value instance of type`"""
    return type_.holds(value)


def conforms(value: object, type_: Type) -> bool:
    """Whether a value of this type may be `value`: an instance, or null."""
    return value is None or type_.holds(value)


def coerced(value: object, type_: Type) -> object:
    """`value` where `type_` is asked for (DMN 1.5, 10.3.2.9.4): itself, the only item of a list, a list of it, the
    midnight (UTC) of a date; else null."""
    if conforms(value, type_):
        return value
    if isinstance(value, list) and len(value) == 1 and type_.holds(value[0]):
        return value[0]
    if isinstance(type_, ListType) and not isinstance(value, list) and type_.item.holds(value):
        return [value]
    if isinstance(value, date | FarDay) and type_ == TYPES["date and time"]:
        return midnight(value)
    return None
