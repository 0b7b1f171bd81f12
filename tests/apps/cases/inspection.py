"""A fire-safety inspection in the small city, at whose next step the penalty standard proposes NT$100,000."""

from __future__ import annotations

from tests.apps.cases.conftest import AT, PACKS, City, application
from tongban.apps.cases.actions import Registered, complete_task, register_case
from tongban.apps.cases.reading import case_file
from tongban.apps.catalogue.actions import offer_kind, publish_folder
from tongban.apps.org.models import Unit, UnitKind

FIRE = "fire/equipment-inspection"
PREMISES = {
    "premises": "幸福餐廳",
    "premises_address": "桃園市桃園區中正路100號",
    "manager_phone": "0912345678",
    "venue_size": 450,
    "business_use": "yes",
    "cause": "routine",
}


def inspection(city: City) -> Registered:
    Unit.objects.create(code="fire", prefix="FIR", name="消防局", kind=UnitKind.AGENCY, parent=city.agency.parent)
    publish_folder(PACKS / FIRE, at=AT)
    offer_kind(code=FIRE, unit=city.section, handled_by=city.section, by="test", at=AT)
    given = application(city, kind=FIRE, unit_id=city.section.pk, answers=PREMISES)
    registered = register_case(application=given, by=city.rights("handler"), at=AT)
    found = {"inspected_on": "2026-02-13", "violation": "equipment", "times": 2}
    does(city, registered, "handler", answers=found)
    return registered


def does(city: City, registered: Registered, who: str, **more: object) -> None:
    """Completes the one task that waits."""
    [task] = case_file(registered.number).open_tasks
    complete_task(number=registered.number, task=task.number, by=city.rights(who), at=AT, **more)  # type: ignore[arg-type]
