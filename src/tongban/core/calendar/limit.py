"""Limits: how much time the law or the agency's published list gives."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tongban.core.calendar.errors import LimitError
from tongban.core.text import Text


class LimitUnit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    WORKING_HOURS = "working_hours"

    @property
    def counting(self) -> Counting:
        """What is counted, one by one, while a limit in this unit runs."""
        if self is LimitUnit.WORKING_DAYS:
            return Counting.WORKING_DAYS
        return Counting.OFFICE_MINUTES if self is LimitUnit.WORKING_HOURS else Counting.CALENDAR_DAYS

    def text(self, n: int) -> Text:
        """`n` of this unit, in words."""
        return Text(f"{n} {_WORDS[self].zh}", f"{n} {_WORDS[self].en}{_s(n)}")


class Counting(StrEnum):
    """The unit of `Clock.budget`, `Clock.consumed` and `Clock.remaining`."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    OFFICE_MINUTES = "office_minutes"

    def text(self, n: int) -> Text:
        """`n` of what is counted, in words."""
        if self is not Counting.OFFICE_MINUTES:
            return LimitUnit(self.value).text(n)
        hours, minutes = divmod(n, 60)
        parts = [
            text
            for count, text in (
                (hours, LimitUnit.WORKING_HOURS.text(hours)),
                (minutes, Text(f"{minutes} 分鐘", f"{minutes} minute{_s(minutes)}")),
            )
            if count
        ] or [LimitUnit.WORKING_HOURS.text(0)]
        return Text(" ".join(part.zh for part in parts), " ".join(part.en for part in parts))


_WORDS = {
    LimitUnit.WORKING_DAYS: Text("個工作天", "working day"),
    LimitUnit.CALENDAR_DAYS: Text("日", "day"),
    LimitUnit.WEEKS: Text("週", "week"),
    LimitUnit.MONTHS: Text("個月", "month"),
    LimitUnit.WORKING_HOURS: Text("個工作小時", "working hour"),
}
_SINGLES = {LimitUnit.WEEKS: 7, LimitUnit.WORKING_HOURS: 60, LimitUnit.MONTHS: 0}
LARGEST_AMOUNT = 10_000


@dataclass(frozen=True)
class Limit:
    """`amount` of `unit`. Years are months: three years are `Limit(36, LimitUnit.MONTHS)`.

    `adverse` marks a penalty or another burden whose length hurts the person (行政程序法 §48 V): its first
    day counts and an end on a day off stays. Its exception (“unless worse for the person”) never bites
    for a burden, as the ordinary count never ends earlier; a period that is to the person's good, such
    as one to improve something, is not adverse. An amount of 0 ends on the day it starts.
    """

    amount: int
    unit: LimitUnit
    adverse: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= LARGEST_AMOUNT:
            raise LimitError(
                Text(
                    f"期限 {self.amount} 無效，須為 0 至 {LARGEST_AMOUNT} 的整數。",
                    f"A limit of {self.amount} is not possible: 0 to {LARGEST_AMOUNT} are.",
                )
            )

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> Limit:
        """Read `{'working_days': 6}`, with `adverse: true` where it applies. Raises LimitError."""
        amounts = {key: value for key, value in mapping.items() if key != "adverse"}
        unknown = [key for key in amounts if key not in set(LimitUnit)]
        if unknown or len(amounts) != 1:
            raise LimitError(_one_unit_expected(unknown))
        [(unit, amount)] = amounts.items()
        adverse = mapping.get("adverse", False)
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 1:
            raise LimitError(
                Text(
                    f"{unit} 的值「{amount}」須為 1 以上的整數。",
                    f"{unit} reads “{amount}”; it must be a whole number from 1 up.",
                )
            )
        if not isinstance(adverse, bool):
            raise LimitError(Text("adverse 須為 true 或 false。", "adverse must be true or false."))
        return cls(amount, LimitUnit(unit), adverse)

    def as_mapping(self) -> dict[str, int | bool]:
        return {self.unit.value: self.amount} | ({"adverse": True} if self.adverse else {})

    @property
    def singles(self) -> int:
        """The amount in what is counted, as far as that does not depend on the start: 0 for months."""
        return self.amount * _SINGLES.get(self.unit, 1)

    @property
    def text(self) -> Text:
        return self.unit.text(self.amount)


STATUTORY_LIMIT = Limit(2, LimitUnit.MONTHS)
"""The period for a kind of case for which the agency has published none (行政程序法 §51 II)."""


def budget(origin: date, limits: Iterable[Limit]) -> int:
    """What the limits give together, in their counting's unit, when the day after `origin` is the first.

    Weeks and months end on the day before the corresponding day, or on the month's last day where it
    has none (行政程序法 §48 III). The limits must count the same thing; months are added up first, so that
    two extensions by a month are an extension by two.
    """
    limits = tuple(limits)
    months = sum(limit.amount for limit in limits if limit.unit is LimitUnit.MONTHS)
    return months_in_days(origin, months) + sum(limit.singles for limit in limits)


def months_in_days(origin: date, months: int) -> int:
    """How many days `months` are when the day after `origin` is the first."""
    if not months:
        return 0
    first = origin + timedelta(1)
    year, month0 = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = monthrange(year, month0 + 1)[1]
    # The day before the corresponding day; a month too short for that day ends the period on its last.
    if first.day > length:
        return (date(year, month0 + 1, length) - origin).days
    return (date(year, month0 + 1, first.day) - timedelta(1) - origin).days


def _s(n: int) -> str:
    return "" if n == 1 else "s"


def _one_unit_expected(unknown: list[str]) -> Text:
    units = ", ".join(LimitUnit)
    found = Text(
        f"「{'、'.join(map(str, unknown))}」不是期限單位。", f"“{', '.join(map(str, unknown))}” is no unit of a limit. "
    )
    head = found if unknown else Text("期限須恰有一個單位。", "A limit has exactly one unit. ")
    return Text(
        f"{head.zh}請用 {units} 其中之一，例如 {{working_days: 6}}。",
        f"{head.en}Use one of {units}, for example {{working_days: 6}}.",
    )
