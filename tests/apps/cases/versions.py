"""Further versions of the bracelet's pack, and its cases at every step."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from shutil import copytree, ignore_patterns

from tests.apps.cases.broken import complete, register
from tests.apps.cases.conftest import AT, BRACELET, PACKS, City
from tongban.apps.cases.actions import carry_out, order_migration
from tongban.apps.cases.migrating.order import Order, proposed
from tongban.apps.cases.models import Migration
from tongban.apps.catalogue.actions import publish_folder
from tongban.apps.catalogue.models import PackVersion
from tongban.apps.org.models import Person, Position, Role
from tongban.apps.org.policy import Rights, forget, rights_of
from tongban.core.casework import CorrectionRequest

REQUEST = CorrectionRequest(
    missing="診斷書", reason="未附", due_on=AT.date() + timedelta(days=20), consequence="依現有資料審查"
)
DELIVER = 'id="deliver" name="製作與交付手鍊" camunda:candidateGroups="handler"'
RENAMED = (
    ("process.bpmn", '"review"', '"examine"'),
    ("pack.yaml", "on: review", "on: examine"),
)
"""The review has another id, and the same name."""
TO_SUPERVISORS = (("process.bpmn", DELIVER, DELIVER.replace("handler", "supervisor")),)
ANOTHER_LIMIT = (("pack.yaml", "limit: {working_days: 6}", "limit: {working_days: 9}"),)
TIMED = (
    (
        "process.bpmn",
        "</bpmn:process>",
        '<bpmn:boundaryEvent id="late" name="逾時" attachedToRef="review" cancelActivity="false">'
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        '</bpmn:boundaryEvent><bpmn:userTask id="chase" name="催辦" camunda:candidateGroups="supervisor"/>'
        '<bpmn:endEvent id="chased"/><bpmn:sequenceFlow id="l1" sourceRef="late" targetRef="chase"/>'
        '<bpmn:sequenceFlow id="l2" sourceRef="chase" targetRef="chased"/></bpmn:process>',
    ),
)
"""Whoever reviews for three days is reminded."""
NO_CORRECTION = (
    ("process.bpmn", '"correction" name="等待補正"', '"supplement" name="請求補件"'),
    ("process.bpmn", '"correction"', '"supplement"'),
    ("pack.yaml", "    correction: {zh-Hant: 通知補正期間", "    supplement: {zh-Hant: 通知補正期間"),
)
"""The step that waits for the citizen is another one."""


def version(number: int) -> PackVersion:
    return PackVersion.objects.select_related("pack").get(pack__code=BRACELET, number=number)


def publish(scratch: Path, *changes: tuple[str, str, str]) -> PackVersion:
    """Only the example that names no step is kept."""
    folder = scratch / f"{len(list(scratch.iterdir()))}" / BRACELET
    copytree(PACKS / BRACELET, folder, ignore=ignore_patterns("[1-5]-*.yaml"))
    for name, old, new in changes:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
    publish_folder(folder, at=AT)
    return PackVersion.objects.select_related("pack").filter(pack__code=BRACELET).latest("number")


def keeper(city: City) -> Rights:
    """Who looks after the agency's packs."""
    person, made = Person.objects.get_or_create(username="keeper", defaults={"name": "管理者"})
    if made:
        Position.objects.create(person=person, unit=city.agency, role=Role.AGENCY_ADMIN, from_on=AT.date())
        forget()
    return rights_of(person.pk, AT.date(), 1)


def at_accept(city: City) -> str:
    return register(city).number


def at_correction(city: City) -> str:
    number = at_accept(city)
    complete(city, number, outcome="incomplete", correction=REQUEST)
    return number


def at_review(city: City) -> str:
    number = at_accept(city)
    complete(city, number)
    return number


def at_deliver(city: City) -> str:
    number = at_review(city)
    complete(city, number, "supervisor", "approved")
    return number


EVERYWHERE = (at_accept, at_correction, at_review, at_deliver)


def order(newer: PackVersion, older: int = 1, **more: object) -> Order:
    was = version(older)
    given = {"activities": proposed(was, newer), "actor": "person:1", **more}
    return Order(was, newer, **given)  # type: ignore[arg-type]


def migrated(city: City, newer: PackVersion, older: int = 1) -> Migration:
    """Ordered and carried out, as the job does it."""
    was = version(older)
    made = order_migration(older=was, newer=newer, activities=proposed(was, newer), by=keeper(city), at=AT)
    return carry_out(migration=made.pk, at=AT)
