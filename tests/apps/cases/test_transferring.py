"""移轉 and 改分 over the database: who may do what, what goes with the case, and what stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.asking import Agencies, asked
from tests.apps.cases.conftest import AT, City
from tongban.apps.cases import placing
from tongban.apps.cases.acting import Done
from tongban.apps.cases.actions import (
    Registered,
    accept_transfer,
    answer_request,
    ask_transfer,
    close_case,
    complete_task,
    refuse_transfer,
    take_task,
    withdraw_transfer,
)
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.models import Case, Intent, Remark, Task, Transfer
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.verify import verify
from tongban.apps.org.models import OrgVersion, Person, Position, Role, Unit
from tongban.apps.org.policy import Deed, Rights, forget, grounds, may, rights_of
from tongban.core.casework import Phase, Refusal

pytestmark = pytest.mark.django_db
NOON = AT + timedelta(hours=4)


@pytest.fixture
def agencies(city: City, registered: Registered) -> Agencies:
    return Agencies(city)


def leader(city: City, unit: Unit | None = None) -> Rights:
    """A supervisor above the sections: of the agency, unless another unit is said."""
    person = Person.objects.create(username=f"leader-{unit.code if unit else 'agency'}", name="示範局長")
    Position.objects.create(person=person, unit=unit or city.agency, role=Role.SUPERVISOR, from_on=AT.date())
    forget()
    placing.forget()
    return rights_of(person.pk, AT.date(), 1)


def ask(agencies: Agencies, number: str, unit: str = "fire", **changed: Any) -> Done:
    given = {"unit": unit, "reason": "屬貴局權責", "by": agencies.asker, "at": AT + timedelta(hours=1)}
    return ask_transfer(number=number, **given | changed)


def step(number: str) -> int:
    return next(task.number for task in case_file(number).open_tasks if task.is_step)


def test_until_it_is_accepted_the_case_and_its_work_stay_where_they_are(
    agencies: Agencies, registered: Registered
) -> None:
    number, before = registered.number, Case.objects.get(number=registered.number)
    ask(agencies, number)
    complete_task(number=number, task=step(number), outcome="complete", by=agencies.asker, at=NOON)
    case = Case.objects.get(number=number)
    assert (case.unit_id, case.due_on, case.clock) == (before.unit_id, before.due_on, before.clock)
    assert case.handler_id == agencies.city.people["handler"].pk
    work = Task.objects.get(case=case, kind=Task.TRANSFER)
    assert (work.unit, work.state, work.away, work.role) == (agencies.units["fire"], "open", True, Role.HANDLER)


def test_after_acceptance_unit_tasks_and_contact_are_the_new_ones_and_the_rest_is_as_it_was(
    agencies: Agencies, registered: Registered
) -> None:
    number, before = registered.number, Case.objects.get(number=registered.number)
    take_task(number=number, task=step(number), by=agencies.asker, at=NOON)
    ask(agencies, number, at=NOON)
    accept_transfer(number=number, transfer=1, by=agencies.of("fire"), at=NOON + timedelta(hours=1))
    case = Case.objects.get(number=number)
    assert (case.unit, case.handler, case.owner_id) == (agencies.units["fire"], None, before.owner_id)
    kept = ("number", "due_on", "clock", "place", "password_mac", "received_on", "phase", "taken_in_id", "variables")
    assert {name: getattr(case, name) for name in kept} == {name: getattr(before, name) for name in kept}
    task = Task.objects.get(case=case, state="open")
    assert (task.unit, task.away, task.assignee) == (agencies.units["fire"], False, None)
    row = Transfer.objects.get(case=case)
    assert (row.standing, row.times, row.ended_by) == ("accepted", 1, agencies.of("fire").actor)
    assert verify().is_clean


def test_who_had_it_no_longer_acts_on_it_and_who_has_it_does(agencies: Agencies, registered: Registered) -> None:
    number, fire = registered.number, agencies.of("fire")
    ask(agencies, number)
    assert may(fire, Deed.VIEW, case_file(number).facts) and not may(fire, Deed.COMPLETE, case_file(number).facts)
    accept_transfer(number=number, transfer=1, by=fire, at=NOON)
    facts = case_file(number).facts
    assert may(fire, Deed.COMPLETE, facts) and not may(agencies.asker, Deed.COMPLETE, facts)
    assert Case.objects.filter(grounds(fire, Deed.COMPLETE).filter(), number=number).exists()
    with pytest.raises(NotAllowed):
        complete_task(number=number, task=step(number), outcome="complete", by=agencies.asker, at=NOON)
    complete_task(number=number, task=step(number), outcome="complete", by=fire, at=NOON)


def test_who_accepts_may_take_it_at_once(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    accept_transfer(number=registered.number, transfer=1, take=True, by=agencies.of("fire"), at=NOON)
    case = Case.objects.get(number=registered.number)
    assert case.handler == agencies.people["fire-handler"]
    assert Task.objects.get(case=case, state="open").assignee == case.handler


def test_a_refused_case_is_back_with_the_reason(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    ask(agencies, number)
    refuse_transfer(number=number, transfer=1, reason="屬警察局", suggested="police", by=agencies.of("fire"), at=NOON)
    row = Transfer.objects.get(case__number=number)
    assert (row.standing, row.answer, row.suggested, row.times) == ("refused", "屬警察局", "police", 0)
    assert not may(agencies.of("fire"), Deed.VIEW, case_file(number).facts)
    assert may(agencies.asker, Deed.COMPLETE, case_file(number).facts)
    event = JournalEvent.objects.get(kind="TransferRefused")
    assert "警察局" not in str(event.data) and event.data["reason"]["remark"]
    assert Intent.objects.filter(event="transfer-refused", to="handler").exists()
    ask(agencies, number, "police", at=NOON)


def test_a_request_can_be_taken_back_and_then_accepted_no_more(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    ask(agencies, number)
    withdraw_transfer(number=number, transfer=1, by=agencies.city.rights("colleague"), at=NOON)
    with pytest.raises(NotAllowed):
        accept_transfer(number=number, transfer=1, by=agencies.of("fire"), at=NOON)
    assert Task.objects.get(case__number=number, kind=Task.TRANSFER).state == Task.CANCELLED


def test_only_the_asked_unit_answers(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    ask(agencies, number)
    for other in (agencies.of("police"), agencies.asker, agencies.city.rights("supervisor")):
        with pytest.raises(NotAllowed):
            accept_transfer(number=number, transfer=1, by=other, at=NOON)
        with pytest.raises(NotAllowed):
            refuse_transfer(number=number, transfer=1, reason="不", by=other, at=NOON)
    accept_transfer(number=number, transfer=1, by=agencies.of("fire", Role.SUPERVISOR), at=NOON)


def test_only_who_has_the_case_gives_it_away(agencies: Agencies, registered: Registered) -> None:
    for other in (agencies.of("police"), agencies.city.rights("counter"), agencies.city.rights("hotline")):
        with pytest.raises(NotAllowed):
            ask(agencies, registered.number, by=other)


def test_a_unit_that_is_only_asked_for_its_opinion_cannot_give_the_case_away(
    agencies: Agencies, registered: Registered
) -> None:
    asked(agencies, registered.number, "fire")
    with pytest.raises(NotAllowed):
        ask(agencies, registered.number, "police", by=agencies.of("fire"))


def test_who_leads_both_units_transfers_at_once_and_nobody_else_does(
    agencies: Agencies, registered: Registered
) -> None:
    city, number = agencies.city, registered.number
    other = Unit.objects.create(code="disability", name="身障科", kind="section", parent=city.agency)
    Position.objects.create(person=agencies.people["health-handler"], unit=other, role=Role.HANDLER, from_on=AT.date())
    chief = leader(city)
    for somebody in (agencies.asker, city.rights("supervisor")):
        with pytest.raises(NotAllowed, match="leads both"):
            ask(agencies, number, "disability", at_once=True, by=somebody)
    with pytest.raises(NotAllowed):
        ask(agencies, number, "fire", at_once=True, by=chief)
    ask(agencies, number, "disability", at_once=True, by=chief)
    case = Case.objects.get(number=number)
    assert case.unit == other and Task.objects.get(case=case).unit == other
    assert Intent.objects.filter(event="transfer-assigned", to="disability").exists()


def test_a_task_that_names_its_unit_stays_there(agencies: Agencies, registered: Registered) -> None:
    number = registered.number
    there = Task.objects.filter(case__number=number)
    there.update(groups=["handler@elderly"], assignee=agencies.city.people["handler"])
    ask(agencies, number)
    accept_transfer(number=number, transfer=1, take=True, by=agencies.of("fire"), at=NOON)
    task = Task.objects.get(case__number=number, kind=Task.STEP)
    assert (task.unit, task.away, task.assignee) == (agencies.city.section, True, agencies.city.people["handler"])
    assert Case.objects.get(number=number).handler == agencies.people["fire-handler"]
    assert may(agencies.asker, Deed.COMPLETE, case_file(number).facts)
    assert not may(agencies.asker, Deed.TRANSFER, case_file(number).facts)


def test_what_other_units_are_asked_goes_on_and_the_new_unit_looks_after_it(
    agencies: Agencies, registered: Registered
) -> None:
    number = registered.number
    asked(agencies, number, "fire", "police")
    ask(agencies, number, "fire", at=NOON)
    accept_transfer(number=number, transfer=1, by=agencies.of("fire"), at=NOON)
    away = dict(Task.objects.filter(case__number=number, kind=Task.CONSULTATION).values_list("unit__code", "away"))
    assert away == {"fire": False, "police": True}
    answer_request(number=number, request=2, opinion="agree", by=agencies.of("police"), at=NOON)


def test_nobody_is_given_what_nobody_there_can_do(agencies: Agencies, registered: Registered) -> None:
    Unit.objects.create(code="empty", name="空科", kind="section", parent=agencies.city.agency)
    placing.forget()
    with pytest.raises(Refusal) as found:
        ask(agencies, registered.number, "empty")
    assert found.value.fields[0].field == "unit"
    for unit in ("elderly", "abolished", ""):
        with pytest.raises(Refusal):
            ask(agencies, registered.number, unit)


def test_a_unit_that_was_closed_meanwhile_cannot_accept(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    Unit.objects.filter(code="fire").update(active=False)
    OrgVersion.objects.update(number=2)
    placing.forget()
    with pytest.raises(Refusal) as found:
        accept_transfer(number=registered.number, transfer=1, by=agencies.of("fire"), at=NOON)
    assert "裁撤" in found.value.text.zh
    assert Case.objects.get(number=registered.number).unit == agencies.city.section


def test_a_closed_case_asks_nobody_any_more(agencies: Agencies, registered: Registered) -> None:
    ask(agencies, registered.number)
    close_case(
        number=registered.number, outcome="approved", reason="辦畢", by=agencies.city.rights("supervisor"), at=NOON
    )
    assert Transfer.objects.get().standing == "lapsed"
    assert not Task.objects.filter(state="open").exists()
    assert case_file(registered.number).state.phase is Phase.CLOSED


def test_what_was_written_is_a_remark_and_only_its_digest_is_journalled(
    agencies: Agencies, registered: Registered
) -> None:
    ask(agencies, registered.number)
    assert Remark.objects.get(purpose="reason").body == "屬貴局權責"
    event = JournalEvent.objects.get(kind="TransferAsked")
    assert event.data["to"] == "fire" and "權責" not in str(event.data)


def test_asking_and_accepting_are_one_read_and_one_write(agencies: Agencies, registered: Registered) -> None:
    for_warmth = registered.number
    ask(agencies, for_warmth)
    withdraw_transfer(number=for_warmth, transfer=1, by=agencies.asker, at=NOON)
    with CaptureQueriesContext(connection) as asking:
        ask(agencies, for_warmth, at=NOON)
    with CaptureQueriesContext(connection) as accepting:
        accept_transfer(number=for_warmth, transfer=2, by=agencies.of("fire"), at=NOON)
    others = [q["sql"] for queries in (asking, accepting) for q in queries if "org_" not in q["sql"]]
    assert others == []
