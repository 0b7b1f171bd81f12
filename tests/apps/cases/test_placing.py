from __future__ import annotations

import pytest

from tongban.apps.cases import placing
from tongban.apps.cases.actions import complete_task
from tongban.apps.cases.placing import NoSuchUnit, place
from tongban.apps.cases.reading import case_file
from tongban.apps.org.models import Position, Role, Unit, UnitKind
from tongban.core.casework import Refusal

from .conftest import AT, City


def test_a_role_alone_waits_at_the_unit_that_handles_the_case(city: City) -> None:
    assert place(("handler",), city.section.pk, 1) == (city.section.pk, "handler")


def test_the_first_group_that_anybody_belongs_to_gets_the_task(city: City) -> None:
    assert place(("counter", "supervisor"), city.section.pk, 1) == (city.section.pk, "supervisor")
    assert place(("handler@district-taoyuan", "handler"), city.section.pk, 1) == (city.office.pk, "handler")


def test_a_post_above_covers_the_units_below_it(city: City) -> None:
    Position.objects.filter(role=Role.SUPERVISOR).update(unit=city.agency)
    assert place(("counter", "supervisor"), city.section.pk, 1) == (city.section.pk, "supervisor")


def test_a_unit_that_does_not_exist_is_passed_over(city: City) -> None:
    groups = ("supervisor@gone", "supervisor@social-affairs")
    assert place(groups, city.section.pk, 1) == (city.agency.pk, "supervisor")


def test_where_nobody_holds_any_the_first_waits_for_somebody(city: City) -> None:
    assert place(("counter", "hotline@district-taoyuan"), city.agency.pk, 1) in (
        (city.agency.pk, "counter"),
        (city.office.pk, "hotline"),
    )
    assert place(("agency-admin", "city-admin"), city.section.pk, 1) == (city.section.pk, "agency-admin")


def test_when_no_unit_exists_it_is_said_which_and_what_to_do(city: City) -> None:
    with pytest.raises(NoSuchUnit) as refused:
        place(("handler@gone", "supervisor@never"), city.section.pk, 1)
    assert isinstance(refused.value, Refusal), "so that every door shows it instead of failing"
    assert "gone、never" in refused.value.text.zh
    assert "管理者" in refused.value.text.zh


def test_what_is_kept_of_units_can_be_forgotten(city: City) -> None:
    with pytest.raises(NoSuchUnit):
        place(("handler@new",), city.section.pk, 1)
    made = Unit.objects.create(code="new", name="新科", kind=UnitKind.SECTION, parent=city.agency)
    placing.forget()
    assert place(("handler@new",), city.section.pk, 1) == (made.pk, "handler")


def test_a_step_that_leads_nowhere_is_refused_and_changes_nothing(
    city: City, registered: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = registered.number  # type: ignore[attr-defined]

    def nowhere(groups: tuple[str, ...], unit_id: int, org_version: int, activity: str) -> tuple[int, str]:
        raise NoSuchUnit(("supervisor@gone",), activity)

    monkeypatch.setattr("tongban.apps.cases.difference.place", nowhere)
    before = case_file(number)
    with pytest.raises(Refusal):
        complete_task(
            number=number, task=before.open_tasks[0].number, outcome="complete", by=city.rights("handler"), at=AT
        )
    after = case_file(number)
    assert (after.state, after.open_tasks) == (before.state, before.open_tasks)
    assert [incident.activity for incident in after.incidents] == ["review"]
