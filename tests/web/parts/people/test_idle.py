"""Half an hour without a sign of life ends a log-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.apps.org.city import PASSWORD, city, person, post
from tests.web.parts.people.doors import is_in, log_in
from tongban.apps.journal.models import JournalEvent

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def inside(client: Client, clock: time_machine.Traveller) -> Client:
    post(person("lin", password=PASSWORD), city())
    log_in(client, "lin")
    return client


def test_working_on_keeps_one_in(inside: Client, clock: time_machine.Traveller) -> None:
    for _ in range(4):
        clock.shift(29 * MINUTES)
        assert is_in(inside)


def test_after_half_an_hour_one_is_out_and_the_journal_says_why(inside: Client, clock: time_machine.Traveller) -> None:
    clock.shift(32 * MINUTES)
    assert not is_in(inside)
    assert JournalEvent.objects.order_by("-id").first().data == {"why": "idle"}
    clock.shift(-31 * MINUTES)
    assert not is_in(inside)


def test_polling_in_the_background_is_no_sign_of_life(inside: Client, clock: time_machine.Traveller) -> None:
    for _ in range(4):
        clock.shift(10 * MINUTES)
        inside.get("/accounts/here/", headers={"X-Background": "1"})
    assert not is_in(inside)


def test_leaving_out_the_cookie_gains_nothing(inside: Client, clock: time_machine.Traveller) -> None:
    clock.shift(20 * MINUTES)
    assert is_in(inside)
    clock.shift(20 * MINUTES)
    del inside.cookies["seen"]
    assert not is_in(inside)


def test_another_sessions_cookie_gains_nothing(inside: Client, clock: time_machine.Traveller) -> None:
    clock.shift(25 * MINUTES)
    person("wu", password=PASSWORD)
    other = Client()
    log_in(other, "wu")
    assert is_in(other)
    clock.shift(10 * MINUTES)
    inside.cookies["seen"] = other.cookies["seen"].value
    assert not is_in(inside)


def test_a_form_sent_too_late_leads_back_to_its_page(inside: Client, clock: time_machine.Traveller) -> None:
    clock.shift(40 * MINUTES)
    answer = inside.post("/accounts/position/", headers={"Referer": "http://testserver/accounts/?tab=2"})
    assert answer["Location"] == "/accounts/login/?next=%2Faccounts%2F%3Ftab%3D2"


def test_htmx_is_sent_to_the_log_in_as_a_whole_page(inside: Client, clock: time_machine.Traveller) -> None:
    clock.shift(40 * MINUTES)
    answer = inside.get("/accounts/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/?next=%2Faccounts%2F")


def test_a_request_costs_two_reads_and_no_write(inside: Client, clock: time_machine.Traveller) -> None:
    inside.get("/accounts/here/")
    with CaptureQueriesContext(connection) as queries:
        inside.get("/accounts/here/")
    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "SELECT"]


def test_visitors_without_a_session_cost_no_query(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/here/")
    assert len(queries) == 0


def test_pages_inside_carry_the_warning_and_its_minutes(inside: Client) -> None:
    page = inside.get("/accounts/").content.decode()
    assert 'data-idle="30" data-here="/accounts/here/"' in page
    assert 'data-idle="' not in Client().get("/accounts/login/").content.decode()
