"""Two inspecting agencies in the town, and cases whose next step imposes a fine; by the real actions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tongban.apps.cases.actions import Applicant, Application, complete_task, register_case
from tongban.apps.cases.reading import case_file
from tongban.apps.catalogue.actions import offer_kind, publish_folder
from tongban.apps.org.actions import add_person, create_unit, give_position, set_password
from tongban.apps.org.models import Role, UnitKind
from tongban.apps.org.policy import current_version, rights_of

from .town import BY, PACKS, PASSWORD, Town

FIRE, FOOD = "fire/equipment-inspection", "health/food-inspection"
AGENCIES = (("fire", "FIR", "消防局", FIRE), ("public-health", "HEA", "衛生局", FOOD))
STAFF = (
    ("inspector", "林志明", Role.HANDLER),
    ("captain", "張淑惠", Role.SUPERVISOR),
    ("major", "王志強", Role.SUPERVISOR),
)
PREMISES = {
    FIRE: {
        "premises": "幸福餐廳",
        "premises_address": "桃園市桃園區中正路100號",
        "manager_phone": "0912345678",
        "venue_size": 450,
        "business_use": "yes",
        "cause": "routine",
    },
    FOOD: {
        "premises": "好吃食品行",
        "premises_address": "桃園市中壢區環北路200號",
        "manager_phone": "0922333444",
        "trade": "restaurant",
        "scale": "medium",
        "cause": "poisoning",
    },
}
FOUND = {
    FIRE: {"violation": "equipment", "times": 2},
    FOOD: {"violation": "unsafe", "times": 2, "intent": "negligent", "effect": "moderate"},
}


def set_up(town: Town) -> None:
    """An inspector and two supervisors who serve both agencies."""
    at = timezone.now()
    people = {}
    for username, name, _role in STAFF:
        people[username] = add_person(username=username, name=name, email=f"{username}@taoyuan.example", by=BY, at=at)
        set_password(person=people[username], password=PASSWORD, by=BY, at=at)
    for code, prefix, name, kind in AGENCIES:
        unit = create_unit(
            code=code, name=name, kind=UnitKind.AGENCY, parent=town.units["city"], prefix=prefix, by=BY, at=at
        )
        for username, _name, role in STAFF:
            since = at.date() - timedelta(days=30)
            give_position(person=people[username], unit=unit, role=role, from_on=since, by=BY, at=at)
        publish_folder(PACKS / kind, by=BY, at=at)
        offer_kind(code=kind, unit=unit, handled_by=unit, by=BY, at=at)
        town.units[code] = unit
    town.people.update(people)


def opened(town: Town, kind: str) -> tuple[str, str]:
    """A case that waits for the inspection: number and password."""
    at = timezone.now()
    code = next(code for code, _, _, of in AGENCIES if of == kind)
    application = Application(
        kind=kind,
        unit_id=town.units[code].pk,
        channel="counter",
        applicant=Applicant(name="李大同"),
        answers=PREMISES[kind],
    )
    by = rights_of(town.people["inspector"].pk, at.date(), current_version())
    done = register_case(application=application, by=by, at=at)
    assert done.password is not None
    return done.number, done.password


def inspected(town: Town, kind: str) -> tuple[str, str]:
    """A case at whose next step the standard proposes a fine."""
    number, password = opened(town, kind)
    at = timezone.now()
    by = rights_of(town.people["inspector"].pk, at.date(), current_version())
    found = {"inspected_on": timezone.localdate(at).isoformat(), **FOUND[kind]}
    complete_task(number=number, task=case_file(number).open_tasks[0].number, answers=found, by=by, at=at)
    return number, password
