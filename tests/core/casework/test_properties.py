"""Whatever is asked of a case, in whatever order: it is done wholly or refused, and it stays sound."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tongban.core.calendar import Clock, Limit
from tongban.core.casework import (
    AnswerCorrection,
    AskCorrection,
    CaseState,
    Close,
    Command,
    CompleteTask,
    CorrectionRequest,
    ExpireCorrection,
    Extend,
    Outcome,
    Phase,
    PushStep,
    Refusal,
    Register,
    Reopen,
    Resume,
    Suspend,
    Withdraw,
    decide,
)
from tongban.core.process import Kind

from .making import CALENDAR, at, definition

OUTCOMES = st.sampled_from(["complete", "incomplete", "approved", "rejected", "again", "", "nonsense"])
ANSWERS = st.sampled_from(
    [{}, {"result": "pass"}, {"result": "improve", "improve_by": "2027-03-20"}, {"amount": 9000}, {"wish": ""}]
)
TEXTS = st.sampled_from(["", "有理由", "  "])
DAYS = st.integers(-2, 30)
TASKS = st.sampled_from([a.id for a in definition().process.user_tasks] if definition().process else [""])


class Life(RuleBasedStateMachine):
    """One case, anything asked of it, the clock on the wall never going back."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2026-03-02T09:00")
        self.state: CaseState | None = None
        self.started: date | datetime | None = None
        self.numbers: set[int] = set()

    @initialize(amount=st.sampled_from([None, 5, 9000]))
    def register(self, amount: int | None) -> None:
        self.do(Register(answers={"wish": "樹"} | ({"amount": amount, "why_much": "大"} if amount else {})))
        assert self.state is not None
        self.started = self.state.clock.started

    @rule(days=st.integers(0, 9), minutes=st.integers(0, 600))
    def time_passes(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)

    @rule(data=st.data(), outcome=OUTCOMES, answers=ANSWERS, due=DAYS, with_request=st.booleans())
    def complete(
        self, data: st.DataObject, outcome: str, answers: dict[str, object], due: int, with_request: bool
    ) -> None:
        assert self.state is not None and self.state.process is not None
        numbers = [task.number for task in self.state.process.tasks] or [1]
        task = data.draw(st.sampled_from([*numbers, 999]))
        self.do(
            CompleteTask(
                task=task, outcome=outcome, answers=answers, correction=self.request(due) if with_request else None
            )
        )

    @rule(due=DAYS)
    def ask(self, due: int) -> None:
        self.do(AskCorrection(request=self.request(due)))

    @rule(answers=ANSWERS, back=st.integers(0, 6), reason=TEXTS)
    def answer(self, answers: dict[str, object], back: int, reason: str) -> None:
        day = self.now.date() - timedelta(back)
        self.do(AnswerCorrection(answers=answers, effective_on=day, late_reason=reason))

    @rule()
    def expire(self) -> None:
        self.do(ExpireCorrection())

    @rule(days=st.integers(1, 12), reason=TEXTS)
    def extend(self, days: int, reason: str) -> None:
        self.do(Extend(by=Limit.from_mapping({"working_days": days}), reason=reason))

    @rule(ground=TEXTS)
    def suspend(self, ground: str) -> None:
        self.do(Suspend(ground=ground))

    @rule()
    def resume(self) -> None:
        self.do(Resume())

    @rule(reason=TEXTS)
    def withdraw(self, reason: str) -> None:
        self.do(Withdraw(reason=reason))

    @rule(outcome=OUTCOMES, reason=TEXTS)
    def close(self, outcome: str, reason: str) -> None:
        self.do(Close(outcome=outcome, reason=reason))

    @rule(reason=TEXTS, activity=TASKS | st.just(""))
    def reopen(self, reason: str, activity: str) -> None:
        self.do(Reopen(reason=reason, activity=activity))

    @precondition(lambda self: self.state is not None and self.state.phase.is_over)
    @rule(activity=st.sampled_from(["", "accept"]))
    def go_on_after_all(self, activity: str) -> None:
        assert self.do(Reopen(reason="補件", activity=activity)) is not None

    @rule()
    def push(self) -> None:
        assert self.do(PushStep(activity="accept")) is None

    def request(self, due: int) -> CorrectionRequest:
        day = self.now.date() + timedelta(due)
        return CorrectionRequest(missing="診斷書", reason="未附", consequence="駁回", due_on=day)

    def do(self, command: Command) -> Outcome | None:
        before, copy = self.state, deepcopy(self.state)
        found = [self.ask_once(before, command) for _ in range(2)]
        assert found[0] == found[1]
        assert before == copy
        outcome = found[0]
        if not isinstance(outcome, Outcome):
            return None
        if before is not None:
            self.nothing_is_erased(before, outcome.state)
        self.new_numbers(before, outcome.state)
        assert outcome.events
        self.state = outcome.state
        return outcome

    def ask_once(self, before: CaseState | None, command: Command) -> Outcome | tuple[str, str]:
        try:
            return decide(definition(), before, command, at=self.now, calendar=CALENDAR)
        except Refusal as refusal:
            assert refusal.text.zh and refusal.text.en
            return refusal.code, refusal.text.en

    def nothing_is_erased(self, before: CaseState, after: CaseState) -> None:
        assert after.steps[: len(before.steps)] == before.steps
        assert len(after.corrections) >= len(before.corrections)
        for old, new in zip(before.corrections, after.corrections, strict=False):
            assert (old.asked_on, old.due_on, old.missing) == (new.asked_on, new.due_on, new.missing)
        assert [c.on for c in after.clock.closings[: len(before.clock.closings)]] == [
            c.on for c in before.clock.closings
        ]
        assert after.clock.extensions[: len(before.clock.extensions)] == before.clock.extensions

    def new_numbers(self, before: CaseState | None, after: CaseState) -> None:
        """A number of a task is never given twice."""
        assert after.process is not None
        old = {task.number for task in before.process.tasks} if before and before.process else set()
        fresh = {task.number for task in after.process.tasks} - old
        assert not fresh & self.numbers
        self.numbers |= fresh

    @invariant()
    def the_clock_is_the_one_that_was_started(self) -> None:
        if self.state is not None:
            assert self.state.clock.started == self.started
            assert Clock.from_json(self.state.clock.to_json()) == self.state.clock

    @invariant()
    def over_means_met_and_nothing_waits(self) -> None:
        if self.state is not None:
            assert self.state.process is not None
            over = self.state.phase.is_over
            assert self.state.clock.is_met == over == (self.state.closed_on is not None) == bool(self.state.outcome)
            assert self.state.process.ended == over
            assert bool(self.state.process.tokens) == bool(self.state.process.tasks) == (not over)

    @invariant()
    def at_most_one_correction_is_open_and_the_phase_says_so(self) -> None:
        if self.state is not None:
            still_open = [c for c in self.state.corrections if c.ended_on is None]
            assert len(still_open) == (self.state.phase is Phase.AWAITING_CORRECTION)
            stopped = self.state.phase in (Phase.AWAITING_CORRECTION, Phase.SUSPENDED)
            assert self.state.clock.is_paused == stopped
            assert [c.number for c in self.state.corrections] == list(range(1, len(self.state.corrections) + 1))

    @invariant()
    def every_task_has_its_token_and_stands_on_a_user_task(self) -> None:
        if self.state is not None and self.state.process is not None:
            drawn = definition().process
            assert drawn is not None
            standing = self.state.process
            at_tasks = sorted(t.activity for t in standing.tokens if t.flow is None)
            assert at_tasks == sorted(task.activity for task in standing.tasks)
            assert all(drawn.activities[task.activity].kind is Kind.USER_TASK for task in standing.tasks)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
