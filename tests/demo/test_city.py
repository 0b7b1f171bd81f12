"""A small demo city, built once for the tests of this file on a Wednesday morning."""

from __future__ import annotations

import itertools
import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, connections, transaction
from django.db.models import F
from django.test import override_settings

from tests.database import _point_at, clone
from tongban.apps.cases.models import Case, Consultation, Intent, Penalty, Step
from tongban.apps.catalogue.models import Pack
from tongban.apps.connectors.queries import forget as forget_callers
from tongban.apps.correspondence.models import Message
from tongban.apps.journal.queries import proof_for, seal_of
from tongban.apps.journal.verify import verify
from tongban.apps.officedays.queries import calendar
from tongban.apps.officedays.queries import forget as forget_calendar
from tongban.apps.org.actions import close_idle_accounts
from tongban.apps.org.models import Person, Position, Role, Substitution, Unit, UnitKind
from tongban.apps.org.policy import forget as forget_rights
from tongban.core.calendar import TAIPEI
from tongban.demo import city
from tongban.demo.accounts import PASSWORD
from tongban.demo.town import AGENCIES, DISTRICTS

OPENED = datetime(2026, 11, 18, 11, 0, tzinfo=TAIPEI)
CASES = 90


@pytest.fixture(scope="module", autouse=True)
def built(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """Yields what was said against it while it was built."""
    said: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("tongban.demo").addHandler(listener)
    before = connections["default"].settings_dict["NAME"]
    seals = override_settings(VAR=tmp_path_factory.mktemp("demo"))
    with seals, django_db_blocker.unblock(), clone() as name:  # type: ignore[attr-defined]
        _point_at(name)
        _forget()
        _interrupted()
        city.seed(cases=CASES, opened=OPENED, processes=1)
        try:
            yield said
        finally:
            connections.close_all()
            _point_at(before)
            _forget()
    logging.getLogger("tongban.demo").removeHandler(listener)


def _forget() -> None:
    for forget in (forget_callers, forget_calendar, forget_rights):
        forget()


def _interrupted() -> None:
    """Half of the city, as an interrupted first start leaves it."""
    assert city.is_wanted()
    city._found(OPENED)
    city.live(cases=CASES, until=datetime(2026, 5, 4, 2, 30, tzinfo=TAIPEI), opened=OPENED, processes=1)
    assert city.is_wanted()
    assert 0 < Case.objects.count() < CASES


def test_an_interrupted_city_is_finished_at_the_next_start_and_then_let_be() -> None:
    assert not city.is_wanted()
    assert Case.objects.count() == CASES


def test_no_case_had_to_be_left_out(built: list[str]) -> None:
    assert built == []


def test_every_agency_and_district_has_officers_in_every_role_it_needs() -> None:
    assert Unit.objects.exclude(kind=UnitKind.SECTION).count() == 1 + len(AGENCIES) + len(DISTRICTS) >= 33
    for role in Role:
        assert Position.objects.filter(role=role).exists()
    for unit in Unit.objects.filter(kind=UnitKind.SECTION):
        assert {Role.HANDLER, Role.SUPERVISOR} <= set(unit.positions.values_list("role", flat=True))
    assert Substitution.objects.filter(from_on__lte=OPENED.date(), until_on__gte=OPENED.date()).exists()


def test_every_pack_is_taken_in_somewhere() -> None:
    assert not Pack.objects.filter(offers=None).exists()
    assert Pack.objects.get(code="social/senior-card").offers.count() == len(DISTRICTS) + 1


def test_acts_happen_in_order_in_office_hours_and_never_after_the_opening() -> None:
    in_force = calendar()
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, seq, at FROM journal_event WHERE subject LIKE 'case:%%' ORDER BY subject, seq")
        rows = cursor.fetchall()
    assert rows
    for (subject, _, at), (next_subject, _, next_at) in itertools.pairwise(rows):
        assert subject != next_subject or at <= next_at
        assert at <= OPENED
        assert in_force.is_working(at.astimezone(TAIPEI).date())


def test_cases_end_in_time_and_late_and_some_are_open() -> None:
    closed = Counter(Case.objects.filter(closed_on__isnull=False).values_list("on_time", flat=True))
    assert closed[True] > closed[False] > 0
    assert Case.objects.filter(closed_on=None).count() > 3
    assert Step.objects.filter(case__closed_on=None).exists()


def test_inspectors_fine_by_the_standard_and_otherwise_only_with_a_second_signature() -> None:
    imposed = Penalty.objects.filter(standing="in-force")
    assert imposed.filter(is_deviation=False).exists()
    deviations = Penalty.objects.filter(is_deviation=True)
    assert deviations.exists()
    assert not deviations.exclude(standing="awaiting").filter(decided_by__in=["", F("asked_by")]).exists()
    assert not deviations.filter(reason="").exists()


def test_other_agencies_are_asked_and_answer_before_the_step_goes_on() -> None:
    asked = Consultation.objects.all()
    assert asked.filter(standing="answered").exists()
    assert not asked.exclude(standing__in=("asked", "answered", "lapsed")).exists()


def test_numbers_count_up_with_the_day_of_arrival() -> None:
    for agency in AGENCIES:
        cases = Case.objects.filter(owner__code=agency.code).order_by("registered_at")
        numbers = [number[:-2] for number in cases.values_list("number", flat=True)]
        assert numbers == sorted(numbers)


def test_letters_of_the_past_are_delivered_and_only_the_latest_still_go_out() -> None:
    assert not Message.objects.filter(state="queued").exists()
    assert not Message.objects.filter(sealed__isnull=False).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'intent' FROM procrastinate_jobs WHERE task_name = 'PrepareMessage'")
        waiting = {row[0] for row in cursor.fetchall()}
    unwritten = Intent.objects.filter(messages=None)
    assert waiting == {str(pk) for pk in unwritten.values_list("pk", flat=True)}
    assert all((OPENED - made_at).days <= 5 for made_at in unwritten.values_list("made_at", flat=True))
    assert not Intent.objects.exclude(messages=None).filter(secret__isnull=False).exists()


def test_last_night_is_sealed_and_the_journal_is_clean() -> None:
    assert seal_of(OPENED.date()) is not None
    assert verify().is_clean
    old = Case.objects.filter(registered_at__lt=city.last_night(OPENED)).first()
    assert old is not None
    assert proof_for(f"case:{old.pk}") is not None


def test_the_printed_accounts_work_and_nobody_elses_does() -> None:
    *people, (system, token, _) = city.accounts()
    for username, password, _ in people:
        assert check_password(password, Person.objects.get(username=username).password)
        assert password == PASSWORD
    assert system == "single-counter"
    assert token.startswith("tb_")
    others = Person.objects.exclude(username__in=[name for name, _, _ in people])
    assert all(not person.has_usable_password() for person in others)


def test_officers_work_on_cases_within_their_rights_so_handlers_are_of_the_unit() -> None:
    handled = Case.objects.filter(handler__isnull=False)
    assert handled.exists()
    strangers = handled.exclude(handler__positions__unit=F("unit")).exclude(unit__kind=UnitKind.AGENCY)
    assert not strangers.exists()


def test_every_officer_is_marked_as_made_up_by_an_address_of_nobody() -> None:
    assert all(email.endswith("@example.tw") for email in Person.objects.values_list("email", flat=True))


def test_the_night_closes_nobodys_account() -> None:
    with transaction.atomic():
        assert close_idle_accounts(by="system:night", at=OPENED + timedelta(days=1)) == 0
