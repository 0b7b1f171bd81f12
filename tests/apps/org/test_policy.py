"""What the policy means for people, by example."""

from __future__ import annotations

import pytest

from tongban.apps.org.models import Role
from tongban.apps.org.policy import CaseFacts, Deed, Post, Rights, acting_for, grounds, may, must_say_why

# city 1 ─ agency 10 ─ sections 11, 12;  agency 20 ─ section 21;  district office 30 ─ section 31
BELOW = {10: {10, 11, 12}, 20: {20, 21}, 30: {30, 31}, 1: {1, 10, 11, 12, 20, 21, 30, 31}}
AGENCY = {11: 10, 12: 10, 21: 20, 31: 30}


def post(role: Role, unit: int, *, position: int = 1, instead_of: int | None = None) -> Post:
    return Post(position, role, unit, frozenset(BELOW.get(unit, {unit})), AGENCY.get(unit, unit), instead_of)


def rights(*posts: Post, person: int = 5) -> Rights:
    return Rights(person, 1, posts)


CASE = CaseFacts(owner_id=10, unit_id=11, handler_id=6, taken_in_id=30)


def test_a_handler_acts_on_cases_of_his_own_section_only() -> None:
    assert may(rights(post(Role.HANDLER, 11)), Deed.COMPLETE, CASE)
    assert not may(rights(post(Role.HANDLER, 12)), Deed.COMPLETE, CASE)


def test_a_handler_of_the_agency_itself_sees_what_its_sections_do_but_does_not_do_it_for_them() -> None:
    chief = rights(post(Role.HANDLER, 10))
    assert may(chief, Deed.VIEW, CASE)
    assert not may(chief, Deed.COMPLETE, CASE)


def test_a_case_assigned_to_me_stays_mine_in_another_section() -> None:
    assert may(rights(post(Role.HANDLER, 12), person=6), Deed.COMPLETE, CASE)


def test_the_owning_agency_sees_its_cases_at_a_district_office() -> None:
    forwarded = CaseFacts(owner_id=10, unit_id=31)
    assert may(rights(post(Role.SUPERVISOR, 10)), Deed.VIEW, forwarded)
    assert not may(rights(post(Role.SUPERVISOR, 11)), Deed.VIEW, forwarded)
    assert not may(rights(post(Role.SUPERVISOR, 10)), Deed.CLOSE, forwarded)


def test_a_waiting_task_opens_the_case_for_the_unit_it_waits_at() -> None:
    reviewed = CaseFacts(owner_id=10, unit_id=11, task_unit_ids=frozenset({21}))
    reviewer = rights(post(Role.SUPERVISOR, 20))
    assert may(reviewer, Deed.VIEW, reviewed)
    assert may(reviewer, Deed.COMPLETE, reviewed)
    assert not may(reviewer, Deed.COMPLETE, CASE)


@pytest.mark.parametrize("deed", [Deed.ASSIGN, Deed.EXTEND, Deed.CLOSE, Deed.REOPEN])
def test_only_supervisors_steer_and_only_below_themselves(deed: Deed) -> None:
    assert may(rights(post(Role.SUPERVISOR, 10)), deed, CASE)
    assert not may(rights(post(Role.SUPERVISOR, 20)), deed, CASE)
    assert not any(may(rights(post(role, 11), person=6), deed, CASE) for role in Role if role != Role.SUPERVISOR)


def test_a_counter_registers_for_every_agency_and_sees_what_it_registered() -> None:
    counter = rights(post(Role.COUNTER, 30))
    assert may(counter, Deed.REGISTER, CaseFacts(owner_id=20))
    assert may(counter, Deed.VIEW, CASE)
    assert may(counter, Deed.REPRINT, CASE)
    assert not may(counter, Deed.VIEW, CaseFacts(owner_id=10, unit_id=11, taken_in_id=20))


def test_a_handler_registers_post_for_his_own_agency_only() -> None:
    handler = rights(post(Role.HANDLER, 11))
    assert may(handler, Deed.REGISTER, CaseFacts(owner_id=10))
    assert not may(handler, Deed.REGISTER, CaseFacts(owner_id=20))


def test_the_hotline_finds_every_case_masked_and_must_say_why() -> None:
    agent = rights(post(Role.HOTLINE, 1))
    assert may(agent, Deed.VIEW, CASE)
    assert must_say_why(agent, CASE)
    assert not may(agent, Deed.LOOK_PERSONAL, CASE)


def test_who_also_handles_the_case_need_not_say_why() -> None:
    assert not must_say_why(rights(post(Role.HOTLINE, 1), post(Role.HANDLER, 11)), CASE)


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.CITY_ADMIN])
def test_administrators_see_no_case(role: Role) -> None:
    admin = rights(post(role, 1), person=6)
    assert not may(admin, Deed.VIEW)
    assert not may(admin, Deed.LOOK_PERSONAL)
    assert not may(admin, Deed.EXPORT)
    assert may(admin, Deed.STATISTICS)


def test_an_agency_administrator_manages_his_agency_only() -> None:
    manage = grounds(rights(post(Role.AGENCY_ADMIN, 10)), Deed.MANAGE_PEOPLE)
    assert manage.cover_unit(12)
    assert not manage.cover_unit(21)
    assert grounds(rights(post(Role.CITY_ADMIN, 1)), Deed.MANAGE_PEOPLE).cover_unit(21)


def test_a_substitute_acts_with_the_rights_of_the_position_and_says_so() -> None:
    stand_in = rights(post(Role.HANDLER, 21), post(Role.HANDLER, 12, position=7, instead_of=6))
    assert may(stand_in, Deed.COMPLETE, CASE), "assigned to the one he stands in for"
    assert acting_for(stand_in, Deed.COMPLETE, CASE) == "position:7"


def test_own_rights_go_before_a_substitutes() -> None:
    both = rights(post(Role.HANDLER, 11, position=7, instead_of=6), post(Role.HANDLER, 11, position=2))
    assert acting_for(both, Deed.COMPLETE, CASE) is None


def test_nobody_without_a_post_may_do_anything() -> None:
    assert not any(may(rights(), deed, CASE) or may(rights(), deed) for deed in Deed)


def test_a_chosen_position_is_used_alone() -> None:
    two = rights(post(Role.HANDLER, 11, position=1), post(Role.SUPERVISOR, 10, position=2))
    assert not may(two.using(1), Deed.CLOSE, CASE)
    assert may(two.using(2), Deed.CLOSE, CASE)
    assert two.using(99).posts == ()


def test_a_task_for_supervisors_asks_for_that_role_above_the_unit() -> None:
    assert rights(post(Role.SUPERVISOR, 10)).holds(Role.SUPERVISOR, 11)
    assert not rights(post(Role.HANDLER, 10)).holds(Role.SUPERVISOR, 11)
    assert not rights(post(Role.SUPERVISOR, 11)).holds(Role.SUPERVISOR, 10)
