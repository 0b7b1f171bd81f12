"""The statutory clock of a case: an immutable value that says what happened, never what is due.

Due dates, what is used and what is left follow from it and a calendar, so a calendar's edit needs no
repair of any clock. Days are counted after the starting day (行政程序法 §48 II; an adverse limit counts it);
likewise a pause leaves out the days after it began, up to and including the day it ended: the day a
correction is asked for was still worked on, and the day the answer comes is like a day of receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from tongban.core.calendar.counting import Gap, Line, due_mark, line_for, used_until
from tongban.core.calendar.dates import TAIPEI, Moment, day_of, in_taipei, moment_from_text
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.errors import ClockError
from tongban.core.calendar.explain import explain
from tongban.core.calendar.happenings import Closing, Extension, Pause, limit_from_json, limit_to_json
from tongban.core.calendar.limit import Counting, Limit, budget
from tongban.core.text import Text

STANDSTILL = "standstill"
"""The code of a pause by 行政程序法 §51 V: natural disaster or another cause that is not the agency's."""

_STANDSTILL_GROUND = Text(
    "{cause}（行政程序法第51條第5項，停止進行）", "{cause} (standstill, Administrative Procedure Act §51 V)"
)


@dataclass(frozen=True)
class Clock:
    """See the module. `place` is the district whose closures count; None knows the city-wide ones only.

    Clocks in working hours keep instants, all others keep days (Asia/Taipei). Every change gives a
    new clock or raises ClockError; nothing that happened is ever erased.
    """

    limit: Limit
    started: Moment
    place: str | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    closings: tuple[Closing, ...] = ()

    # -- what happens to it

    @classmethod
    def start(cls, limit: Limit, on: Moment, place: str | None = None) -> Clock:
        return cls(limit, _kept(limit, on), place)

    def pause(self, on: Moment, ground: Text, code: str) -> Clock:
        """Stand still from `on`. Pauses may overlap when their codes differ: each has its own ground."""
        self._refuse_if_met()
        on = self._after_start(on)
        if any(pause.code == code for pause in self.open_pauses):
            raise ClockError(_ALREADY_PAUSED.fill(ground=ground))
        return replace(self, pauses=(*self.pauses, Pause(on, ground, code)))

    def stand_still(self, on: Moment, cause: Text) -> Clock:
        """Pause for a natural disaster or another cause that is not the agency's (§51 V)."""
        return self.pause(on, _STANDSTILL_GROUND.fill(cause=cause), STANDSTILL)

    def resume(self, on: Moment, code: str | None = None) -> Clock:
        """End the pause with that code; without a code, the only open one."""
        self._refuse_if_met()
        on = self._after_start(on)
        ending = [pause for pause in self.open_pauses if code in (None, pause.code)]
        if len(ending) != 1:
            raise ClockError(_WHICH_PAUSE if ending else _NOT_PAUSED)
        if _instant(on) < _instant(ending[0].on):
            raise ClockError(_BEFORE_PAUSE)
        return self._with_ended(ending, on)

    def extend(self, limit: Limit, reason: str, on: Moment) -> Clock:
        """Give `limit` more. Whether that is allowed says `ExtensionRule.refusal`, asked beforehand."""
        self._refuse_if_met()
        if limit.unit.counting is not self.counting:
            raise ClockError(_OTHER_UNIT)
        if not reason.strip():
            raise ClockError(_NO_REASON)
        extension = Extension(replace(limit, adverse=False), reason, self._after_start(on))
        return replace(self, extensions=(*self.extensions, extension))

    def meet(self, on: Moment) -> Clock:
        """What the limit was for is done. Open pauses end with it."""
        self._refuse_if_met()
        on = self._after_start(on)
        last = max((_instant(m) for p in self.pauses for m in (p.on, p.until) if m), default=None)
        last_opened = max((_instant(c.reopened) for c in self.closings if c.reopened), default=None)
        if any(_instant(on) < earlier for earlier in (last, last_opened) if earlier):
            raise ClockError(_BEFORE_LAST)
        return replace(self._with_ended(self.open_pauses, on), closings=(*self.closings, Closing(on)))

    def reopen(self, on: Moment) -> Clock:
        """Take it up again: what was left runs on, the time in between does not count (assumption)."""
        if not self.is_met:
            raise ClockError(_NOT_MET)
        *earlier, closing = self.closings
        on = self._after_start(on)
        if _instant(on) < _instant(closing.on):
            raise ClockError(_BEFORE_LAST)
        return replace(self, closings=(*earlier, closing._replace(reopened=on)))

    # -- what it says by itself

    @property
    def counting(self) -> Counting:
        return self.limit.unit.counting

    @property
    def open_pauses(self) -> tuple[Pause, ...]:
        return tuple(pause for pause in self.pauses if pause.until is None)

    @property
    def is_paused(self) -> bool:
        return bool(self.open_pauses)

    @property
    def met(self) -> Moment | None:
        """When the limit was met; None while it runs, also after reopening."""
        last = self.closings[-1] if self.closings else None
        return last.on if last and last.reopened is None else None

    @property
    def is_met(self) -> bool:
        return self.met is not None

    @property
    def origin(self) -> Moment:
        """Counting begins after this: the starting day, for an adverse limit the day before it."""
        counts_first = self.limit.adverse and self.counting is not Counting.OFFICE_MINUTES
        return day_of(self.started) - timedelta(1) if counts_first else self.started

    @property
    def budget(self) -> int:
        """What limit and extensions give together, in units of `counting`."""
        return budget(day_of(self.origin), [self.limit, *(e.limit for e in self.extensions)])

    # -- what it says with a calendar

    def due_on(self, calendar: Calendar) -> date | None:
        """The last day in time. None while a pause is open that began in time: nobody knows yet.

        A pause that began too late moves nothing, so a clock that is late keeps its date.
        """
        due = self._due(calendar)
        return None if due is None else day_of(due)

    def due_if_resumed(self, on: Moment, calendar: Calendar) -> date:
        """`due_on` if all open pauses ended on `on`; the same as `due_on` when none is open."""
        due = self._with_ended(self.open_pauses, _kept(self.limit, on)).due_on(calendar)
        assert due is not None
        return due

    def late_from(self, calendar: Calendar) -> datetime | None:
        """The instant (Asia/Taipei) from which it is late: the end of the due day or hour. None as `due_on`."""
        due = self._due(calendar)
        if due is None or isinstance(due, datetime):
            return due
        return datetime.combine(due + timedelta(1), time(), TAIPEI)

    def is_late(self, calendar: Calendar, on: Moment) -> bool:
        """Whether the limit has passed on `on`, or had when it was met."""
        due = self._due(calendar)
        line = self.line(calendar)
        return due is not None and line.mark(self._seen(on)) > line.mark(due)

    def consumed(self, calendar: Calendar, until: Moment) -> int:
        """What has been used when `until` ends (or, in hours, at `until`), in units of `counting`."""
        line = self.line(calendar)
        until_mark = max(line.mark(self._seen(until)), line.mark(self.origin))
        return used_until(line, line.mark(self.origin), self.gaps(line), until_mark)

    def remaining(self, calendar: Calendar, on: Moment) -> int:
        """What is left on `on`, in units of `counting`; negative by how much it is late."""
        if self.is_late(calendar, on):
            due = self._due(calendar)
            assert due is not None
            # The due day may lie after the last counted one: being late begins after it.
            return min(-1, self.consumed(calendar, due) - self.consumed(calendar, on))
        return max(0, self.budget - self.consumed(calendar, on))

    def explain(self, calendar: Calendar, on: Moment) -> list[Text]:
        """Why it is due when it is, line by line, and how it stands on `on`."""
        return explain(self, calendar, on)

    # -- stored

    def to_json(self) -> dict[str, object]:
        return {
            "limit": limit_to_json(self.limit),
            "started": self.started.isoformat(),
            "place": self.place,
            "pauses": [pause.to_json() for pause in self.pauses],
            "extensions": [extension.to_json() for extension in self.extensions],
            "closings": [closing.to_json() for closing in self.closings],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Clock:
        """Read what `to_json` wrote. Raises ClockError when it is something else."""
        try:
            return cls(
                limit_from_json(value["limit"]),
                moment_from_text(value["started"]),
                value["place"],
                tuple(Pause.from_json(pause) for pause in value["pauses"]),
                tuple(Extension.from_json(extension) for extension in value["extensions"]),
                tuple(Closing.from_json(closing) for closing in value["closings"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ClockError(_NOT_A_CLOCK.fill(error=repr(error))) from error

    # -- inside

    def line(self, calendar: Calendar) -> Line:
        return line_for(self.counting, calendar, self.place, adverse=self.limit.adverse)

    @property
    def standstills(self) -> list[tuple[Moment, Moment | None]]:
        """When nothing counts: pauses, and the time between closing and reopening; in no order."""
        closed = [(closing.on, closing.reopened) for closing in self.closings if closing.reopened]
        return [*((pause.on, pause.until) for pause in self.pauses), *closed]

    def gaps(self, line: Line) -> list[Gap]:
        """The standstills as marks on `line`, ascending by start."""
        gaps = [(line.mark(on), None if until is None else line.mark(until)) for on, until in self.standstills]
        return sorted(gaps, key=lambda gap: gap[0])

    def _due(self, calendar: Calendar) -> Moment | None:
        line = self.line(calendar)
        due = due_mark(line, line.mark(self.origin), self.budget, self.gaps(line))
        return None if due is None else line.moment(due)

    def _seen(self, moment: Moment) -> Moment:
        """`moment`, but no later than when the limit was met: then the clock stopped."""
        moment = _kept(self.limit, moment)
        return moment if self.met is None else min(moment, self.met, key=_instant)

    def _with_ended(self, ending: tuple[Pause, ...] | list[Pause], on: Moment) -> Clock:
        ended = (p._replace(until=max(on, p.on, key=_instant)) if p in ending else p for p in self.pauses)
        return replace(self, pauses=tuple(ended))

    def _after_start(self, on: Moment) -> Moment:
        on = _kept(self.limit, on)
        if _instant(on) < _instant(self.started):
            raise ClockError(_BEFORE_START)
        return on

    def _refuse_if_met(self) -> None:
        if self.is_met:
            raise ClockError(_MET)


def _kept(limit: Limit, moment: Moment) -> Moment:
    if limit.unit.counting is not Counting.OFFICE_MINUTES:
        return day_of(moment)
    return in_taipei(moment) if isinstance(moment, datetime) else moment


def _instant(moment: Moment) -> datetime:
    """For comparing days with instants: a day is its first minute."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), TAIPEI)


_ALREADY_PAUSED = Text("已因「{ground}」停止計算，不得重複停止。", "The clock stands still for “{ground}” already.")
_NOT_PAUSED = Text("時限並未停止計算，無從恢復。", "The clock is not paused; there is nothing to resume.")
_WHICH_PAUSE = Text("時限因多項事由停止計算，請指明恢復哪一項。", "Several pauses are open; say which one ends.")
_BEFORE_PAUSE = Text("恢復日期不得早於停止日期。", "It cannot resume before it was paused.")
_BEFORE_START = Text("日期不得早於時限起算日。", "This cannot be before the clock started.")
_BEFORE_LAST = Text("日期不得早於前一次變更。", "This cannot be before the last change.")
_MET = Text("案件已辦結，時限不得再變更。", "The limit has been met; the clock no longer changes.")
_NOT_MET = Text("案件尚未辦結，無須重啟。", "The limit has not been met; there is nothing to reopen.")
_OTHER_UNIT = Text("展期須與原期限用同類單位。", "An extension counts the same thing as the limit.")
_NO_REASON = Text("展期須敘明理由。", "An extension needs a reason.")
_NOT_A_CLOCK = Text("這不是時限資料（{error}）。", "This is not a stored clock ({error}).")
