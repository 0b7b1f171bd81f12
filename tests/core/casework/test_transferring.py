"""移轉 and 改分: the case stays where it is until it is accepted, and everything of its own goes with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.core.casework import (
    AcceptTransfer,
    AskTransfer,
    Close,
    CompleteTask,
    Outcome,
    Phase,
    Refusal,
    RefuseTransfer,
    Reopen,
    Suspend,
    TransferStanding,
    Withdraw,
    WithdrawTransfer,
    decide,
)
from tongban.core.casework.transferring import MOST_RETURNS

from .making import CALENDAR, Case, at, mirror, registered

UNITS = frozenset(("elderly", "fire", "police", "health"))


class Moving(Case):
    """A case that units hand to each other; `unit` is the one that has it."""

    unit = "elderly"

    def asks(self, unit: str, moment: str = "2026-03-03T09:00", **changed: object) -> Outcome:
        given = {"unit": unit, "source": self.unit, "reason": "非本單位權責", "by": "person:1", "units": UNITS}
        return self.moves(AskTransfer(**given | {"staffed": True} | changed), moment)  # type: ignore[arg-type]

    def accepts(self, moment: str = "2026-03-04T09:00", **changed: object) -> Outcome:
        given = {"transfer": len(self.transfers), "source": self.unit, "by": "person:2", "units": UNITS}
        return self.moves(AcceptTransfer(**given | {"staffed": True} | changed), moment)  # type: ignore[arg-type]

    def refuses(self, moment: str = "2026-03-04T09:00", **changed: object) -> Outcome:
        given = {"transfer": len(self.transfers), "reason": "不是", "by": "person:2", "units": UNITS}
        return self.moves(RefuseTransfer(**given | changed), moment)  # type: ignore[arg-type]

    def moves(self, command: object, moment: str) -> Outcome:
        outcome = self.does(command, moment)  # type: ignore[arg-type]
        self.unit = outcome.unit or self.unit
        return outcome

    @property
    def transfers(self) -> tuple:  # type: ignore[type-arg]
        assert self.state is not None
        return self.state.transfers


@pytest.fixture
def case() -> Moving:
    found = Moving()
    found.state = registered().state
    return found


def refused(case: Moving, act: object, **changed: object) -> Refusal:
    before = case.state
    with pytest.raises(Refusal) as found:
        act(**changed)  # type: ignore[operator]
    assert case.state is before
    return found.value


def test_until_it_is_accepted_the_case_stays_and_its_work_goes_on(case: Moving) -> None:
    due = case.due
    outcome = case.asks("fire")
    assert not outcome.unit and case.state and case.state.transfer
    case.completes("accept", "2026-03-03T10:00", outcome="complete")
    assert case.waiting == {"left", "right"} and case.due == due
    assert case.state.transfer is not None


def test_an_accepted_case_keeps_clock_tasks_and_number_of_everything(case: Moving) -> None:
    case.asks("fire")
    assert case.state is not None
    before = case.state
    outcome = case.accepts()
    assert outcome.unit == "fire"
    assert (case.state.clock, case.state.process, case.state.answers) == (before.clock, before.process, before.answers)
    assert case.state.times_transferred == 1 and case.state.transfer is None
    assert [event.kind for event in outcome.events] == ["CaseTransferred"]
    assert outcome.events[0].data == {"transfer": 1, "from": "elderly", "to": "fire", "times": 1, "at_once": False}


def test_the_receiving_units_work_has_a_number_of_its_own(case: Moving) -> None:
    case.asks("fire")
    work = case.transfers[0].work
    case.completes("accept", "2026-03-03T10:00", outcome="complete")
    assert case.state and case.state.process
    assert work not in {task.number for task in case.state.process.tasks}


def test_a_refused_case_is_back_with_the_reason_and_can_be_asked_anew(case: Moving) -> None:
    case.asks("fire")
    outcome = case.refuses(suggested="police")
    one = case.transfers[0]
    assert (one.standing, one.answer, one.suggested, one.times) == (TransferStanding.REFUSED, "不是", "police", 0)
    assert not outcome.unit and [m.to for m in outcome.messages] == ["handler"]
    case.asks("police")
    assert case.transfers[1].is_open


def test_who_asked_may_take_it_back(case: Moving) -> None:
    case.asks("fire")
    outcome = case.moves(WithdrawTransfer(transfer=1, by="person:1"), "2026-03-03T12:00")
    assert [(m.event, m.to) for m in outcome.messages] == [("transfer-withdrawn", "fire")]
    assert refused(case, case.accepts).code == "transfer-over"


def test_who_leads_both_units_transfers_at_once(case: Moving) -> None:
    outcome = case.asks("fire", at_once=True)
    assert outcome.unit == "fire" and case.transfers[0].is_at_once and case.state and case.state.times_transferred == 1
    assert [m.event for m in outcome.messages] == ["transfer-assigned"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit": "elderly"}, "已在這個單位"),
        ({"unit": "abolished"}, "不存在"),
        ({"unit": ""}, "請選擇"),
        ({"unit": "fire", "staffed": False}, "沒有可辦理"),
        ({"unit": "fire", "reason": "  "}, "移轉理由"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(case: Moving, changed: dict[str, object], said: str) -> None:
    for at_once in (False, True):
        found = refused(case, case.asks, **changed, at_once=at_once)
        assert said in found.text.zh and found.fields


def test_a_case_is_asked_for_once_at_a_time(case: Moving) -> None:
    case.asks("fire")
    assert refused(case, case.asks, unit="police").code == "transfer-open"
    assert refused(case, case.asks, unit="police", at_once=True).code == "transfer-open"


def test_a_unit_that_was_closed_meanwhile_cannot_accept(case: Moving) -> None:
    case.asks("fire")
    assert "不存在" in refused(case, case.accepts, units=UNITS - {"fire"}).text.zh


def test_the_unit_that_refuses_suggests_neither_itself_nor_who_asked(case: Moving) -> None:
    case.asks("fire")
    for unit in ("fire", "elderly", "nowhere"):
        assert refused(case, case.refuses, suggested=unit).code == "suggested"
    assert refused(case, case.refuses, reason=" ").fields[0].field == "reason"


def test_a_closed_case_goes_nowhere_and_a_request_lapses_with_it(case: Moving) -> None:
    case.asks("fire")
    outcome = case.moves(Close(outcome="approved", reason="已辦畢"), "2026-03-05T09:00")
    assert case.transfers[0].standing is TransferStanding.LAPSED
    assert outcome.events[-1].kind == "TransferLapsed" and outcome.messages[-1].to == "fire"
    assert refused(case, case.accepts).code == "over"
    assert refused(case, case.asks, unit="police").code == "over"
    case.moves(Reopen(reason="補件"), "2026-03-06T09:00")
    assert refused(case, case.accepts).code == "transfer-over"


def test_a_withdrawn_application_asks_nobody(case: Moving) -> None:
    case.asks("fire")
    case.moves(Withdraw(reason="不需要了"), "2026-03-05T09:00")
    assert case.state and case.state.transfer is None


def test_a_case_that_stands_still_can_be_transferred_and_stands_still_there(case: Moving) -> None:
    case.does(Suspend(ground="颱風"), "2026-03-03T09:00")
    case.asks("fire")
    case.accepts()
    assert case.state and case.state.phase is Phase.SUSPENDED and case.due is None


def test_a_case_that_comes_back_too_often_is_for_who_leads_both(case: Moving) -> None:
    case.asks("fire"), case.accepts()
    for _ in range(MOST_RETURNS):
        case.asks("elderly" if case.unit == "fire" else "fire"), case.accepts()
    other = "elderly" if case.unit == "fire" else "fire"
    found = refused(case, case.asks, unit=other)
    assert found.code == "circle" and f"已移轉 {MOST_RETURNS + 1} 次" in found.text.zh
    case.asks("police")
    case.accepts()
    assert case.asks("elderly", at_once=True).unit == "elderly"


def test_the_applicant_is_told_only_where_the_pack_has_words_for_it(case: Moving) -> None:
    from dataclasses import replace

    case.asks("fire")
    assert "transferred" not in [m.event for m in case.accepts().messages]
    case.pack = replace(case.pack, notify={**case.pack.notify, "transferred": "told"})
    case.asks("police")
    assert ("transferred", "told") in [(m.event, m.code) for m in case.accepts().messages]


def test_a_case_of_another_system_is_transferred_there() -> None:
    from tongban.core.casework import Register

    case = Moving(mirror())
    case.does(Register(answers={"wish": "樹"}), "2026-03-02T09:00")
    assert refused(case, case.asks, unit="fire").code == "no-process"


STEPS = st.sampled_from(["ask", "once", "accept", "refuse", "back", "complete", "close", "reopen"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(STEPS, st.sampled_from(sorted(UNITS))), max_size=25))
def test_whatever_is_asked_exactly_one_unit_has_the_case(steps: list[tuple[str, str]]) -> None:
    """The units that had it are a chain; at most one request is open; the clock never notices."""
    case = Moving()
    case.state = registered().state
    assert case.state is not None
    clock = case.state.clock
    for step, unit in steps:
        number = len(case.state.transfers)
        commands = {
            "ask": lambda: case.asks(unit),  # noqa: B023
            "once": lambda: case.asks(unit, at_once=True),  # noqa: B023
            "accept": case.accepts,
            "refuse": case.refuses,
            "back": lambda: case.moves(WithdrawTransfer(transfer=number, by="person:1"), "2026-03-04T09:00"),  # noqa: B023
            "complete": lambda: case.moves(_first(case), "2026-03-04T09:00"),
            "close": lambda: case.moves(Close(outcome="approved", reason="r"), "2026-03-04T09:00"),
            "reopen": lambda: case.moves(Reopen(reason="r"), "2026-03-04T09:00"),
        }
        try:
            commands[step]()
        except Refusal as refusal:
            assert refusal.text.zh and refusal.text.en
        went = [one for one in case.transfers if one.standing is TransferStanding.ACCEPTED]
        assert [one.source for one in went] == ["elderly", *(one.target for one in went)][: len(went)]
        assert case.unit == (went[-1].target if went else "elderly")
        assert [one.times for one in went] == list(range(1, len(went) + 1))
        assert sum(one.is_open for one in case.transfers) <= (not case.state.phase.is_over)
        assert all((one.ended_on is None) == one.is_open for one in case.transfers)
        assert case.state.clock.started == clock.started and case.state.clock.limit == clock.limit


def _first(case: Moving) -> CompleteTask:
    assert case.state is not None and case.state.process is not None
    tasks = case.state.process.tasks
    return CompleteTask(task=tasks[0].number if tasks else 99, outcome="complete" if case.waiting == {"accept"} else "")


def test_a_decision_is_pure(case: Moving) -> None:
    case.asks("fire")
    command = AcceptTransfer(transfer=1, source="elderly", by="person:2", units=UNITS, staffed=True)
    found = [decide(case.pack, case.state, command, at=at("2026-03-04T09:00"), calendar=CALENDAR) for _ in range(2)]
    assert found[0] == found[1]
