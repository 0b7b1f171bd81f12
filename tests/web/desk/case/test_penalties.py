"""A step that imposes a fine: the proposal with its reason, another amount, and the second person's word on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.apps.cases.conftest import City
from tests.apps.cases.inspection import inspection
from tests.web.desk.case.conftest import Desk, words
from tongban.apps.cases.models import Case, Penalty, Remark
from tongban.apps.cases.models import Task as TaskRow

Desks = Callable[[str], Desk]


@pytest.fixture
def inspected(city: City) -> Desks:
    """Desks of a case at whose next step the standard proposes NT$100,000."""
    number = inspection(city).number
    return lambda name: Desk(city, name, number)


def fine(desk: Desk, amount: int, reason: str = "", outcome: str = "fined"):  # type: ignore[no-untyped-def]
    task = desk.task()
    return desk.complete(outcome=outcome, **{f"task-{task}-amount": amount, f"task-{task}-deviation": reason})


def word(desk: Desk, decision: str, reason: str = ""):  # type: ignore[no-untyped-def]
    return desk.post(f"tasks/{desk.task()}/deviation/", decision=decision, reason=reason)


def test_the_step_shows_the_amount_the_bounds_the_row_and_its_legal_basis(inspected: Desks) -> None:
    page = words(inspected("handler").get())
    assert "100,000 元" in page
    assert "法定額度為 20,000 元至 300,000 元" in page
    assert "「消防法裁罰基準」第 5 列" in page
    assert "消防法第 6 條第 1 項、第 37 條第 1 項" in page
    assert "消防安全設備未依規定設置或維護" in page


def test_the_proposed_amount_is_imposed_and_the_history_says_by_which_row(inspected: Desks) -> None:
    one = inspected("handler")
    assert fine(one, 100_000).status_code == 302
    assert Penalty.objects.values_list("proposed", "amount", "is_deviation", "standing").get() == (
        100_000, 100_000, False, "in-force",
    )  # fmt: skip
    page = words(one.get())
    assert "依裁罰基準處罰鍰 100,000 元" in page
    assert "依「消防法裁罰基準」第 5 列" in page
    assert "依「處置方式」第 2 列" in page


def test_another_amount_without_a_reason_is_refused_at_its_field(inspected: Desks) -> None:
    answer = fine(inspected("handler"), 60_000)
    assert answer.status_code == 422
    assert "請填寫與裁罰基準不同之理由" in words(answer)
    assert 'value="60000"' in words(answer)
    assert not Penalty.objects.exists()


def test_an_amount_outside_the_statute_is_refused(inspected: Desks) -> None:
    answer = fine(inspected("handler"), 10_000, "首次違規")
    assert answer.status_code == 422
    assert "法定額度為 20,000 元至 300,000 元" in words(answer)


def test_another_amount_takes_effect_with_a_second_persons_approval_only(inspected: Desks) -> None:
    one, two = inspected("handler"), inspected("supervisor")
    assert "核可前該金額不生效力" in words(one.client.get(fine(one, 60_000, "已停業改善").url))
    assert Penalty.objects.get().standing == "awaiting"
    assert "已停業改善" in words(one.get())
    assert word(one, "approve").status_code == 403, "the handler has no such position"
    page = words(two.get())
    assert "擬處 60,000 元（裁罰基準為 100,000 元），待核可" in page
    assert "與基準相較 −40.0 %" in page
    assert word(two, "approve").status_code == 302
    kept = Penalty.objects.get()
    assert (kept.standing, kept.amount, kept.is_deviation) == ("in-force", 60_000, True)
    assert kept.asked_by != kept.decided_by
    assert "處罰鍰 60,000 元（裁罰基準為 100,000 元）" in words(two.get())


def test_a_supervisor_who_asked_cannot_approve_it_himself(inspected: Desks) -> None:
    one = inspected("supervisor")
    assert fine(one, 60_000, "已停業改善").status_code == 302
    assert "須由另一位有權核可者核可" in words(one.get())
    answer = word(one, "approve")
    assert answer.status_code == 422
    assert "不得自行核可" in words(answer)
    assert Penalty.objects.get().standing == "awaiting"


def test_what_is_sent_back_needs_a_reason_and_returns_to_the_handlers(inspected: Desks) -> None:
    one, two = inspected("handler"), inspected("supervisor")
    fine(one, 60_000, "已停業改善")
    assert word(two, "refuse").status_code == 422
    assert word(two, "refuse", "理由不足").status_code == 302
    assert TaskRow.objects.get(case__number=one.number, state="open").role == "handler"
    page = words(one.get())
    assert "理由不足" in page
    assert "曾擬處 60,000 元，經示範supervisor退回" in page
    assert fine(one, 100_000).status_code == 302
    assert set(Remark.objects.values_list("purpose", flat=True)) == {"deviation", "refusal"}


def test_sparing_needs_no_amount(inspected: Desks) -> None:
    one = inspected("handler")
    assert fine(one, 1, outcome="spared").status_code == 302
    assert not Penalty.objects.exists()


def test_no_other_word_than_yes_and_no(inspected: Desks) -> None:
    one, two = inspected("handler"), inspected("supervisor")
    fine(one, 60_000, "已停業改善")
    assert word(two, "perhaps").status_code == 400
    assert Case.objects.get(number=one.number).phase == "in-progress"
