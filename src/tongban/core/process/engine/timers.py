"""When a timer comes, comes again, and what a suspension does to it.

A limit of the law (working days, working hours, months) fires when it is over, not while its last day or minute still
runs: what is due on Friday is in time until midnight, so the timer comes as Saturday begins. The same holds for
`Clock.late_from`, from which it is taken. Every moment given back is in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tongban.core.calendar import Calendar, CalendarError, Clock, Counting, Limit, day_of
from tongban.core.decisions import FeelError
from tongban.core.decisions.feel.temporal import DaysDuration, Moment, MonthsDuration, to_python
from tongban.core.process.engine.iso8601 import (
    Series,
    Span,
    in_utc,
    read_moment,
    read_series,
    read_span,
    steps_until,
)
from tongban.core.process.model import Timer, TimerKind
from tongban.core.process.state import ProcessFault, Wait
from tongban.core.text import Text

When = datetime | Span | Series | Limit
_NOTHING: Mapping[str, object] = {}
_DAY = timedelta(1)
_MINUTE = timedelta(minutes=1)


class Due(NamedTuple):
    """The moment a timer comes next, and how often it will come, this time included (None: for ever)."""

    at: datetime
    rounds: int | None


def first(
    timer: Timer,
    at: datetime,
    context: Mapping[str, object],
    calendar: Calendar | None = None,
    place: str | None = None,
) -> Due:
    """When a timer that begins at the aware moment `at` comes for the first time. A date that has passed is due at
    once, and so is a series that is over; of one that has begun, the moments that are past are left out.

    `place` is the district whose closures count for a limit. Raises ProcessFault when no moment comes of it.
    """
    when = _when(timer, at, context)
    try:
        if isinstance(when, Series):
            return _first_of(when, at)
        due = when if isinstance(when, datetime) else _end(when, at, calendar, place)
    except (OverflowError, ValueError) as error:
        raise _too_far() from error
    return Due(due, None if timer.kind is TimerKind.CYCLE and not isinstance(when, datetime) else 1)


def following(
    timer: Timer,
    wait: Wait,
    at: datetime,
    context: Mapping[str, object],
    calendar: Calendar | None = None,
    place: str | None = None,
) -> Due | None:
    """When the timer that `wait` stood for, and that has just come at `at`, comes again; None when it does not.

    What was missed because nobody was there to fire it is not made up for: after a day's outage an hourly reminder
    comes once, not twenty-four times. A series with a start of its own has used up what it missed.
    """
    if timer.kind is not TimerKind.CYCLE or wait.rounds == 1 or wait.due_at is None:
        return None
    when = _when(timer, at, context)
    rest = None if wait.rounds is None else wait.rounds - 1
    try:
        if isinstance(when, Series):
            return _next_of(when, wait, wait.due_at, rest, at)
        if isinstance(when, datetime):
            return None
        return Due(_next_end(when, wait.due_at, at, calendar, place), rest)
    except (OverflowError, ValueError) as error:
        raise _too_far() from error


def moved(
    timer: Timer,
    since: datetime,
    due_at: datetime,
    suspended_at: datetime,
    resumed_at: datetime,
    calendar: Calendar | None = None,
    context: Mapping[str, object] = _NOTHING,
    place: str | None = None,
) -> datetime:
    """When a timer comes after a suspension: with the time it had left, a limit with the working time it had left.
    What names its moment (a date, a series with a start) keeps it, and what was due before the suspension stays due.
    `since` is when it began: nothing stood still before that."""
    suspended_at = max(suspended_at, since)
    if due_at <= suspended_at or resumed_at <= suspended_at or timer.kind is TimerKind.DATE:
        return due_at
    if timer.limit:
        return _limit_moved(timer.limit, due_at, suspended_at, resumed_at, calendar, place)
    if timer.kind is TimerKind.CYCLE and _names_its_start(timer, since, context):
        return due_at
    return due_at + (resumed_at - suspended_at)


def unreadable(timer: Timer) -> Text | None:
    """Why no moment can ever come of it, as far as the drawing alone says; None when one may."""
    if timer.limit or timer.formula:
        return None
    try:
        _sensible(_read(timer.text, timer.kind), timer.kind)
    except ProcessFault as fault:
        return fault.text
    return None


# -- what it says


def _when(timer: Timer, at: datetime, context: Mapping[str, object]) -> When:
    if timer.limit:
        return timer.limit
    value = _value(timer, at, context) if timer.formula else timer.text
    return _sensible(_read(value, timer.kind) if isinstance(value, str) else _from_feel(value), timer.kind)


def _value(timer: Timer, at: datetime, context: Mapping[str, object]) -> object:
    assert timer.formula
    try:
        value, notes = timer.formula.run(context, at)
    except FeelError as error:
        raise _fault(f"「{timer.formula.text}」：{error.text.zh}", f"{timer.formula.text}: {error.text.en}") from error
    if value is None:
        why = notes[-1].text if notes else Text("沒有值", "it is null")
        raise _fault(f"「{timer.formula.text}」：{why.zh}", f"{timer.formula.text}: {why.en}")
    return value


def _from_feel(value: object) -> When:
    if isinstance(value, MonthsDuration):
        return Span(months=value.months)
    plain = to_python(value)
    if isinstance(plain, timedelta):
        return Span(rest=plain)
    if isinstance(plain, date):
        try:
            return in_utc(plain)
        except OverflowError as error:
            raise _too_far() from error
    if isinstance(value, DaysDuration | Moment):
        raise _too_far()
    raise _fault("結果不是日期、時間或期間。", "what comes out is no date, moment or duration.")


def _read(text: str, kind: TimerKind) -> When:
    read, like = _FORMS[kind]
    found = read(text.strip())
    if found is None:
        raise _fault(f"「{text}」讀不懂，請寫成 {like}。", f"“{text}” cannot be read; write it like {like}.")
    return found


_FORMS: Mapping[TimerKind, tuple[Callable[[str], When | None], str]] = {
    TimerKind.DATE: (read_moment, "2026-12-01T09:00:00+08:00"),
    TimerKind.DURATION: (read_span, "P3D"),
    TimerKind.CYCLE: (read_series, "R3/PT10H"),
}


def _sensible(when: When, kind: TimerKind) -> When:
    if isinstance(when, Series) and when.rounds == 0:
        raise _fault("重複次數為零，永遠不會到期。", "it repeats no time at all and never comes.")
    span = when.span if isinstance(when, Series) else when
    if kind is TimerKind.CYCLE and isinstance(span, Span) and span.at_most <= timedelta():
        raise _fault("兩次之間沒有間隔。", "there is no time between two rounds.")
    return when


def _names_its_start(timer: Timer, at: datetime, context: Mapping[str, object]) -> bool:
    try:
        when = _when(timer, at, context)
    except ProcessFault:  # what it was made of is gone; its time left is what is known
        return False
    return isinstance(when, Series) and when.start is not None


# -- series


def _first_of(series: Series, at: datetime) -> Due:
    if series.start is None:
        return Due(series.span.after(at), series.rounds)
    step = steps_until(series.start, series.span, at)
    if series.rounds is not None:
        step = min(step, series.rounds - 1)
    return Due(series.span.after(series.start, step), None if series.rounds is None else series.rounds - step)


def _next_of(series: Series, wait: Wait, due_at: datetime, rest: int | None, at: datetime) -> Due | None:
    anchor = series.start or wait.since or due_at
    step = steps_until(anchor, series.span, due_at)
    if series.span.after(anchor, step) != due_at:  # a suspension moved it: from here on the series counts anew
        anchor, step = due_at, 0
    coming = max(step + 1, steps_until(anchor, series.span, at))
    if series.span.after(anchor, coming) <= at:
        coming += 1
    if series.start and rest is not None:
        rest -= coming - step - 1
    return Due(series.span.after(anchor, coming), rest) if rest is None or rest > 0 else None


# -- spans and limits


def _end(when: Span | Limit, at: datetime, calendar: Calendar | None, place: str | None) -> datetime:
    """A span that a formula made negative is over already."""
    if isinstance(when, Span):
        return max(at.astimezone(UTC), when.after(at))
    clock = Clock.start(when, _begun(when, at), place)
    try:
        due = clock.late_from(_known(calendar))
    except CalendarError as error:
        raise ProcessFault(error.text) from error
    assert due is not None  # only a paused clock does not know
    return due.astimezone(UTC)


def _next_end(
    when: Span | Limit, due_at: datetime, at: datetime, calendar: Calendar | None, place: str | None
) -> datetime:
    """Rounds follow each other without a day between: the next begins with the day that was due."""
    if isinstance(when, Limit) and when.unit.counting is not Counting.OFFICE_MINUTES:
        due_at -= _DAY
    due = _end(when, due_at, calendar, place)
    return due if due > at else _end(when, at, calendar, place)


def _limit_moved(
    limit: Limit,
    due_at: datetime,
    suspended_at: datetime,
    resumed_at: datetime,
    calendar: Calendar | None,
    place: str | None,
) -> datetime:
    """As `Clock` pauses: the day of the suspension was still worked on, the day of the resumption counts no more."""
    last = due_at if limit.unit.counting is Counting.OFFICE_MINUTES else due_at - _DAY
    line = Clock.start(limit, suspended_at, place).line(_known(calendar))
    try:
        left = line.position(line.mark(last)) - line.position(line.mark(suspended_at))
        resumed = line.mark(_begun(limit, resumed_at))
        due = line.moment(line.settle(max(resumed, line.reached(line.position(resumed) + max(0, left)))))
    except CalendarError as error:
        raise ProcessFault(error.text) from error
    return max(due_at, in_utc(due if isinstance(due, datetime) else day_of(due) + _DAY))


def _begun(limit: Limit, moment: datetime) -> datetime:
    """Working hours are counted in whole minutes: of one that has begun nothing is taken off."""
    minute = moment.replace(second=0, microsecond=0)
    in_days = limit.unit.counting is not Counting.OFFICE_MINUTES
    return moment if in_days or minute == moment else minute + _MINUTE


def _known(calendar: Calendar | None) -> Calendar:
    if calendar is None:
        raise _fault("沒有行事曆，無法計算工作天。", "without a calendar no working time can be counted.")
    return calendar


def _fault(zh: str, en: str) -> ProcessFault:
    return ProcessFault(Text(f"計時器無法決定時間：{zh}", f"The timer gives no moment: {en}"))


def _too_far() -> ProcessFault:
    return _fault("時間太遠。", "it lies too far away.")
