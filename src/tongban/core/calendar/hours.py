"""Office hours: the spans of a working day in which working hours run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tongban.core.calendar.errors import CalendarError
from tongban.core.text import Text

NOON = 12 * 60
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)[-–~～]([01]\d|2[0-3]|24(?=:00)):([0-5]\d)")


class Half(StrEnum):
    """Half of a working day: what begins before noon is morning."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True)
class OfficeHours:
    """Spans of one working day in minutes since midnight, ascending; what lies between them is the break."""

    spans: tuple[tuple[int, int], ...] = ((8 * 60 + 30, 12 * 60 + 30), (13 * 60 + 30, 17 * 60 + 30))

    def __post_init__(self) -> None:
        edges = [minute for span in self.spans for minute in span]
        if edges != sorted(set(edges)) or (edges and not (edges[0] >= 0 and edges[-1] <= 24 * 60)):
            raise CalendarError(
                Text(
                    "辦公時間的各時段須由早到晚排列且不得重疊。",
                    "The spans of the office hours must ascend and must not overlap.",
                )
            )

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Read `08:30-12:30 13:30-17:30`. Raises CalendarError naming the part it cannot read."""
        return cls(tuple(_span(part) for part in re.split(r"[\s,、]+", text.strip())))

    @cached_property
    def minutes(self) -> int:
        """Length of the whole working day."""
        return self.before(24 * 60)

    def before(self, minute: int) -> int:
        """Office minutes that have passed when the wall clock shows `minute` (since midnight)."""
        return sum(max(0, min(minute, end) - start) for start, end in self.spans)

    def reached(self, passed: int) -> int:
        """The earliest minute since midnight at which `passed` (1 … minutes) office minutes have passed."""
        for start, end in self.spans:
            if passed <= end - start:
                return start + passed
            passed -= end - start
        raise ValueError(f"{passed} minutes more than the office is open")

    def without(self, half: Half | None) -> OfficeHours:
        """The hours of a day on which that half is closed."""
        if half is None:
            return self
        closed = half is Half.MORNING
        return OfficeHours(tuple(span for span in self.spans if (span[0] < NOON) is not closed))

    def __str__(self) -> str:
        return " ".join("{:02}:{:02}-{:02}:{:02}".format(*divmod(a, 60), *divmod(b, 60)) for a, b in self.spans)


def _span(part: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise CalendarError(
            Text(
                f"「{part}」不是時段，請寫成 08:30-12:30。",
                f"“{part}” is not a span of time; write it as 08:30-12:30.",
            )
        )
    start_hour, start, end_hour, end = (int(number) for number in found.groups())
    return start_hour * 60 + start, end_hour * 60 + end
