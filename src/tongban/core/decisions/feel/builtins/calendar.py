"""Functions of days, and of the moment of the evaluation (DMN 1.5, 10.3.4.7 and 10.3.4.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from tongban.core.decisions.feel.builtins.builtin import Builtin
from tongban.core.decisions.feel.builtins.conversion import day_in
from tongban.core.decisions.feel.temporal import from_python
from tongban.core.decisions.feel.temporal.days import near

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _of_day(compute: Callable[[date], object]) -> Builtin:
    def call(value: object) -> object:
        day = day_in(value)
        return None if day is None else compute(near(day))

    return Builtin(call, (("date",),))


def _today(at: datetime | None) -> object:
    return None if at is None else at.date()


CALENDAR: Mapping[str, Builtin] = {
    "day of year": _of_day(lambda day: Decimal(day.timetuple().tm_yday)),
    "day of week": _of_day(lambda day: _WEEKDAYS[day.weekday()]),
    "month of year": _of_day(lambda day: _MONTHS[day.month - 1]),
    "week of year": _of_day(lambda day: Decimal(day.isocalendar().week)),
    "now": Builtin(from_python, ((),), needs_moment=True),
    "today": Builtin(_today, ((),), needs_moment=True),
}
