"""Says why a clock is due when it is: one line per reason, in the order in which they arose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from tongban.core.calendar.counting import Line, used_until
from tongban.core.calendar.dates import Moment, day_of, weekday, written
from tongban.core.calendar.days import Calendar
from tongban.core.calendar.limit import Counting
from tongban.core.calendar.names import holidays_named
from tongban.core.text import Text

if TYPE_CHECKING:
    from tongban.core.calendar.clock import Clock

Run = list[tuple[date, Text]]


def explain(clock: Clock, calendar: Calendar, on: Moment) -> list[Text]:
    """The lines for `clock`, how it stands on `on` being the last."""
    line = clock.line(calendar)
    due = clock.due_on(calendar)
    lines = [_start(clock), *_extensions(clock)]
    if due is not None and clock.counting is not Counting.CALENDAR_DAYS:
        lines += _days_off(clock, calendar, due)
    lines += _standing_still(clock, line)
    if due is not None:
        lines += [*_end_on_day_off(clock, calendar, due), _due(clock, calendar)]
    return [*lines, _standing(clock, calendar, on)]


def _start(clock: Clock) -> Text:
    days = _FROM_WITH_FIRST_DAY if clock.limit.adverse else _FROM
    template = _FROM_AT_ONCE if clock.counting is Counting.OFFICE_MINUTES else days
    return template.fill(day=written(clock.started), limit=clock.limit.text)


def _extensions(clock: Clock) -> Iterator[Text]:
    for extension in clock.extensions:
        yield _EXTENDED.fill(day=written(extension.on), limit=extension.limit.text, reason=extension.reason)


def _days_off(clock: Clock, calendar: Calendar, due: date) -> Iterator[Text]:
    """The days off that were skipped while the clock ran: holidays by name, weekends as one sum."""
    days = list(_running_days(clock, due))
    weekends = 0
    for run in _runs([(day, calendar.off[day]) for day in days if day in calendar.off]):
        name = _name(run)
        if name is None:
            weekends += len(run)
        else:
            yield _LESS_NAMED.fill(name=name, n=_days(len(run)), span=_span(run[0][0], run[-1][0]))
    if weekends:
        yield _LESS.fill(name=_WEEKENDS, n=_days(weekends))
    for day in days:
        reason = calendar.reason(day, clock.place)
        if reason is not None and day not in calendar.off:
            yield _LESS_NAMED.fill(name=reason, n=_days(1), span=written(day))
        elif reason is None and day.weekday() >= 5:
            yield _MAKE_UP.fill(day=written(day), weekday=weekday(day))


def _runs(off: Run) -> list[Run]:
    """The days off, those in a row together."""
    numbered = groupby(enumerate(off), key=lambda item: item[1][0].toordinal() - item[0])
    return [[entry for _, entry in run] for _, run in numbered]


def _running_days(clock: Clock, due: date) -> Iterator[date]:
    """The days from the first counted one to the due day, without those in a gap."""
    day = day_of(clock.origin)
    gaps = [(day_of(p.on), day_of(p.until or due)) for p in clock.pauses]
    gaps += [(day_of(c.on), day_of(c.reopened)) for c in clock.closings if c.reopened]
    while (day := day + timedelta(1)) <= due:
        if not any(start < day <= end for start, end in gaps):
            yield day


def _name(run: Run) -> Text | None:
    """What to call days off in a row: by their holidays; None for a plain weekend."""
    names: dict[str, str] = {}
    for day, reason in run:
        if reason != weekday(day):
            names |= {name.zh: name.en for name in holidays_named(reason)}
    if names:
        return Text(f"{'、'.join(names)}假期", ", ".join(names.values()))
    return next((reason for day, reason in run if day.weekday() < 5), None)


def _standing_still(clock: Clock, line: Line) -> Iterator[Text]:
    for pause in clock.pauses:
        if pause.until is None:
            yield _PAUSED.fill(ground=pause.ground, day=written(pause.on))
        else:
            yield _NOT_COUNTED.fill(
                what=pause.ground, n=_length(clock, line, pause.on, pause.until), span=_span(pause.on, pause.until)
            )
    for closing in clock.closings:
        if closing.reopened is not None:
            n = _length(clock, line, closing.on, closing.reopened)
            yield _NOT_COUNTED.fill(what=_CLOSED, n=n, span=_span(closing.on, closing.reopened))


def _length(clock: Clock, line: Line, start: Moment, end: Moment) -> Text:
    return clock.counting.text(line.position(line.mark(end)) - line.position(line.mark(start)))


def _end_on_day_off(clock: Clock, calendar: Calendar, due: date) -> Iterator[Text]:
    """Where the period would have ended on a day off, and which rule answers that."""
    if clock.counting is not Counting.CALENDAR_DAYS:
        return
    end = _unsettled_end(clock, calendar, due)
    reason = calendar.reason(end, clock.place)
    if reason is not None:
        template = _STAYS if clock.limit.adverse else _MOVES
        yield template.fill(end=written(end), reason=reason, due=written(due))


def _unsettled_end(clock: Clock, calendar: Calendar, due: date) -> date:
    """The last counted day: going back from the due day over days off until the budget is just used.

    Where a pause began when nothing was left over, that is the day on which it ended.
    """
    line = clock.line(calendar)
    origin, gaps = line.mark(clock.origin), clock.gaps(line)
    end = due
    while used_until(line, origin, gaps, end.toordinal() - 1) >= clock.budget and end > day_of(clock.origin):
        end -= timedelta(1)
    settled = line.settle(end.toordinal())
    resumed = [stop for start, stop in gaps if stop and start <= settled < stop <= due.toordinal()]
    return date.fromordinal(max(end.toordinal(), *resumed)) if resumed else end


def _due(clock: Clock, calendar: Calendar) -> Text:
    late_from = clock.late_from(calendar)
    due = clock.due_on(calendar)
    assert due is not None and late_from is not None
    if clock.counting is Counting.OFFICE_MINUTES:
        return _DUE_AT.fill(due=written(late_from, with_weekday=True))
    return _DUE.fill(due=written(due, with_weekday=True))


def _standing(clock: Clock, calendar: Calendar, on: Moment) -> Text:
    late = clock.is_late(calendar, on)
    remaining = clock.remaining(calendar, on)
    if clock.met is not None:
        return (_MET_LATE if late else _MET).fill(day=written(clock.met))
    if late:
        return _LATE.fill(day=written(on), n=clock.counting.text(-remaining))
    used = clock.counting.text(clock.consumed(calendar, on))
    return _RUNNING.fill(day=written(on), used=used, left=clock.counting.text(remaining))


def _days(n: int) -> Text:
    return Counting.CALENDAR_DAYS.text(n)


def _span(start: Moment, end: Moment) -> Text:
    if start == end:
        return written(start)
    return Text("{a} 至 {b}", "{a} to {b}").fill(a=written(start), b=written(end))


_FROM = Text("自 {day} 起算 {limit}（始日不計）", "{limit} from {day} (the first day does not count)")
_FROM_WITH_FIRST_DAY = Text(
    "自 {day} 起算 {limit}（不利處分，始日計入）", "{limit} from {day} (adverse: the first day counts)"
)
_FROM_AT_ONCE = Text("自 {day} 起算 {limit}（即時起算）", "{limit} from {day} (counted at once)")
_EXTENDED = Text("{day} 展期 {limit}（{reason}）", "extended by {limit} on {day} ({reason})")
_LESS_NAMED = Text("扣除{name} {n}（{span}）", "less {n} of {name} ({span})")
_LESS = Text("扣除{name} {n}", "less {n} of {name}")
_WEEKENDS = Text("週末", "weekends")
_MAKE_UP = Text("{day}（{weekday}）補行上班，計入", "{day} ({weekday}) is a make-up working day and counts")
_PAUSED = Text("自 {day} 起停止計算：{ground}", "standing still since {day}: {ground}")
_NOT_COUNTED = Text("{what} {n}不計（{span}）", "{n} of {what} not counted ({span})")
_CLOSED = Text("辦結至重啟", "being closed until reopened")
_MOVES = Text(
    "末日 {end} 適逢{reason}，順延至 {due}（行政程序法第48條第4項）",
    "the last day {end} is a day off ({reason}): moved to {due} (Administrative Procedure Act §48 IV)",
)
_STAYS = Text(
    "末日 {end} 適逢{reason}，照計不順延（行政程序法第48條第5項）",
    "the last day {end} is a day off ({reason}) and stays (Administrative Procedure Act §48 V)",
)
_DUE = Text("應於 {due} 前（含當日）辦畢", "due on {due}")
_DUE_AT = Text("應於 {due} 前辦畢", "due by {due}")
_RUNNING = Text("截至 {day} 已用 {used}，尚餘 {left}", "on {day}: {used} used, {left} left")
_LATE = Text("截至 {day} 已逾期 {n}", "on {day}: late by {n}")
_MET = Text("已於 {day} 依限辦結", "met in time on {day}")
_MET_LATE = Text("已於 {day} 辦結，逾期", "met late on {day}")
