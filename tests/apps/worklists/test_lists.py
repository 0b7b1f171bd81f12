"""Pages, order, columns of forms, reasons, neighbours, totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.apps.cases.conftest import ANSWERS, AT, BRACELET, City
from tests.apps.worklists.conftest import TODAY, Register, open_task
from tongban.apps.cases.actions import answer_correction, ask_correction, complete_task, write_note
from tongban.apps.cases.actions.seeing import record_seen
from tongban.apps.cases.models import Case
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.builtin import builtin
from tongban.apps.worklists.columns import Name, columns_for
from tongban.apps.worklists.matching import match
from tongban.apps.worklists.paging import Place, page
from tongban.apps.worklists.queries import neighbours, shown
from tongban.apps.worklists.rows import rows
from tongban.apps.worklists.totals import totals
from tongban.apps.worklists.view import Scope, View
from tongban.core.casework import CorrectionRequest

pytestmark = pytest.mark.django_db
ALL = View("all", "All", Scope.ALL)
Ask = Callable[[str], Asking]


@pytest.fixture
def many(city: City, register: Register) -> list[int]:
    """Eleven cases with ties and gaps in what they are sorted by."""
    chance = Random(1)
    ids = [register(name).case_id for name in "甲乙丙丁戊己庚辛壬癸甲"]
    for pk in ids:
        due = chance.choice([None, TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=3)])
        Case.objects.filter(pk=pk).update(due_on=due, handler=chance.choice([None, city.people["handler"]]))
    return ids


@pytest.mark.parametrize(
    "column", ["due_on", "applicant", "handler", "step", "number", "answers.size", "answers.reason"]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_forth_and_back_show_every_case_once_in_one_order(
    many: list[int], asking: Ask, column: str, sign: str
) -> None:
    matched = match(replace(ALL, sort=sign + column, filters={"kind": BRACELET}), asking("supervisor"))
    assert not matched.faults
    whole = list(matched.cases.order_by(*matched.order()).values_list("pk", flat=True))
    assert sorted(whole) == sorted(many)
    forth, place = [], None
    while True:
        found = page(matched, place, size=3)
        forth.append(found.ids)
        if (place := found.after) is None:
            break
    assert [pk for ids in forth for pk in ids] == whole
    back, place = [forth[-1]], page(matched, Place(forth[-2][-1]), size=3).before
    while place is not None:
        found = page(matched, place, size=3)
        back.append(found.ids)
        place = found.before
    assert back == forth[::-1]


def test_a_place_that_names_no_case_is_the_first_page(many: list[int], asking: Ask) -> None:
    matched = match(ALL, asking("supervisor"))
    assert page(matched, Place(10**15)) == page(matched, None)


def test_neighbours_are_those_of_the_view_and_survive_the_case_leaving_it(city: City, many: list[int]) -> None:
    rights = city.rights("supervisor")
    view = replace(ALL, filters={"open": "yes"}, sort="number")
    numbers = sorted(Case.objects.values_list("number", flat=True))
    middle = Case.objects.get(number=numbers[5])
    assert neighbours(view, rights, middle.pk, today=TODAY).previous == numbers[4]
    Case.objects.filter(pk=middle.pk).update(closed_on=TODAY, phase="closed")
    beside = neighbours(view, rights, middle.pk, today=TODAY)
    assert (beside.previous, beside.next) == (numbers[4], numbers[6])
    first = Case.objects.get(number=numbers[0])
    assert neighbours(view, rights, first.pk, today=TODAY).previous is None


def test_a_question_of_the_form_is_a_column_like_any_other(register: Register, asking: Ask) -> None:
    small, medium = register(answers={**ANSWERS, "size": "s"}), register()
    view = replace(ALL, filters={"kind": BRACELET, "answers.size": "s"}, columns=("number", "answers.size"))
    matched = match(view, asking("handler"))
    found = rows(page(matched, None).ids, matched.asking)
    assert [row.number for row in found] == [small.number]
    label = found[0].cell(matched.columns[1])
    assert label and label != "s"
    both = match(replace(view, filters={"kind": BRACELET, "answers.size": "s,m"}), asking("handler"))
    assert set(page(both, None).ids) == {small.case_id, medium.case_id}


def test_personal_questions_are_no_columns_and_others_need_their_kind(register: Register, asking: Ask) -> None:
    register()
    assert "answers.wearer_id" not in columns_for(replace(asking("handler"), kinds=frozenset({BRACELET})))
    matched = match(replace(ALL, columns=("number", "answers.size")), asking("handler"))
    assert [column.name for column in matched.columns] == ["number"]
    assert len(matched.faults) == 1


def test_what_is_wrong_in_a_view_is_said_and_left_out(register: Register, asking: Ask) -> None:
    register()
    bad = replace(ALL, scope="moon", sort="why", filters={"due_on": "soon", "nonsense": "1"}, columns=("x",))
    matched = match(bad, asking("handler"))
    assert len(matched.faults) == 5
    assert matched.view.filters == {}
    assert len(page(matched, None).ids) == 1


def why(city: City, number: str, who: str = "handler", today: date = TODAY) -> list[str]:
    found = shown(replace(ALL, filters={"number": number}), city.rights(who), today=today).rows
    return [reason.code for reason in found[0].why]


def test_every_row_says_why_it_is_there(city: City, register: Register) -> None:
    made = register()
    due = Case.objects.get(pk=made.case_id).due_on
    assert due is not None
    assert why(city, made.number, today=due - timedelta(days=20)) == ["nobody"]
    assert why(city, made.number, today=due)[0] == "today"
    assert why(city, made.number, today=due + timedelta(days=2))[0] == "late"
    handler, at = city.rights("handler"), AT + timedelta(hours=1)
    ask_correction(
        number=made.number,
        request=CorrectionRequest(missing="照片", reason="缺件", consequence="駁回", due_on=TODAY + timedelta(days=14)),
        by=handler,
        at=at,
    )
    assert why(city, made.number)[0] == "waiting"
    answer_correction(number=made.number, by=handler, at=at + timedelta(hours=1))
    assert "answered" in why(city, made.number)
    task = open_task(made)
    complete_task(number=made.number, task=task, outcome="complete", by=handler, at=at + timedelta(hours=2))
    assert "review" in why(city, made.number)


def test_a_row_is_marked_when_others_changed_it_since_i_looked(city: City, register: Register) -> None:
    made = register(taken_by="handler")
    handler, case = city.rights("handler"), Case.objects.get(pk=made.case_id)

    def row():  # type: ignore[no-untyped-def]
        return shown(replace(ALL, filters={"number": made.number}), handler, today=TODAY).rows[0]

    assert row().is_unread
    record_seen(case_id=made.case_id, version=case.version, by=handler, at=AT + timedelta(hours=1))
    assert not row().is_unread
    write_note(number=made.number, body="請留意", by=city.rights("supervisor"), at=AT + timedelta(hours=2))
    assert row().is_unread
    assert row().happened == ["NoteWritten"]
    record_seen(case_id=made.case_id, version=1, by=handler, at=AT + timedelta(hours=3))
    assert row().is_unread, "an old page that reports late makes nothing read"


def test_names_are_masked_for_whom_the_right_is_missing(city: City, register: Register, asking: Ask) -> None:
    made = register("王大明")
    column = columns_for(asking("hotline"))["applicant"]
    for who, masked in (("handler", False), ("hotline", True)):
        row = shown(replace(ALL, filters={"number": made.number}), city.rights(who), today=TODAY).rows[0]
        assert row.cell(column) == Name("王大明", masked)


def test_my_to_do_holds_what_i_handle_and_reviews_that_wait_for_me(city: City, register: Register) -> None:
    mine, other = register(taken_by="handler"), register(taken_by="colleague")

    def todo(who: str) -> set[str]:
        rights = city.rights(who)
        return {row.number for row in shown(builtin(rights)["mine"], rights, today=TODAY).rows}

    assert todo("handler") == {mine.number}
    assert todo("supervisor") == set()
    at = AT + timedelta(hours=1)
    complete_task(number=other.number, task=open_task(other), outcome="complete", by=city.rights("colleague"), at=at)
    assert todo("supervisor") == {other.number}
    assert todo("stranger") == set()


def test_totals_add_up(many: list[int], asking: Ask) -> None:
    matched = match(replace(ALL, filters={"kind": BRACELET}, totals=("handler", "answers.size")), asking("supervisor"))
    found = totals(matched)
    assert found.cases == len(many)
    assert found.waiting == Case.objects.filter(due_on=None).count()
    assert found.late == Case.objects.filter(due_on__lt=TODAY).count()
    for total in found.columns:
        assert sum(n for _, n in total.counts) == len(many)


def test_a_city_wide_list_says_what_it_cannot_search_quickly(register: Register, asking: Ask) -> None:
    made = register()
    slow = match(replace(ALL, filters={"phase": "received"}), asking("hotline"))
    assert [column.name for column in slow.too_wide] == ["phase"]
    assert page(slow, None).ids == ()
    sorted_slowly = match(replace(ALL, sort="phase"), asking("hotline"))
    assert sorted_slowly.faults
    assert page(sorted_slowly, None).ids == (made.case_id,)
    unit = Case.objects.get(pk=made.case_id).unit_id
    narrowed = match(replace(ALL, filters={"phase": "received", "unit": str(unit)}), asking("hotline"))
    assert page(narrowed, None).ids == (made.case_id,)
