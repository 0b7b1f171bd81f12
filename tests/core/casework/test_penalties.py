"""The penalty standard proposes; another amount needs a reason and a second person before it takes effect."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.casework.making import Case, at
from tongban.core.casework import (
    ApproveDeviation,
    AskDeviation,
    CompleteTask,
    Definition,
    Penalty,
    PenaltyStanding,
    Refusal,
    RefuseDeviation,
    Register,
    Withdraw,
    proposal,
)
from tongban.core.packs import read_folder, read_pack

PACK = Path(__file__).parents[3] / "packs" / "fire" / "equipment-inspection"
PREMISES = {
    "premises": "幸福餐廳",
    "premises_address": "桃園市桃園區中正路100號",
    "manager_phone": "0912345678",
    "venue_size": 450,
    "business_use": "yes",
    "cause": "routine",
}


@cache
def definition() -> Definition:
    found, faults = read_pack(read_folder(PACK))
    assert found is not None, faults
    return found


def inspected(times: int = 2, **premises: object) -> Case:
    """A case that has come to the step at which a fine of NT$100,000 is proposed."""
    case = Case(definition())
    case.does(Register(answers={**PREMISES, **premises}), "2026-03-02T09:00")
    found = {"inspected_on": "2026-03-05", "violation": "equipment", "times": times}
    case.completes("inspect", "2026-03-05T10:00", answers=found)
    return case


def asks(case: Case, amount: int, reason: str = "首次違規，已停業改善", by: str = "person:1") -> Any:
    command = AskDeviation(task=case.task("propose"), amount=amount, reason=reason, outcome="fined", by=by)
    return case.does(command, "2026-03-06T10:00")


def penalty(case: Case) -> Penalty:
    assert case.state is not None
    return case.state.penalties[-1]


def events(case: Case) -> list[str]:
    assert case.last is not None
    return [event.kind for event in case.last.events]


def refused(code: str, case: Case, command: Any) -> Refusal:
    before = case.state
    with pytest.raises(Refusal) as caught:
        case.does(command, "2026-03-06T11:00")
    assert caught.value.code == code
    assert case.state == before
    return caught.value


def test_a_business_rule_is_journalled_with_the_row_and_without_personal_data() -> None:
    case = inspected()
    assert case.last is not None
    [made] = [event for event in case.last.events if event.kind == "DecisionMade"]
    assert made.data["decision"] == "measure"
    assert made.data["rules"] == {"處置方式": ["measure_2"]}
    assert made.data["value"] == "fine"
    assert made.data["inputs"] == {"violation": "equipment", "business_use": "yes"}, "only what this decision looks at"
    assert "桃園" not in str(made.data)
    assert "0912345678" not in str(made.data)


def test_the_standard_is_asked_before_the_step_is_done() -> None:
    case = inspected()
    assert case.state is not None
    found = proposal(definition(), case.state, "propose", at("2026-03-06T10:00"))
    assert found is not None
    assert (found.amount, found.least, found.most) == (100_000, 20_000, 300_000)
    assert proposal(definition(), case.state, "inspect", at("2026-03-06T10:00")) is None


def test_completing_the_step_puts_the_proposed_amount_in_force() -> None:
    case = inspected()
    case.completes("propose", "2026-03-06T10:00", outcome="fined")
    assert penalty(case).standing is PenaltyStanding.IN_FORCE
    assert (penalty(case).amount, penalty(case).is_deviation) == (100_000, False)
    assert events(case) == ["TaskCompleted", "DecisionMade", "PenaltyImposed"]
    assert case.waiting == {"sign"}


def test_an_outcome_that_does_not_punish_imposes_nothing() -> None:
    case = inspected()
    case.completes("propose", "2026-03-06T10:00", outcome="spared")
    assert case.state is not None
    assert case.state.penalties == ()


def test_completing_with_another_amount_is_refused_at_the_amount() -> None:
    case = inspected()
    command = CompleteTask(task=case.task("propose"), outcome="fined", amount=90_000)
    found = refused("deviation", case, command)
    assert [field.field for field in found.fields] == ["amount"]
    assert "100,000" in found.text.zh


def test_another_amount_waits_for_a_second_person_and_changes_nothing_until_then() -> None:
    case = inspected()
    first = case.task("propose")
    asks(case, 60_000)
    assert case.state is not None and case.state.process is not None
    [task] = case.state.process.tasks
    assert task.number != first
    assert task.groups == ("supervisor",)
    assert penalty(case).standing is PenaltyStanding.AWAITING
    assert case.state.penalty is None
    assert events(case) == ["DeviationAsked", "DecisionMade"]
    assert case.waiting == {"propose"}


def test_a_reason_is_a_must() -> None:
    case = inspected()
    with pytest.raises(Refusal) as caught:
        asks(case, 60_000, reason="  ")
    assert [field.field for field in caught.value.fields] == ["deviation"]


@given(st.integers(min_value=0, max_value=400_000))
def test_no_amount_outside_the_statute_can_be_asked_for(amount: int) -> None:
    case = inspected()
    if 20_000 <= amount <= 300_000 and amount != 100_000:
        asks(case, amount)
        assert penalty(case).amount == amount
    else:
        with pytest.raises(Refusal) as caught:
            asks(case, amount)
        assert caught.value.code == "amount"


def test_who_asked_cannot_approve() -> None:
    case = inspected()
    asks(case, 60_000)
    refused("four-eyes", case, ApproveDeviation(task=case.task("propose"), by="person:1"))
    refused("deviation-awaits", case, CompleteTask(task=case.task("propose"), outcome="spared"))


def test_a_second_person_puts_it_in_force_and_the_case_goes_on() -> None:
    case = inspected()
    asks(case, 60_000)
    case.does(ApproveDeviation(task=case.task("propose"), by="person:2"), "2026-03-06T14:00")
    assert (penalty(case).standing, penalty(case).decided_by) == (PenaltyStanding.IN_FORCE, "person:2")
    assert penalty(case).is_deviation
    assert case.waiting == {"sign"}
    assert case.last is not None
    imposed = case.last.events[3]
    assert (imposed.kind, imposed.data["amount"], imposed.data["deviation"]) == ("PenaltyImposed", 60_000, True)


def test_a_refused_deviation_goes_back_to_the_handlers() -> None:
    case = inspected()
    asks(case, 60_000)
    refused("missing", case, RefuseDeviation(task=case.task("propose"), reason="", by="person:2"))
    case.does(RefuseDeviation(task=case.task("propose"), reason="理由不足", by="person:2"), "2026-03-06T14:00")
    assert case.state is not None and case.state.process is not None
    assert case.state.process.tasks[0].groups == ("handler",)
    case.completes("propose", "2026-03-09T10:00", outcome="fined")
    assert penalty(case).amount == 100_000
    assert [one.standing.value for one in case.state.penalties] == ["refused", "in-force"]


def test_a_deviation_from_what_the_standard_no_longer_says_cannot_be_approved() -> None:
    case = inspected()
    asks(case, 60_000)
    assert case.state is not None
    case.state = replace(case.state, answers={**case.state.answers, "times": 3})
    refused("proposal-changed", case, ApproveDeviation(task=case.task("propose"), by="person:2"))


def test_doing_the_step_again_leaves_one_amount_in_force() -> None:
    case = inspected()
    case.completes("propose", "2026-03-06T10:00", outcome="fined")
    case.completes("sign", "2026-03-06T11:00", outcome="redo")
    case.completes("propose", "2026-03-09T10:00", outcome="fined")
    assert case.state is not None
    assert [one.standing.value for one in case.state.penalties] == ["replaced", "in-force"]


def test_what_awaits_approval_lapses_with_the_case() -> None:
    case = inspected()
    asks(case, 60_000)
    case.does(Withdraw(reason="場所已歇業"), "2026-03-06T14:00")
    assert penalty(case).standing is PenaltyStanding.LAPSED


def test_a_standard_that_says_nothing_stops_the_step_with_the_reason() -> None:
    case = inspected()
    assert case.state is not None
    case.state = replace(case.state, answers={**case.state.answers, "times": -1})
    found = refused("decision", case, CompleteTask(task=case.task("propose"), outcome="fined"))
    assert "違規次數" in found.text.zh
