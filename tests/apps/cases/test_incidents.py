"""A case that its definition does not let on: it waits, the act is refused as a whole, and that is written once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.cases.branching import BRANCHING
from tests.apps.cases.broken import (
    EXPIRED,
    break_bracelet,
    changed,
    complete,
    mend_bracelet,
    register,
)
from tests.apps.cases.conftest import AT, BRACELET, PACKS, City, application
from tests.apps.cases.inspection import FIRE, PREMISES
from tongban.apps.cases import placing
from tongban.apps.cases.actions import (
    Registered,
    answer_correction,
    assign_task,
    close_case,
    complete_task,
    expire_correction,
    fire_due_timers,
    register_case,
    reopen_case,
    withdraw_case,
)
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.models import Case, Incident, Intent, Remark
from tongban.apps.cases.queries import failing, incidents_of, step_name
from tongban.apps.cases.reading import case_file
from tongban.apps.cases.statements import Statement
from tongban.apps.catalogue.actions import offer_kind
from tongban.apps.journal.queries import events_of
from tongban.apps.journal.verify import verify
from tongban.apps.org.models import OrgVersion, Unit, UnitKind
from tongban.core.casework import CorrectionRequest, DefinitionFault, Refusal

REQUEST = CorrectionRequest(missing="診斷書", reason="未附", due_on=date(2026, 2, 26), consequence="駁回")
LATER = AT + timedelta(days=40)


@pytest.fixture
def stuck(city: City, tmp_path: Path) -> Registered:
    """A case whose first step cannot be completed, although the officer tried."""
    break_bracelet(tmp_path)
    case = register(city)
    with pytest.raises(DefinitionFault):
        complete(city, case.number, comment="文件都齊了")
    return case


def kinds(case: Registered) -> list[str]:
    return [event.kind for event in events_of(f"case:{case.case_id}")]


def test_the_act_is_refused_as_a_whole_and_the_case_waits_with_the_reason(city: City, stuck: Registered) -> None:
    [incident] = incidents_of(stuck.case_id)
    assert (incident.activity, incident.code, incident.times) == ("grown", "process", 1)
    assert "number(size)" in incident.text_zh
    assert step_name(incident.pack_version_id, incident.activity) == "成人尺寸？"
    file = case_file(stuck.number)
    assert [task.activity for task in file.open_tasks] == ["accept"]
    assert file.handler_id is None
    assert not Remark.objects.exists()
    assert not Intent.objects.exclude(event="registered").exists()


def test_the_journal_names_the_place_and_never_the_sentence(city: City, stuck: Registered) -> None:
    last = list(events_of(f"case:{stuck.case_id}"))[-1]
    version = Case.objects.get().pack_version_id
    assert last.kind == "IncidentOpened"
    assert last.data == {"activity": "grown", "code": "process", "pack_version": version}
    assert last.actor == city.rights("handler").actor
    assert verify().is_clean


def test_the_same_failure_again_only_counts_up(city: City, stuck: Registered) -> None:
    before = case_file(stuck.number)
    for _ in range(2):
        with pytest.raises(DefinitionFault):
            complete(city, stuck.number, who="colleague", at=AT + timedelta(hours=1))
    [incident] = incidents_of(stuck.case_id)
    assert (incident.times, incident.opened_at, incident.last_at) == (3, AT, AT + timedelta(hours=1))
    assert case_file(stuck.number).version == before.version
    assert kinds(stuck).count("IncidentOpened") == 1


def test_a_mended_version_lets_the_case_on_and_ends_the_incident_in_the_same_write(
    city: City, stuck: Registered
) -> None:
    mend_bracelet()
    before = case_file(stuck.number).version
    complete(city, stuck.number)
    file = case_file(stuck.number)
    assert [task.activity for task in file.open_tasks] == ["review"]
    assert (file.version, file.incidents, incidents_of(stuck.case_id)) == (before + 1, (), [])
    assert kinds(stuck)[-3:].count("IncidentEnded") == 1
    assert Incident.objects.get().ended_at == AT


def test_another_way_past_the_step_ends_it_too(city: City, stuck: Registered) -> None:
    complete(city, stuck.number, outcome="incomplete", correction=REQUEST)
    assert incidents_of(stuck.case_id) == []


def test_what_does_not_get_past_the_step_leaves_it_open(city: City, stuck: Registered) -> None:
    task = case_file(stuck.number).open_tasks[0].number
    rights = city.rights("supervisor")
    assign_task(number=stuck.number, task=task, to=city.people["colleague"], by=rights, at=AT)
    assert len(incidents_of(stuck.case_id)) == 1


@pytest.mark.parametrize("how", ["closed", "withdrawn"])
def test_it_ends_with_the_case(city: City, stuck: Registered, how: str) -> None:
    by = city.rights("supervisor")
    if how == "closed":
        close_case(number=stuck.number, outcome="rejected", reason="以書面辦理", by=by, at=AT)
    else:
        withdraw_case(number=stuck.number, reason="申請人撤回", by=by, at=AT)
    assert incidents_of(stuck.case_id) == []
    assert "IncidentEnded" in kinds(stuck)


def test_the_same_place_may_fail_anew_after_it_ended(city: City, stuck: Registered) -> None:
    complete(city, stuck.number, outcome="incomplete", correction=REQUEST)
    answer_correction(number=stuck.number, by=city.rights("handler"), at=AT)
    with pytest.raises(DefinitionFault):
        complete(city, stuck.number)
    assert Incident.objects.count() == 2
    assert len(incidents_of(stuck.case_id)) == 1


def test_what_the_command_did_wrong_is_no_incident(city: City, tmp_path: Path) -> None:
    break_bracelet(tmp_path)
    case = register(city)
    with pytest.raises(Refusal):
        complete(city, case.number, outcome="no-such")
    with pytest.raises(NotAllowed):
        complete(city, case.number, who="counter")
    assert not Incident.objects.exists()


def test_the_clocks_own_act_meets_it_too(city: City, tmp_path: Path) -> None:
    break_bracelet(tmp_path, EXPIRED)
    case = register(city)
    complete(city, case.number, outcome="incomplete", correction=REQUEST)
    with pytest.raises(DefinitionFault):
        expire_correction(number=case.number, at=LATER)
    [incident] = incidents_of(case.case_id)
    assert (incident.activity, incident.task) == ("grown", case_file(case.number).open_tasks[0].number)
    assert list(events_of(f"case:{case.case_id}"))[-1].actor == "clock"
    mend_bracelet()
    expire_correction(number=case.number, at=LATER)
    assert incidents_of(case.case_id) == []


def test_a_unit_that_is_no_more_is_the_packs_fault(city: City, tmp_path: Path) -> None:
    elsewhere = Unit.objects.create(code="elsewhere", name="他處", kind=UnitKind.AGENCY, parent=city.agency.parent)
    changed(tmp_path, "social/wandering-bracelet", ("process.bpmn", '"supervisor"', '"supervisor@elsewhere"'))
    case = register(city)
    elsewhere.delete()
    OrgVersion.objects.update(number=2)
    placing.forget()
    with pytest.raises(DefinitionFault):
        complete(city, case.number)
    [incident] = incidents_of(case.case_id)
    assert (incident.activity, incident.code) == ("review", "no-such-unit")


def test_a_table_that_gives_no_answer_never_lets_a_case_pass(city: City, tmp_path: Path) -> None:
    Unit.objects.create(code="fire", prefix="FIR", name="消防局", kind=UnitKind.AGENCY, parent=city.agency.parent)
    unanswered = '<text>if business_use = "yes" then null else "fine"</text>'
    changed(tmp_path, FIRE, ("decisions.dmn", '<text>"fine"</text>', unanswered))
    offer_kind(code=FIRE, unit=city.section, handled_by=city.section, by="test", at=AT)
    asked = application(city, kind=FIRE, unit_id=city.section.pk, answers=PREMISES)
    case = register_case(application=asked, by=city.rights("handler"), at=AT)
    found = {"inspected_on": "2026-02-13", "violation": "equipment", "times": 2}
    with pytest.raises(DefinitionFault):
        complete(city, case.number, outcome="", answers=found)
    [incident] = incidents_of(case.case_id)
    assert (incident.activity, incident.code) == ("measure", "decision")
    complete(city, case.number, outcome="", answers={"inspected_on": "2026-02-13", "violation": "none"})
    assert incidents_of(case.case_id) == []


def test_places_that_fail_are_counted_by_version(city: City, stuck: Registered) -> None:
    other = register(city)
    with pytest.raises(DefinitionFault):
        complete(city, other.number)
    [place] = failing("social/wandering-bracelet")
    assert (place.activity, place.name, place.cases, place.times) == ("grown", "成人尺寸？", 2, 2)
    assert "number(size)" in place.text.zh
    assert failing("social/nothing") == []


def test_the_case_is_still_read_and_written_by_one_statement_each(
    city: City, stuck: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend_bracelet()
    complete(city, register(city).number)
    ran: list[str] = []
    value = Statement.value

    def counted(self: Statement, parameters: object) -> bytes | None:
        ran.append(self.text.split()[0].decode())
        return value(self, parameters)  # type: ignore[arg-type]

    task = case_file(stuck.number).open_tasks[0].number
    monkeypatch.setattr(Statement, "value", counted)
    with CaptureQueriesContext(connection) as others:
        complete_task(number=stuck.number, task=task, outcome="complete", by=city.rights("handler"), at=AT)
    assert ran == ["SELECT", "WITH"]
    assert not [query["sql"] for query in others if "incident" in query["sql"]]


WAYS = st.lists(st.sampled_from(["complete", "incomplete", "answer", "expire", "assign", "close", "reopen", "mend"]))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ways=WAYS)
def test_whatever_is_tried_an_open_incident_stands_at_a_waiting_task_and_once_for_a_place(
    city: City, tmp_path_factory: pytest.TempPathFactory, ways: list[str]
) -> None:
    with transaction.atomic():
        break_bracelet(tmp_path_factory.mktemp("pack"))
        case = register(city)
        for way in ways:
            with suppress(Refusal):
                _go(city, case.number, way)
            file = case_file(case.number)
            waiting = {task.number for task in file.open_tasks}
            assert {incident.task for incident in file.incidents} <= waiting
            assert len({incident.activity for incident in file.incidents}) == len(file.incidents)
        told = kinds(case)
        assert told.count("IncidentOpened") - told.count("IncidentEnded") == len(incidents_of(case.case_id))
        assert verify().is_clean
        transaction.set_rollback(True)


def _go(city: City, number: str, way: str) -> None:
    by, task = city.rights("supervisor"), next(iter(case_file(number).open_tasks), None)
    match way:
        case "complete" | "incomplete" if task is not None:
            correction = REQUEST if way == "incomplete" else None
            complete_task(number=number, task=task.number, outcome=way, correction=correction, by=by, at=AT)
        case "answer":
            answer_correction(number=number, by=by, at=AT)
        case "expire":
            expire_correction(number=number, at=LATER)
        case "assign" if task is not None:
            assign_task(number=number, task=task.number, to=city.people["colleague"], by=by, at=AT)
        case "close":
            close_case(number=number, outcome="rejected", reason="改以書面", by=by, at=AT)
        case "reopen":
            reopen_case(number=number, reason="續辦", by=by, at=AT)
        case "mend":
            mend_bracelet()


ODD = """
<sequenceFlow id="late-odd" sourceRef="late" targetRef="odd"/>
<exclusiveGateway id="odd" default="odd-chase"/>
<sequenceFlow id="odd-chase" sourceRef="odd" targetRef="chase"/>
<sequenceFlow id="odd-chased" sourceRef="odd" targetRef="chased">
  <conditionExpression>number(size) &gt; 150</conditionExpression>
