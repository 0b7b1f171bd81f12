"""Days, times, moments and durations of FEEL (DMN 1.5, 10.3.2.3), beyond what Python's own can hold.

A day is Python's `date` where that reaches (years 1 to 9999) and a `FarDay` elsewhere; the rest are classes of
their own, exact to the nanosecond.
"""

from __future__ import annotations

from tongban.core.decisions.feel.temporal.days import Day, FarDay, day_of
from tongban.core.decisions.feel.temporal.durations import DaysDuration, MonthsDuration
from tongban.core.decisions.feel.temporal.moments import Moment, TimeOfDay
from tongban.core.decisions.feel.temporal.plain import from_python, to_python
from tongban.core.decisions.feel.temporal.reading import (
    read_day,
    read_duration,
    read_moment,
    read_temporal,
    read_time,
)

__all__ = [
    "Day",
    "DaysDuration",
    "FarDay",
    "Moment",
    "MonthsDuration",
    "TimeOfDay",
    "day_of",
    "from_python",
    "read_day",
    "read_duration",
    "read_moment",
    "read_temporal",
    "read_time",
    "to_python",
]
