"""The clock as the rail shows it: when it is due, why then, and how it came to stand still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.rows import rows
from tongban.core.calendar import Moment, day_of
from tongban.core.casework import Correction

from .opening import Opened


@dataclass(frozen=True, slots=True)
class Standstill:
    ground: str
    on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Lengthening:
    on: date
    limit: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClockFace:
    due: Any
    """`worklists` Due: the day, the state and the days, as the list shows them."""
    due_on: date | None
    if_resumed: date | None
    """When it would be due if it went on today."""
    limit: str
    remaining: str
    reasons: list[str]
    standstills: list[Standstill]
    extensions: list[Lengthening]
    correction: Correction | None
    met_on: date | None

    @property
    def breaks(self) -> int:
        return len(self.standstills) + len(self.extensions)


def clock_face(opened: Opened) -> ClockFace:
    clock, calendar, language = opened.file.state.clock, opened.calendar, opened.language
    row = rows([opened.file.id], Asking(opened.rights, opened.today), changes=False)[0]
    left = clock.remaining(calendar, opened.at)
    return ClockFace(
        due=row.due,
        due_on=clock.due_on(calendar),
        if_resumed=clock.due_if_resumed(opened.at, calendar) if clock.is_paused else None,
        limit=clock.limit.text.in_(language),
        remaining=_left(clock.counting.text(abs(left)).in_(language), left),
        reasons=[line.in_(language) for line in clock.explain(calendar, opened.at)],
        standstills=[Standstill(p.ground.in_(language), day_of(p.on), _day(p.until)) for p in clock.pauses],
        extensions=[Lengthening(day_of(e.on), e.limit.text.in_(language), e.reason) for e in clock.extensions],
        correction=opened.file.state.correction,
        met_on=_day(clock.met),
    )


def _left(amount: str, left: int) -> str:
    if left < 0:
        return _("late by %(amount)s") % {"amount": amount}
    return _("%(amount)s left") % {"amount": amount}


def _day(moment: Moment | None) -> date | None:
    return day_of(moment) if moment is not None else None
