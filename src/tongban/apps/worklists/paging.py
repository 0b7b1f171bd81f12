"""Pages by keyset: the place is a case, not a number of rows, so page 400 costs what page 1 costs.

When the case that marks the place has moved meanwhile, the page follows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, Q

from .matching import Match, prepared

PAGE = 50


class Place(NamedTuple):
    """Behind (`after`) or before the case with this id; the first page is no place."""

    case_id: int
    backwards: bool = False

    @property
    def text(self) -> str:
        """For the URL: `123`, `-123`."""
        return f"-{self.case_id}" if self.backwards else str(self.case_id)


def read_place(text: str) -> Place | None:
    """The place that a URL names; None for none, and for what names none."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return None
    return Place(int(digits), text.startswith("-"))


@dataclass(frozen=True, slots=True)
class Page:
    """The ids of one page in the list's order, and the places before and behind it where there is more."""

    ids: tuple[int, ...]
    before: Place | None = None
    after: Place | None = None


def page(match: Match, place: Place | None, size: int = PAGE) -> Page:
    """At most `size` cases behind or before `place`; bounded work and memory, whatever matches."""
    beyond = _beyond(match, place) if place else None
    backwards = place is not None and place.backwards and beyond is not None
    cases = match.cases.filter(beyond) if beyond is not None else match.cases
    found = list(cases.order_by(*match.order(backwards=backwards)).values_list("pk", flat=True)[: size + 1])
    more, ids = len(found) > size, found[:size]
    if backwards:
        ids.reverse()
    if not ids:
        return Page((), None, None)
    earlier = more if backwards else beyond is not None
    later = True if backwards else more
    return Page(tuple(ids), Place(ids[0], True) if earlier else None, Place(ids[-1]) if later else None)


def _beyond(match: Match, place: Place) -> Q | None:
    """The condition "behind this case in the list's order"; None when there is no such case."""
    row = _of_case(match, place.case_id)
    if row is None:
        return None
    down = match.is_descending != place.backwards
    further = Q(pk__lt=place.case_id) if down else Q(pk__gt=place.case_id)
    path = match.sort.sort
    same = Q(**{f"{path}__isnull": True}) if row.value is None else Q(**{path: row.value})
    return (same & further) | _farther(path, row.value, down=down)


class _Found(NamedTuple):
    value: Any


def _of_case(match: Match, case_id: int) -> _Found | None:
    """What the case is sorted by, whether or not it still is in the view."""
    row = (
        prepared([match.sort]).filter(pk=case_id).annotate(value=F(match.sort.sort)).values_list("value", flat=True)[:1]
    )
    return next((_Found(value) for value in row), None)


def _farther(path: str, value: Any, *, down: bool) -> Q:
    """Null is the greatest value."""
    if value is None:
        return Q(**{f"{path}__isnull": False}) if down else Q(pk__in=[])
    if down:
        return Q(**{f"{path}__lt": value})
    return Q(**{f"{path}__gt": value}) | Q(**{f"{path}__isnull": True})


def neighbours_of(match: Match, case_id: int) -> tuple[int | None, int | None]:
    """The cases before and behind this one in the view."""
    before = page(match, Place(case_id, True), size=1).ids
    after = page(match, Place(case_id), size=1).ids
    return (before[0] if before else None, after[0] if after else None)
