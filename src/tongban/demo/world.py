"""What every life of a case in the demo city has in common. Made anew in each process, always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tongban.apps.officedays.queries import calendar
from tongban.core.calendar import Calendar, day_of

from .arrivals import Arrival, year
from .office_time import DAY, OfficeTime
from .people import citizens
from .staff import Staff

SEED = "Tongban 115"
DAYS = 365


@dataclass(frozen=True, slots=True)
class World:
    """`now` is a minute of `clock`: nothing happens at it or later. Letters from `fresh_from` on really go out."""

    calendar: Calendar
    clock: OfficeTime
    staff: Staff
    arrivals: tuple[Arrival, ...]
    now: int
    fresh_from: datetime


def dice(*what: object) -> Random:
    """Fair dice that fall alike whenever they are thrown for the same thing."""
    return Random(":".join(map(str, (SEED, *what))))


def world(*, cases: int, until: datetime, opened: datetime) -> World:
    """The year before `opened`, the moment the demo is started, as far as it has happened `until` then."""
    today = day_of(opened)
    in_force = calendar()
    clock = OfficeTime(in_force, today - timedelta(DAYS), today)
    people = citizens(dice("citizens"), max(50, cases * 2 // 3), today)
    arrivals = year(dice("arrivals"), cases, people, clock, clock.minute(opened))
    return World(
        calendar=in_force,
        clock=clock,
        staff=Staff(today - timedelta(DAYS)),
        arrivals=tuple(arrivals),
        now=clock.minute(until),
        fresh_from=clock.at(max((clock.minute(opened) - 1) // DAY * DAY - DAY + 1, 1)),
    )
