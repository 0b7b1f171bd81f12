"""To and from Python's own days, times, moments and durations."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tongban.core.decisions.feel.temporal.durations import DAY, NANOS, DaysDuration
from tongban.core.decisions.feel.temporal.moments import Moment, TimeOfDay
from tongban.core.decisions.feel.temporal.zones import python_zone, zone_of

_MICRO = 1_000


def from_python(value: object) -> object:
    """The FEEL value of a `datetime`, `date`, `time` or `timedelta`; None for anything else."""
    if isinstance(value, datetime):
        return Moment(value.date(), _time(value))
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return _time(value)
    if isinstance(value, timedelta):
        return DaysDuration((value.days * DAY + value.seconds) * NANOS + value.microseconds * _MICRO)
    return None


def _time(value: datetime | time) -> TimeOfDay:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return TimeOfDay(seconds * NANOS + value.microsecond * _MICRO, zone_of(value))


def to_python(value: object) -> object:
    """Python's own value for a moment, a time or a duration of days, cut to microseconds; other values, and what
    Python cannot hold, as they are."""
    if isinstance(value, Moment) and isinstance(value.day, date):
        return datetime.combine(value.day, _python_time(value.time))
    if isinstance(value, TimeOfDay):
        return _python_time(value)
    if isinstance(value, DaysDuration) and timedelta.min.days <= value.nanos // (DAY * NANOS) <= timedelta.max.days:
        return timedelta(microseconds=value.nanos // _MICRO)
    return value


def _python_time(value: TimeOfDay) -> time:
    minutes, second = divmod(value.seconds, 60)
    micros = value.nanos % NANOS // _MICRO
    return time(minutes // 60, minutes % 60, second, micros, tzinfo=python_zone(value.zone))
