from __future__ import annotations

import pytest

from tongban.core.calendar import Limit
from tongban.core.casework import AskCorrection, Extend, Phase, Refusal, Register, Resume, Suspend

from .making import Case, mirror, registered, request


def more(days: int) -> Limit:
    return Limit.from_mapping({"working_days": days})


def code_of(case: Case, command: object, moment: str) -> str:
    with pytest.raises(Refusal) as refusal:
        case.does(command, moment)  # type: ignore[arg-type]
    return refusal.value.code


def test_an_extension_moves_the_date_and_tells_why() -> None:
    case = registered()
    case.does(Extend(by=more(5), reason="案情複雜"), "2026-03-16T17:00")
    assert case.due == "2026-03-23"
    assert [(m.event, m.values) for m in case.last.messages] == [("extended", {"reason": "案情複雜"})]


def test_it_is_granted_once_in_time_with_a_reason_and_not_beyond_the_period() -> None:
    case = registered()
    assert code_of(case, Extend(by=more(11), reason="忙"), "2026-03-10T09:00") == "extension"
    assert code_of(case, Extend(by=more(5), reason=" "), "2026-03-10T09:00") == "missing"
    assert code_of(case, Extend(by=more(5), reason="忙"), "2026-03-17T00:00") == "extension"
    assert code_of(case, Extend(by=Limit.from_mapping({"months": 1}), reason="忙"), "2026-03-10T09:00") == "extension"
    case.does(Extend(by=more(5), reason="忙"), "2026-03-10T09:00")
    assert code_of(case, Extend(by=more(1), reason="忙"), "2026-03-11T09:00") == "extension"


def test_a_kind_without_a_rule_is_never_extended() -> None:
    case = Case(mirror())
    case.does(Register(answers={"wish": "樹"}), "2026-03-02T09:00")
    assert code_of(case, Extend(by=more(1), reason="忙"), "2026-03-03T09:00") == "no-extension"


def test_a_standstill_takes_no_time_and_nothing_is_done_meanwhile() -> None:
    case = registered()
    case.does(Suspend(ground="颱風致停電"), "2026-03-04T09:00")
    assert case.state is not None
    assert (case.state.phase, case.due) == (Phase.SUSPENDED, None)
    with pytest.raises(Refusal) as refusal:
        case.completes("accept", "2026-03-05T09:00", "complete")
    assert refusal.value.code == "suspended"
    assert code_of(case, AskCorrection(request=request("2026-03-18")), "2026-03-05T09:00") == "suspended"
    assert code_of(case, Suspend(ground="又停"), "2026-03-05T09:00") == "suspended"
    case.does(Resume(), "2026-03-11T09:00")
    assert (case.state.phase, case.due) == (Phase.IN_PROGRESS, "2026-03-23")


def test_a_standstill_needs_a_ground_and_only_one_that_began_ends() -> None:
    case = registered()
    assert code_of(case, Suspend(ground=" "), "2026-03-04T09:00") == "missing"
    assert code_of(case, Resume(), "2026-03-04T09:00") == "not-suspended"
