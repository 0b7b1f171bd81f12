"""Extensions (展期): how often and by how much a limit may grow. The rule is the law's or the agency's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.core.calendar.dates import Moment, day_of
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.errors import LimitError
from tongban.core.calendar.limit import Limit, budget
from tongban.core.text import Text

if TYPE_CHECKING:
    from tongban.core.calendar.clock import Clock


@dataclass(frozen=True)
class ExtensionRule:
    """At most `times` extensions, each `at_most` long, and `in_all` together when that is given."""

    times: int
    at_most: Limit
    in_all: Limit | None = None

    def __post_init__(self) -> None:
        if self.times < 0:
            raise LimitError(Text("展期次數不得為負。", "The number of extensions must not be negative."))
        if self.in_all and self.in_all.unit.counting is not self.at_most.unit.counting:
            raise LimitError(
                Text("展期的單次上限與總上限須用同類單位。", "at_most and in_all must count the same thing.")
            )

    @classmethod
    def statutory(cls, limit: Limit) -> ExtensionRule:
        """Once, by no more than the original period (行政程序法 §51 III)."""
        return cls(1, limit)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> ExtensionRule:
        """Read `{'times': 1, 'at_most': {'working_days': 6}}`, `in_all` optional. Raises LimitError."""
        times, unknown = mapping.get("times", 1), set(mapping) - {"times", "at_most", "in_all"}
        limits = {key: mapping[key] for key in ("at_most", "in_all") if key in mapping}
        wrong = [key for key, value in limits.items() if not isinstance(value, Mapping)]
        if unknown or wrong or "at_most" not in limits or isinstance(times, bool) or not isinstance(times, int):
            raise LimitError(
                Text(
                    "展期規則請寫成 {times: 1, at_most: {working_days: 6}}。",
                    "Write a rule for extensions as {times: 1, at_most: {working_days: 6}}.",
                )
            )
        read = {key: Limit.from_mapping(value) for key, value in limits.items() if isinstance(value, Mapping)}
        return cls(times, read["at_most"], read.get("in_all"))

    def refusal(self, clock: Clock, limit: Limit, on: Moment, calendar: Calendar) -> Text | None:
        """Why `clock` may not be extended by `limit` on that day; None when it may."""
        if limit.unit.counting is not self.at_most.unit.counting or limit.unit.counting is not clock.counting:
            return _OTHER_UNIT.fill(unit=self.at_most.text)
        if len(clock.extensions) >= self.times:
            return (_TOO_OFTEN if self.times else _NEVER).fill(times=self.times)
        if clock.is_late(calendar, on):
            return _TOO_LATE
        origin = day_of(clock.started)
        if budget(origin, [limit]) > budget(origin, [self.at_most]):
            return _TOO_LONG.fill(most=self.at_most.text)
        earlier = [extension.limit for extension in clock.extensions]
        if self.in_all and budget(origin, [*earlier, limit]) > budget(origin, [self.in_all]):
            return _TOO_LONG_IN_ALL.fill(most=self.in_all.text)
        return None


_NEVER = Text("此類案件不得展期。", "This kind of case cannot be extended.")
_TOO_OFTEN = Text("展期以 {times} 次為限，已用完。", "It may be extended {times} times only; that is used up.")
_TOO_LATE = Text(
    "已逾處理期限，展期須於期限屆滿前為之。", "The limit has passed; it must be extended before it expires."
)
_TOO_LONG = Text("每次展期不得超過 {most}。", "One extension may not exceed {most}.")
_TOO_LONG_IN_ALL = Text("展期合計不得超過 {most}。", "All extensions together may not exceed {most}.")
_OTHER_UNIT = Text(
    "展期須與原期限用同類單位，上限為 {unit}。",
    "An extension counts the same thing as the limit; at most {unit}.",
)
