"""Changing the organisation: what is allowed, what is refused and why, and that the journal knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.apps.org.city import AT, BY, PASSWORD, TODAY, city, person, post, unit
from tongban.apps.journal.models import JournalEvent
from tongban.apps.org.actions import (
    add_person,
    change_person,
    change_unit,
    close_idle_accounts,
    close_unit,
    create_unit,
    deactivate_person,
    end_position,
    give_position,
    move_unit,
    name_substitute,
    reactivate_person,
    set_password,
)
from tongban.apps.org.models import Person, Role, Substitution, UnitKind
from tongban.apps.org.policy import current_version

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds(subject: str) -> list[str]:
    return list(JournalEvent.objects.filter(subject=subject).order_by("seq").values_list("kind", flat=True))


def test_every_change_is_journalled_with_who_and_on_whose_behalf() -> None:
    made = create_unit(
        code="city", name="城", kind=UnitKind.CITY, parent=None, by="person:1", at=AT, on_behalf_of="position:7"
    )
    event = JournalEvent.objects.get(subject=f"unit:{made.pk}")
    assert (event.kind, event.actor, event.on_behalf_of, event.at) == ("UnitCreated", "person:1", "position:7", AT)


def test_every_change_gives_a_new_version() -> None:
    versions = [current_version()]
    top = city()
    versions.append(current_version())
    change_unit(unit=top, name="新城", by=BY, at=AT)
    versions.append(current_version())
    assert sorted(set(versions)) == versions


def test_a_unit_cannot_be_moved_below_itself() -> None:
    top = city()
    agency = unit("agency", top, UnitKind.AGENCY)
    section = unit("section", agency)
    for below in (agency, section):
        with pytest.raises(ValidationError) as refused:
            move_unit(unit=agency, parent=below, by=BY, at=AT)
        assert "parent" in refused.value.message_dict


def test_only_the_city_stands_alone() -> None:
    with pytest.raises(ValidationError):
        unit("lost", None, UnitKind.AGENCY)
    with pytest.raises(ValidationError):
        unit("city2", city(), UnitKind.CITY)


def test_a_unit_with_people_or_open_units_cannot_be_closed() -> None:
    top = city()
    agency = unit("agency", top, UnitKind.AGENCY)
    held = post(person("lin"), agency)
    for still_used in (top, agency):
        with pytest.raises(ValidationError):
            close_unit(unit=still_used, by=BY, at=AT)
    end_position(position=held, until_on=TODAY - DAY, by=BY, at=AT)
    assert not close_unit(unit=agency, by=BY, at=AT).active


def test_a_closed_unit_takes_nobody_and_no_units() -> None:
    top = city()
    closed = close_unit(unit=unit("old", top), by=BY, at=AT)
    with pytest.raises(ValidationError):
        post(person("lin"), closed)
    with pytest.raises(ValidationError):
        unit("new", closed)


def test_a_prefix_belongs_to_one_unit() -> None:
    top = city()
    change_unit(unit=unit("a", top), prefix="SOC", by=BY, at=AT)
    with pytest.raises(ValidationError):
        change_unit(unit=unit("b", top), prefix="SOC", by=BY, at=AT)


def test_the_same_position_is_not_held_twice_at_a_time() -> None:
    top, who = city(), person("lin")
    post(who, top, from_on=TODAY, until_on=TODAY + DAY)
    for first, last in [(TODAY + DAY, None), (TODAY - DAY, TODAY), (TODAY - DAY, None)]:
        with pytest.raises(ValidationError) as refused:
            post(who, top, from_on=first, until_on=last)
        assert "from_on" in refused.value.message_dict
    post(who, top, from_on=TODAY + 2 * DAY)
    post(who, top, Role.COUNTER, from_on=TODAY)


def test_a_position_that_ends_before_it_begins_is_refused() -> None:
    held = post(person("lin"), city(), from_on=TODAY)
    with pytest.raises(ValidationError):
        end_position(position=held, until_on=TODAY - DAY, by=BY, at=AT)


def test_ending_a_position_cuts_its_substitutions() -> None:
    held = post(person("chen"), city())
    for first, last in [(TODAY, TODAY + 5 * DAY), (TODAY + 8 * DAY, TODAY + 9 * DAY)]:
        name_substitute(position=held, substitute=person(f"p{first.day}"), from_on=first, until_on=last, by=BY, at=AT)
    end_position(position=held, until_on=TODAY + DAY, by=BY, at=AT)
    assert list(Substitution.objects.values_list("until_on", flat=True)) == [TODAY + DAY]


def test_nobody_stands_in_for_himself_nor_beyond_the_position() -> None:
    who = person("chen")
    held = post(who, city(), until_on=TODAY)
    with pytest.raises(ValidationError):
        name_substitute(position=held, substitute=who, from_on=TODAY, until_on=TODAY, by=BY, at=AT)
    with pytest.raises(ValidationError):
        name_substitute(position=held, substitute=person("wu"), from_on=TODAY, until_on=TODAY + DAY, by=BY, at=AT)


def test_the_last_city_administrator_stays() -> None:
    top, only = city(), person("root")
    office = post(only, top, Role.CITY_ADMIN)
    with pytest.raises(ValidationError) as refused:
        deactivate_person(person=only, by=BY, at=AT)
    assert refused.value.code == "last-city-admin"
    with pytest.raises(ValidationError):
        end_position(position=office, until_on=TODAY, by=BY, at=AT)
    only.refresh_from_db()
    assert only.is_active


def test_an_administrator_for_a_time_only_is_not_enough_to_let_the_last_one_go() -> None:
    top, only = city(), person("root")
    post(person("guest"), top, Role.CITY_ADMIN, until_on=TODAY + DAY)
    post(only, top, Role.CITY_ADMIN)
    with pytest.raises(ValidationError):
        deactivate_person(person=only, by=BY, at=AT)
    post(person("second"), top, Role.CITY_ADMIN)
    assert not deactivate_person(person=only, by=BY, at=AT).is_active


def test_idle_accounts_are_closed_after_180_days_and_open_again_on_purpose() -> None:
    old, used = person("old"), person("used")
    later = AT + 181 * DAY
    Person.objects.filter(pk=used.pk).update(last_login=later - 2 * DAY)
    assert close_idle_accounts(by="system:night", at=later) == 1
    assert kinds(f"person:{old.pk}")[-1] == "PersonDeactivated"
    reopened = reactivate_person(person=old, by=BY, at=later)
    assert reopened.is_active
    assert reopened.must_change_password
    assert close_idle_accounts(by="system:night", at=later + DAY) == 0


def test_the_nightly_round_leaves_the_last_city_administrator() -> None:
    top, only = city(), person("root")
    post(only, top, Role.CITY_ADMIN)
    assert close_idle_accounts(by="system:night", at=AT + 400 * DAY) == 0


def test_the_journal_names_changed_fields_of_a_person_but_not_what_they_hold() -> None:
    who = person("lin", name="林小明")
    change_person(person=who, email="new@city.example", by=BY, at=AT)
    event = JournalEvent.objects.filter(subject=f"person:{who.pk}").order_by("-seq")[0]
    assert event.data == {"fields": ["email"]}
    assert "林小明" not in str(list(JournalEvent.objects.values_list("data", flat=True)))


def test_two_accounts_cannot_share_a_user_name() -> None:
    person("lin")
    with pytest.raises(ValidationError):
        add_person(username="lin", name="另一位", by=BY, at=AT)


def test_the_last_three_passwords_are_not_used_again() -> None:
    who = person("lin", password=PASSWORD)
    for number in range(2):
        set_password(person=who, password=f"{PASSWORD} {number}", by=BY, at=AT + timedelta(minutes=number + 1))
        with pytest.raises(ValidationError):
            set_password(person=who, password=PASSWORD, by=BY, at=AT + timedelta(hours=1))
    set_password(person=who, password=f"{PASSWORD} 2", by=BY, at=AT + timedelta(hours=2))
    set_password(person=who, password=PASSWORD, by=BY, at=AT + timedelta(hours=3))
    who.refresh_from_db()
    assert who.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short3456", "1qaz2wsx3edc", "123456789012345", "lin.hsiao.ming"])
def test_weak_passwords_are_refused(weak: str) -> None:
    who = add_person(username="lin.hsiao.ming", name="林曉明", by=BY, at=AT)
    with pytest.raises(ValidationError):
        set_password(person=who, password=weak, by=BY, at=AT)
    assert not Person.objects.get(pk=who.pk).has_usable_password()


def test_a_temporary_password_must_be_changed() -> None:
    who = person("lin")
    set_password(person=who, password=PASSWORD, by="person:1", at=AT, temporary=True)
    assert Person.objects.get(pk=who.pk).must_change_password
    set_password(person=who, password=f"{PASSWORD}!", by=f"person:{who.pk}", at=AT)
    assert not Person.objects.get(pk=who.pk).must_change_password


def test_a_position_of_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValidationError):
        give_position(person=person("lin"), unit=city(), role="emperor", from_on=TODAY, by=BY, at=AT)
