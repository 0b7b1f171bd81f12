"""會辦 and 平行派案: whatever is asked and answered in whatever order, the clock runs on, nobody answers twice, and a step
goes on only when enough have answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tongban.core.casework import (
    AskMoreTime,
    AskUnits,
    CaseState,
    Close,
    Command,
    CompleteTask,
    DecideTime,
    GiveAnswer,
    Mode,
    NudgeUnit,
    PassBack,
    Phase,
    Refusal,
    Register,
    Resume,
    Standing,
    Suspend,
    UnitRequest,
    WithdrawRequest,
    asked_at,
    decide,
    rounds,
)

from .making import CALENDAR, Case, at, definition, registered

UNITS = ("fire", "police", "health", "building")
ASKER = "person:1"
FINAL = frozenset(Standing) - {Standing.ASKED, Standing.PASSED_BACK}


def ask(case: Case, *units: str, mode: Mode = Mode.CO_PROCESSING, enough: int = 0, **more: object) -> AskUnits:
    given: dict[str, object] = {"task": case.task("accept"), "mode": mode, "enough": enough or len(units), **more}
    requests = tuple(UnitRequest(unit=unit, question="意見？", due_on=date(2026, 3, 9)) for unit in units)
    return AskUnits(requests=requests, by=ASKER, units=frozenset(UNITS), **given)  # type: ignore[arg-type]


def told(case: Case) -> list[tuple[str, str]]:
    assert case.last is not None
    return [(message.event, message.to) for message in case.last.messages]


def test_asking_leaves_the_step_and_the_clock_where_they_are() -> None:
    case = registered()
    before = case.state
    assert before is not None
    case.does(ask(case, "fire", "police"), "2026-03-03T09:00")
    assert case.state is not None and case.state.process is not None and before.process is not None
    assert (case.state.clock, case.waiting) == (before.clock, {"accept"})
    assert case.state.process.tokens == before.process.tokens
    assert told(case) == [("consultation-asked", "fire"), ("consultation-asked", "police")]


def test_everything_wrong_with_asking_is_said_at_its_place() -> None:
    case = registered()
    wrong = ask(case, "fire", "fire", "moon", enough=9)
    first = UnitRequest(unit="fire", question=" ", due_on=date(2026, 3, 2))
    with pytest.raises(Refusal) as refused:
        case.does(replace(wrong, requests=(first, *wrong.requests[1:])), "2026-03-03T09:00")
    places = {one.field for one in refused.value.fields}
    assert places == {"question-0", "due_on-0", "unit-1", "unit-2", "enough"}


def test_a_due_date_on_a_day_off_moves_to_the_next_working_day() -> None:
    case = registered()
    request = UnitRequest(unit="fire", question="？", due_on=date(2026, 3, 7))
    case.does(replace(ask(case, "fire"), requests=(request,)), "2026-03-03T09:00")
    assert case.state is not None and case.state.consultations[0].due_on == date(2026, 3, 9)


def test_disagreeing_needs_a_sentence_and_agreeing_does_not() -> None:
    case = registered()
    case.does(ask(case, "fire", "police"), "2026-03-03T09:00")
    with pytest.raises(Refusal) as refused:
        case.does(GiveAnswer(request=1, opinion="disagree", by="person:2"), "2026-03-03T10:00")
    assert [one.field for one in refused.value.fields] == ["text"]
    case.does(GiveAnswer(request=1, opinion="agree", by="person:2"), "2026-03-03T10:00")
    assert told(case) == [("consultation-answered", "handler")]


def test_asked_units_fill_in_the_packs_form() -> None:
    case = Case(replace(definition(), consultation_form="visit"))
    case.does(Register(answers={"wish": "樹"}), "2026-03-02T09:00")
    case.does(ask(case, "fire"), "2026-03-03T09:00")
    with pytest.raises(Refusal) as refused:
        case.does(GiveAnswer(request=1, opinion="agree", by="person:2"), "2026-03-03T10:00")
    assert [one.field for one in refused.value.fields] == ["result"]
    case.does(GiveAnswer(request=1, opinion="agree", answers={"result": "pass"}, by="person:2"), "2026-03-03T10:00")
    assert case.state is not None and case.state.consultations[0].answers == {"result": "pass"}
    assert "result" not in case.state.answers


def test_nobody_waits_for_an_opinion_that_nobody_can_give() -> None:
    case = registered()
    case.does(ask(case, "fire", "police"), "2026-03-03T09:00")
    case.does(GiveAnswer(request=1, opinion="agree", by="person:2"), "2026-03-03T10:00")
    case.does(PassBack(request=2, reason="非權責", by="person:3"), "2026-03-03T10:00")
    case.completes("accept", "2026-03-04T09:00", "complete")


def test_several_rounds_are_open_at_once_and_each_is_waited_for() -> None:
    case = registered()
    case.does(ask(case, "fire", "police", enough=1), "2026-03-03T09:00")
    case.does(ask(case, "fire"), "2026-03-03T10:00")
    assert case.state is not None and [one.number for one in rounds(case.state.consultations)] == [1, 2]
    case.does(GiveAnswer(request=3, opinion="agree", by="person:2"), "2026-03-03T11:00")
    with pytest.raises(Refusal, match="1 more"):
        case.completes("accept", "2026-03-04T09:00", "complete")


def test_another_branch_is_not_held() -> None:
    case = registered()
    case.completes("accept", "2026-03-03T09:00", "complete")
    case.does(replace(ask(registered(), "fire"), task=case.task("left")), "2026-03-03T10:00")
    case.completes("right", "2026-03-04T09:00")
    with pytest.raises(Refusal, match="must answer"):
        case.completes("left", "2026-03-04T09:00")


class Asking(RuleBasedStateMachine):
    """One case; anybody asks, answers, passes back, withdraws and completes in any order, on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2026-03-02T09:00")
        self.state: CaseState | None = None
        self.over: dict[int, Standing] = {}

    @initialize()
    def register(self) -> None:
        self.do(Register(answers={"wish": "樹"}))

    def do(self, command: Command) -> bool:
        before = self.state
        try:
            after = decide(definition(), before, command, at=self.now, calendar=CALENDAR).state
        except Refusal:
            return False
        if before is not None and not isinstance(command, CompleteTask | Close | Suspend | Resume):
            assert after.clock == before.clock and after.process is not None and before.process is not None
            assert (after.process.tokens, after.process.tasks) == (before.process.tokens, before.process.tasks)
        self.state = after
        return True

    @rule(days=st.integers(0, 4))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(
        units=st.lists(st.sampled_from([*UNITS, "moon"]), max_size=4),
        mode=st.sampled_from(list(Mode)),
        enough=st.integers(0, 4),
        days=st.integers(-1, 9),
        instead_of=st.sampled_from([0, 0, 0, 1, 2]),
    )
    def ask(self, units: list[str], mode: Mode, enough: int, days: int, instead_of: int) -> None:
        assert self.state is not None and self.state.process is not None
        task = next((one.number for one in self.state.process.tasks), 99)
        due_on = self.now.date() + timedelta(days)
        requests = tuple(UnitRequest(unit=unit, question="？", due_on=due_on) for unit in units)
        more = {"task": task, "mode": mode, "requests": requests, "enough": enough, "instead_of": instead_of}
        self.do(AskUnits(by=ASKER, units=frozenset(UNITS), **more))  # type: ignore[arg-type]

    @rule(request=st.integers(1, 6), opinion=st.sampled_from(["agree", "other", "done", "", "nonsense"]))
    def answer(self, request: int, opinion: str) -> None:
        was_open = self.standing(request) is Standing.ASKED
        if self.do(GiveAnswer(request=request, opinion=opinion, text="好", by="person:2")):
            assert was_open and self.standing(request) is Standing.ANSWERED

    @rule(request=st.integers(1, 6), reason=st.sampled_from(["", "非權責"]))
    def pass_back(self, request: int, reason: str) -> None:
        self.do(PassBack(request=request, reason=reason, by="person:2"))

    @rule(request=st.integers(1, 6), reason=st.sampled_from(["", "不需要"]))
    def withdraw(self, request: int, reason: str) -> None:
        self.do(WithdrawRequest(request=request, reason=reason, by=ASKER))

    @rule(request=st.integers(1, 6), days=st.none() | st.integers(-1, 9))
    def time(self, request: int, days: int | None) -> None:
        until = None if days is None else self.now.date() + timedelta(days)
        self.do(AskMoreTime(request=request, until=until or self.now.date(), reason="現勘"))
        self.do(DecideTime(request=request, until=until, reason="否"))
        self.do(NudgeUnit(request=request))

    @rule(outcome=st.sampled_from(["complete", "approved", "again", ""]))
    def complete(self, outcome: str) -> None:
        assert self.state is not None and self.state.process is not None
        task = next((one.number for one in self.state.process.tasks), 99)
        waits = any(one.missing for one in rounds(asked_at(self.state, task)))
        answers = {"result": "pass"}
        if self.do(CompleteTask(task=task, outcome=outcome, answers=answers)):
            assert not waits
            assert not any(one.is_open for one in self.state.consultations if one.task == task)

    @rule()
    def stand_still(self) -> None:
        self.do(Suspend(ground="颱風"))

    @rule()
    def go_on(self) -> None:
        self.do(Resume())

    @rule()
    def close(self) -> None:
        self.do(Close(outcome="rejected", reason="重複"))

    def standing(self, request: int) -> Standing | None:
        assert self.state is not None
        return next((one.standing for one in self.state.consultations if one.number == request), None)

    @invariant()
    def what_is_over_stays_as_it_is(self) -> None:
        for one in self.state.consultations if self.state else ():
            if one.number in self.over:
                assert one.standing is self.over[one.number]
            elif one.standing in FINAL:
                self.over[one.number] = one.standing

    @invariant()
    def numbers_are_the_cases_own_and_ends_have_days(self) -> None:
        if self.state is None or self.state.process is None:
            return
        asked = self.state.consultations
        assert [one.number for one in asked] == list(range(1, len(asked) + 1))
        work = [one.work for one in asked]
        assert len(set(work)) == len(work) and max(work, default=0) < self.state.process.next_number
        assert not {one.number for one in self.state.process.tasks} & set(work)
        assert all((one.ended_on is None) == one.is_open for one in asked)
        assert all(one.wanted_until is None or one.is_open for one in asked)

    @invariant()
    def nothing_is_asked_of_a_case_that_is_over(self) -> None:
        if self.state is not None and self.state.phase in (Phase.CLOSED, Phase.WITHDRAWN):
            assert not any(one.is_open for one in self.state.consultations)


TestAsking = Asking.TestCase
TestAsking.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