</sequenceFlow>"""


def test_a_timer_that_cannot_come_waits_for_its_own_step_and_not_for_any_other(city: City, tmp_path: Path) -> None:
    straight = '<sequenceFlow id="late-chase" sourceRef="late" targetRef="chase"/>'
    assert straight in BRANCHING
    drawn, old = BRANCHING.replace(straight, ODD), (PACKS / BRACELET / "process.bpmn").read_text()
    changed(tmp_path, BRACELET, ("process.bpmn", old, drawn))
    case = register(city)
    complete(city, case.number, outcome="")
    due = AT + timedelta(days=30)
    assert fire_due_timers(at=due) == 1
    [incident] = incidents_of(case.case_id)
    [wait] = case_file(case.number).state.process.waits  # type: ignore[union-attr]
    assert (incident.activity, incident.task) == ("odd", wait.number)
    assert fire_due_timers(at=due + timedelta(minutes=1)) == 0
    house = next(task for task in case_file(case.number).open_tasks if task.activity == "house")
    complete_task(number=case.number, task=house.number, by=city.rights("handler"), at=AT)
    assert len(incidents_of(case.case_id)) == 1
    family = case_file(case.number).open_tasks[0]
    complete_task(number=case.number, task=family.number, by=city.rights("handler"), at=AT)
    assert incidents_of(case.case_id) == []
