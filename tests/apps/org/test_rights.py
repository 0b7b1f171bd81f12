"""Rights as read from the tables: by day, with substitutes, and never out of date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.apps.org.city import AT, BY, TODAY, city, person, post, unit
from tongban.apps.org.actions import (
    close_unit,
    deactivate_person,
    end_position,
    end_substitution,
    move_unit,
    name_substitute,
)
from tongban.apps.org.models import Person, Role, UnitKind
from tongban.apps.org.policy import Rights, current_version, rights_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def now(who: Person, on: date = TODAY) -> Rights:
    return rights_of(who.pk, on, current_version())


def test_a_post_covers_its_unit_and_all_below_and_knows_its_agency() -> None:
    top = city()
    agency = unit("agency", top, UnitKind.AGENCY)
    section, desk = unit("section", agency), None
    desk = unit("desk", section)
    who = person("lin")
    position = post(who, section)
    (held,) = now(who).posts
    assert (held.position_id, held.unit_id, held.agency_id) == (position.pk, section.pk, agency.pk)
    assert held.unit_ids == {section.pk, desk.pk}


def test_both_days_of_a_position_belong_to_it() -> None:
    who = person("lin")
    post(who, city(), from_on=TODAY, until_on=TODAY)
    assert now(who).posts
    assert not now(who, TODAY - DAY).posts
    assert not now(who, TODAY + DAY).posts


def test_a_substitute_holds_the_position_for_the_period_only() -> None:
    top, absent, stand_in = city(), person("chen"), person("wu")
    position = post(absent, top, Role.SUPERVISOR)
    name_substitute(position=position, substitute=stand_in, from_on=TODAY, until_on=TODAY + DAY, by=BY, at=AT)
    (held,) = now(stand_in).posts
    assert (held.position_id, held.role, held.substitute_for) == (position.pk, Role.SUPERVISOR, absent.pk)
    assert now(stand_in, TODAY + 2 * DAY).posts == ()
    assert now(absent).posts[0].substitute_for is None


def test_a_substitute_has_no_more_than_the_position_after_it_ended() -> None:
    top, absent, stand_in = city(), person("chen"), person("wu")
    position = post(absent, top)
    name_substitute(position=position, substitute=stand_in, from_on=TODAY, until_on=TODAY + 9 * DAY, by=BY, at=AT)
    end_position(position=position, until_on=TODAY, by=BY, at=AT)
    assert now(stand_in, TODAY).posts
    assert now(stand_in, TODAY + DAY).posts == ()


def test_a_substitution_called_off_gives_nothing_any_more() -> None:
    top, absent, stand_in = city(), person("chen"), person("wu")
    position = post(absent, top)
    given = name_substitute(position=position, substitute=stand_in, from_on=TODAY, until_on=TODAY, by=BY, at=AT)
    assert now(stand_in).posts
    end_substitution(substitution=given, until_on=TODAY - DAY, by=BY, at=AT)
    assert now(stand_in).posts == ()


def test_rights_follow_every_change_at_once() -> None:
    top = city()
    first, second = unit("first", top, UnitKind.AGENCY), unit("second", top, UnitKind.AGENCY)
    section, who = unit("section", first), person("lin")
    post(who, first)
    assert section.pk in now(who).posts[0].unit_ids
    move_unit(unit=section, parent=second, by=BY, at=AT)
    assert section.pk not in now(who).posts[0].unit_ids
    close_unit(unit=section, by=BY, at=AT)
    deactivate_person(person=who, by=BY, at=AT)
    assert now(who).posts == ()


def test_a_change_rolled_back_leaves_no_kept_rights_behind() -> None:
    top, who = city(), person("lin")
    with transaction.atomic():
        post(who, top)
        assert now(who).posts
        transaction.set_rollback(True)
    assert now(who).posts == ()
    person("wu")
    assert now(who).posts == ()


def test_rights_are_read_once_for_a_version_and_day() -> None:
    who = person("lin")
    post(who, city())
    version = current_version()
    rights_of(who.pk, TODAY, version)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rights_of(who.pk, TODAY, version)
    assert len(queries) == 0


def test_a_unit_younger_than_the_kept_tree_is_no_error() -> None:
    who, top = person("lin"), city()
    version = current_version()
    rights_of(person("wu").pk, TODAY, version)
    post(who, unit("new", top))
    assert rights_of(who.pk, TODAY, version).posts == ()
    assert len(now(who).posts) == 1
