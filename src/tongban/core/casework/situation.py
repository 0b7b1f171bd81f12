"""The moment and surroundings a command is decided in, and the checks every command shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tongban.core.calendar import TAIPEI, Calendar, Moment, day_of
from tongban.core.text import Text

from .commands import Command
from .definition import Definition
from .outcome import FieldRefusal, Refusal
from .state import CaseState, Phase

FREE_BACKDATING = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Situation:
    definition: Definition
    calendar: Calendar
    today: date
    on: date
    """The day the command takes effect."""
    moment: Moment
    """The same as an instant where that is known: clocks in working hours need it."""

    @classmethod
    def of(cls, definition: Definition, command: Command, at: datetime, calendar: Calendar) -> Situation:
        if at.tzinfo is None:
            raise ValueError("`at` must be an aware instant")
        local = at.astimezone(TAIPEI)
        today = local.date()
        on = command.effective_on or today
        if on > today:
            raise _about("effective_on", "future", Text("生效日不可晚於今日", "The effective day cannot lie ahead"))
        if today - on > FREE_BACKDATING and not command.late_reason.strip():
            late = Text(
                "生效日早於今日三日以上，請說明補登原因",
                "The effective day is more than three days back: give the reason",
            )
            raise _about("late_reason", "late", late)
        return cls(definition, calendar, today, on, local if on == today else on)

    @property
    def instant(self) -> datetime:
        """The start of the effective day, for rules that only know days."""
        return datetime.combine(self.on, time(), TAIPEI).astimezone(UTC)

    @property
    def exact(self) -> datetime:
        """The moment itself where that is known, for timers; else the start of the effective day."""
        return self.moment.astimezone(UTC) if isinstance(self.moment, datetime) else self.instant


def _about(field: str, code: str, text: Text) -> Refusal:
    return Refusal(code, text, (FieldRefusal(field, text),))


def need(text: str, field: str, what: Text) -> str:
    """`text` without surrounding blanks; refused with the place when nothing is left."""
    if stripped := text.strip():
        return stripped
    raise _about(field, "missing", Text("請填寫{what}", "Please give {what}").fill(what=what))


def need_outcome(outcome: str, here: Situation) -> None:
    """One of the outcomes the pack names."""
    if outcome not in here.definition.outcomes:
        names = here.definition.outcomes.values()
        text = Text(
            "請選擇結案結果：" + "、".join(n.zh for n in names), "Choose the outcome: " + ", ".join(n.en for n in names)
        )
        raise _about("outcome", "outcome", text)


def need_after_start(state: CaseState, here: Situation) -> None:
    if here.on < day_of(state.clock.started):
        text = Text("生效日不可早於受理日", "The effective day cannot lie before the day of receipt")
        raise _about("effective_on", "too-early", text)


def need_open(state: CaseState) -> None:
    if state.phase.is_over:
        raise Refusal("over", Text("本案已結案，如需續辦請先重啟", "This case is over; reopen it to go on"))


def need_running(state: CaseState) -> None:
    """For steps of the process: neither over, nor standing still, nor waiting for the citizen."""
    need_open(state)
    if state.phase is Phase.AWAITING_CORRECTION:
        raise Refusal(
            "awaiting-correction",
            Text("本案正待申請人補正，請先登錄補正結果", "This case waits for a correction; record its result first"),
        )
    if state.phase is Phase.SUSPENDED:
        raise Refusal("suspended", Text("本案已停止計算，請先恢復", "This case stands still; resume it first"))
