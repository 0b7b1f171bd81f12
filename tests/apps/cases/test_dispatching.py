"""A case goes to the unit that the pack's table names, and nobody's application waits for a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.apps.cases import placing
from tongban.apps.cases.actions import Applicant, register_case, registering
from tongban.apps.cases.models import Case, Task
from tongban.apps.cases.reading import case_file
from tongban.apps.catalogue.models import Offer
from tongban.apps.journal.models import JournalEvent
from tongban.apps.org.models import Role, Unit, UnitKind
from tongban.apps.org.policy import Deed, forget, may, rights_of

from .conftest import AT, City, _person, application

DISTRICT = Applicant(name="王大明", district="中壢區")


@pytest.fixture
def there(city: City) -> Unit:
    """The section to which the table gives cases from Zhongli, with somebody in it."""
    office = Unit.objects.create(
        code="district-zhongli", name="中壢區公所", kind=UnitKind.DISTRICT_OFFICE, parent=city.agency.parent
    )
    section = Unit.objects.create(
        code="district-zhongli-social", name="社會課", kind=UnitKind.SECTION, parent=office, district="中壢區"
    )
    city.people["there"] = _person("there", section, Role.HANDLER)
    placing.forget()
    forget()
    return section


def register(city: City, **changes: object) -> Case:
    made = register_case(application=application(city, **changes), by=city.rights("counter"), at=AT)
    return Case.objects.get(pk=made.case_id)


def events(case: Case) -> list[JournalEvent]:
    return list(JournalEvent.objects.filter(subject=f"case:{case.pk}").order_by("seq"))


def test_the_unit_the_table_names_gets_the_case_and_its_tasks(city: City, there: Unit) -> None:
    case = register(city, applicant=DISTRICT)
    assert case.unit == there
    assert case.taken_in == city.office
    assert case.place == "中壢區"
    assert set(Task.objects.filter(case=case).values_list("unit_id", flat=True)) == {there.pk}


def test_number_and_owner_stay_the_agencys(city: City, there: Unit) -> None:
    case = register(city, applicant=DISTRICT)
    assert case.owner == city.agency
    assert case.number.startswith("SOC-")


def test_who_works_there_may_handle_it_and_the_unit_of_the_offer_may_not(city: City, there: Unit) -> None:
    case = register(city, applicant=DISTRICT)
    facts = case_file(case.number).facts
    assert may(city.rights("there"), Deed.VIEW, facts)
    assert may(city.rights("counter"), Deed.VIEW, facts), "who took it in still sees it"
    assert not may(city.rights("handler"), Deed.VIEW, facts)


def test_the_history_says_by_which_row(city: City, there: Unit) -> None:
    case = register(city, applicant=DISTRICT)
    registered, made = events(case)[:2]
    assert registered.kind == "CaseRegistered"
    assert (made.kind, made.data["value"]) == ("DecisionMade", "district-zhongli-social")
    assert made.data["pack_version"] == case.pack_version_id
    assert made.data["rules"] == {"分案": ["dispatch_2"]}
    assert made.data["inputs"] == {"district": "中壢區"}


def test_without_a_district_of_the_applicant_the_one_of_the_counter_counts(city: City, there: Unit) -> None:
    Unit.objects.filter(pk=city.office.pk).update(district="中壢區")
    case = register(city)
    assert case.unit == there
    assert case.place == "中壢區", "that of the unit that handles it"


def test_where_the_table_names_none_it_is_as_the_offer_says(city: City, there: Unit) -> None:
    case = register(city)
    assert case.unit == city.section
    assert (events(case)[1].kind, events(case)[1].data["value"]) == ("DecisionMade", None)


@pytest.mark.parametrize("what", ["never there", "closed"])
def test_a_unit_that_is_not_there_costs_nobody_his_application(city: City, there: Unit, what: str) -> None:
    if what == "closed":
        Unit.objects.filter(pk=there.pk).update(active=False)
    else:
        Unit.objects.filter(pk=there.pk).update(code="other")
    placing.forget()
    case = register(city, applicant=DISTRICT)
    assert case.unit == city.section
    assert events(case)[1].kind == "DispatchFailed"
    assert "district-zhongli-social" in events(case)[1].data["why"]["zh-Hant"]


def test_a_later_act_leaves_the_case_where_it_is(city: City, there: Unit) -> None:
    case = register(city, applicant=DISTRICT)
    Offer.objects.update(handled_by=city.agency)
    assert case_file(case.number).unit_id == there.pk
    assert rights_of(city.people["there"].pk, date(2026, 2, 13), 1).holds("handler", there.pk)


def test_dispatching_costs_no_query(city: City, there: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            register(city, applicant=DISTRICT)
        return len(caught)

    queries()
    with_a_table = queries()
    drawn = registering.definition
    monkeypatch.setattr(registering, "definition", lambda version: replace(drawn(version), dispatch=None))
    assert with_a_table == queries()
