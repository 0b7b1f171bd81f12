"""How points and ranges lie to each other (DMN 1.5, 10.3.4.9, table 80)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tongban.core.decisions.feel.builtins.builtin import Builtin, single
from tongban.core.decisions.feel.values import Range, equal, less


class _NoOrderError(Exception):
    """Two bounds cannot be compared."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A bound of a range. `endless`: −1 before everything, 1 after everything, 0 at `value`."""

    value: object
    included: bool = True
    endless: int = 0

    def __lt__(self, other: _Bound) -> bool:
        if self.endless or other.endless:
            return self.endless < other.endless
        return _known(less(self.value, other.value))

    def at(self, other: _Bound) -> bool:
        """In the same place, whether included or not."""
        if self.endless or other.endless:
            return self.endless == other.endless
        return _known(equal(self.value, other.value))


@dataclass(frozen=True, slots=True)
class _Span:
    start: _Bound
    end: _Bound


def _known(answer: bool | None) -> bool:
    if answer is None:
        raise _NoOrderError
    return answer


def _span(value: object) -> _Span | None:
    """A point is a range from itself to itself."""
    if not isinstance(value, Range):
        return None if value is None else _Span(_Bound(value), _Bound(value))
    if value.operator == "!=":
        return None
    low = _Bound(None, False, -1) if value.low is None else _Bound(value.low, value.low_included)
    high = _Bound(None, False, 1) if value.high is None else _Bound(value.high, value.high_included)
    return _Span(low, high)


def _before(a: _Span, b: _Span) -> bool:
    apart = not (a.end.included and b.start.included)
    return a.end < b.start or (apart and a.end.at(b.start))


def _meets(a: _Span, b: _Span) -> bool:
    return a.end.included and b.start.included and a.end.at(b.start)


def _overlaps(a: _Span, b: _Span) -> bool:
    return not _before(a, b) and not _before(b, a)


def _starts_no_later(a: _Span, b: _Span) -> bool:
    return a.start < b.start or (a.start.at(b.start) and (a.start.included or not b.start.included))


def _ends_no_later(a: _Span, b: _Span) -> bool:
    return a.end < b.end or (a.end.at(b.end) and (not a.end.included or b.end.included))


def _overlaps_before(a: _Span, b: _Span) -> bool:
    return not _starts_no_later(b, a) and _overlaps(a, b) and _ends_no_later(a, b)


def _finishes(a: _Span, b: _Span) -> bool:
    together = a.end.included == b.end.included and a.end.at(b.end)
    return together and _starts_no_later(b, a)


def _starts(a: _Span, b: _Span) -> bool:
    together = a.start.included == b.start.included and a.start.at(b.start)
    return together and _ends_no_later(a, b)


def _during(a: _Span, b: _Span) -> bool:
    return _starts_no_later(b, a) and _ends_no_later(a, b)


def _coincides(a: _Span, b: _Span) -> bool:
    return _during(a, b) and _during(b, a)


_Relation = Callable[[_Span, _Span], bool]
_POINTS, _POINT_RANGE, _RANGE_POINT = ("point1", "point2"), ("point", "range"), ("range", "point")
_RANGES = ("range1", "range2")


def _reversed(relation: _Relation) -> _Relation:
    return lambda a, b: relation(b, a)


def _relation(holds: _Relation, *signatures: tuple[str, str]) -> Builtin:
    """`signatures` also say which of the two may be points."""
    shapes = {tuple(name.startswith("range") for name in names) for names in signatures}

    def call(a: object, b: object) -> object:
        a, b = single(a), single(b)
        first, second = _span(a), _span(b)
        if first is None or second is None or (isinstance(a, Range), isinstance(b, Range)) not in shapes:
            return None
        try:
            return holds(first, second)
        except _NoOrderError:
            return None

    return Builtin(call, signatures)


RELATIONS: Mapping[str, Builtin] = {
    "before": _relation(_before, _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES),
    "after": _relation(_reversed(_before), _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES),
    "meets": _relation(_meets, _RANGES),
    "met by": _relation(_reversed(_meets), _RANGES),
    "overlaps": _relation(_overlaps, _RANGES),
    "overlaps before": _relation(_overlaps_before, _RANGES),
    "overlaps after": _relation(_reversed(_overlaps_before), _RANGES),
    "finishes": _relation(_finishes, _POINT_RANGE, _RANGES),
    "finished by": _relation(_reversed(_finishes), _RANGE_POINT, _RANGES),
    "includes": _relation(_reversed(_during), _RANGE_POINT, _RANGES),
    "during": _relation(_during, _POINT_RANGE, _RANGES),
    "starts": _relation(_starts, _POINT_RANGE, _RANGES),
    "started by": _relation(_reversed(_starts), _RANGE_POINT, _RANGES),
    "coincides": _relation(_coincides, _POINTS, _RANGES),
}
