"""Where a time is: nowhere in particular (None), so many seconds from UTC (int), or in a zone of IANA (its name)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from tongban.core.decisions.feel.temporal.days import Day, near

Zone = int | str | None

_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
_NAME = re.compile(r"[A-Z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*", re.ASCII)
_FURTHEST_OFFSET = 18 * 3600
_STANDARD_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_OUTERMOST_YEARS = (2, 9998)
"""Beyond, a moment in another zone may be in a year that Python does not have."""


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of the IANA database, or None."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None


def read_zone(text: str) -> tuple[bool, Zone]:
    """Whether `text` ("", "Z", "+08:00", "@Asia/Taipei") is a zone, and which."""
    if not text:
        return True, None
    if text in ("Z", "z"):
        return True, 0
    if text.startswith("@"):
        return zone_named(text[1:]) is not None, text[1:]
    found = _OFFSET.fullmatch(text)
    if not found or int(found[3]) > 59 or int(found[4] or 0) > 59:
        return False, None
    offset = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return offset <= _FURTHEST_OFFSET, -offset if found[1] == "-" else offset


def is_offset(seconds: int) -> bool:
    return abs(seconds) <= _FURTHEST_OFFSET


def write_zone(zone: Zone) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    text = f"{'-' if zone < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def offset_at(zone: int | str, day: Day, seconds: int) -> int:
    """Seconds from UTC in `zone` at that local time of day."""
    if isinstance(zone, int):
        return zone
    local = datetime.combine(_with_rules(day), time(seconds // 3600, seconds // 60 % 60, seconds % 60))
    return _offset(local.replace(tzinfo=zone_named(zone)))


def offset_at_utc(zone: int | str, day: Day, seconds: int) -> int:
    """Seconds from UTC in `zone` when it is that time of day in UTC."""
    if isinstance(zone, int):
        return zone
    utc = datetime.combine(_with_rules(day), time(seconds // 3600, seconds // 60 % 60, seconds % 60), UTC)
    return _offset(utc.astimezone(zone_named(zone)))


def standard_offset(zone: int | str) -> int:
    """Seconds from UTC of a time without a day: summer time has no say."""
    if isinstance(zone, int):
        return zone
    there = _STANDARD_DAY.astimezone(zone_named(zone))
    return _offset(there) - int((there.dst() or timedelta()).total_seconds())


def _with_rules(day: Day) -> date:
    """A day of the same weekday with the rules `day` has: today's for ever after, the sun's long before."""
    if _OUTERMOST_YEARS[0] <= day.year <= _OUTERMOST_YEARS[1]:
        return near(day)
    return near(day).replace(year=day.year % 400 + (400 if day.year < _OUTERMOST_YEARS[0] else 9200))


def _offset(moment: datetime) -> int:
    return int((moment.utcoffset() or timedelta()).total_seconds())


def zone_of(moment: datetime | time) -> Zone:
    """The zone of a Python value; in the second of two hours that look the same (autumn), its offset."""
    if moment.tzinfo is None:
        return None
    offset = moment.utcoffset()
    if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key and moment.replace(fold=0).utcoffset() == offset:
        return str(moment.tzinfo.key)
    return None if offset is None else int(offset.total_seconds())


def python_zone(zone: Zone) -> timezone | ZoneInfo | None:
    if isinstance(zone, int):
        return timezone(timedelta(seconds=zone)) if zone else UTC
    return zone_named(zone) if zone else None
