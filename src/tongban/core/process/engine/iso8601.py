"""Moments, spans of time and series of moments as ISO 8601 writes them, which is how BPMN writes timers.

What carries no zone is on Taipei's clock, and months are counted on it: a month after 31 January is the last day of
February, a year after 29 February the 28th.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tongban.core.calendar import TAIPEI

_NUMBER = r"(\d{1,9}(?:[.,]\d{1,9})?)"
_SPAN = re.compile(
    rf"P(?=.)(?:(\d{{1,5}})Y)?(?:(\d{{1,6}})M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_SERIES = re.compile(r"R(\d{1,6})?/(?:([^/]+)/)?(P[^/]+)", re.ASCII)
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")
_LONGEST_MONTH = timedelta(31)


@dataclass(frozen=True, slots=True)
class Span:
    """So many months on the calendar, and then `rest` on the clock."""

    months: int = 0
    rest: timedelta = timedelta()

    def __bool__(self) -> bool:
        return bool(self.months or self.rest)

    def after(self, moment: datetime, times: int = 1) -> datetime:
        """`moment` and the span `times` over; months are counted together, so that the last day of a month stays
        the last. Raises OverflowError or ValueError beyond the year 9999."""
        local = moment.astimezone(TAIPEI)
        year, month = divmod(local.year * 12 + local.month - 1 + self.months * times, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        return (local.replace(year=year, month=month + 1, day=day) + self.rest * times).astimezone(UTC)

    @property
    def at_most(self) -> timedelta:
        """No span of this kind is longer."""
        return _LONGEST_MONTH * self.months + self.rest


@dataclass(frozen=True, slots=True)
class Series:
    """`rounds` moments (None: without end), each a span after the one before. With `start` that is the first of them,
    without one the first comes a span after whatever it is counted from."""

    span: Span
    rounds: int | None = None
    start: datetime | None = None


def read_moment(text: str) -> datetime | None:
    """`2026-12-01T09:00:00+08:00`, `2026-12-01T01:00Z`, `2026-12-01`, which is the beginning of that day."""
    try:
        return in_utc(date.fromisoformat(text) if len(text) == len("2026-12-01") else datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def in_utc(moment: date) -> datetime:
    """A day begins, and a moment without a zone is read, on Taipei's clock. Raises OverflowError at the edge of
    time."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)).astimezone(UTC)


def read_span(text: str) -> Span | None:
    """`P3D`, `PT10H`, `P1Y2M`, `P2W`, `P1DT12H`, `PT0.5S`."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    years, months, *others = found.groups()
    parts = {unit: float(n.replace(",", ".")) for unit, n in zip(_UNITS, others, strict=True) if n}
    try:
        return Span(int(years or 0) * 12 + int(months or 0), timedelta(**parts))
    except OverflowError:
        return None


def read_series(text: str) -> Series | None:
    """`R/P1D`, `R3/PT10H`, `R3/2026-12-01T09:00:00+08:00/P1D`."""
    found = _SERIES.fullmatch(text)
    span = read_span(found[3]) if found else None
    start = read_moment(found[2]) if found and found[2] else None
    if not found or span is None or (found[2] and start is None):
        return None
    return Series(span, int(found[1]) if found[1] else None, start)


def steps_until(anchor: datetime, span: Span, moment: datetime) -> int:
    """How many times `span` must follow `anchor` to come to `moment` or past it; 0 when `anchor` is not before it."""
    if moment <= anchor:
        return 0
    steps = (moment - anchor) // span.at_most
    while span.after(anchor, steps) < moment:
        steps += 1
    return steps
