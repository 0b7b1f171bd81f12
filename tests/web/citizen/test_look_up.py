"""The way in: number and password, and nothing to learn from a wrong one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.web.citizen.conftest import AT, City, enter
from tongban.apps.cases.actions import Registered, renew_password
from tongban.apps.lookups.actions.throttle import PAIR
from tongban.core.casework.number import case_number

pytestmark = pytest.mark.django_db
UNKNOWN = case_number("SOC", AT.date(), 9_999_999)


def try_pair(client: Client, number: str, password: str, **more: Any) -> Any:
    return client.post("/progress/", {"number": number, "password": password}, **more)


def test_a_qr_code_fills_in_the_number(client: Client, db: None) -> None:
    page = html.document_fromstring(client.get("/progress/?number=SOC-115-0000001-1").content)
    assert page.xpath("//input[@name='number']/@value") == ["SOC-115-0000001-1"]
    assert not page.xpath("//input[@name='password']/@value")


def test_the_right_pair_opens_the_case_for_half_an_hour(client: Client, registered: Registered) -> None:
    assert enter(client, registered).status_code == 200
    cookie = client.cookies["case"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/progress/")
    with time_machine.travel(AT + timedelta(hours=1, minutes=29), tick=False):
        assert client.get("/progress/case/").status_code == 200
    with time_machine.travel(AT + timedelta(hours=1, minutes=31), tick=False):
        assert client.get("/progress/case/").headers["Location"] == "/progress/"


def test_every_wrong_pair_gets_the_very_same_answer(client: Client, registered: Registered) -> None:
    pairs = [(registered.number, "0000-0000"), (UNKNOWN, registered.password), ("SOC-115-1", "x"), ("x\x00", "\x00x")]
    answers = set()
    for number, password in pairs:
        response = try_pair(client, number, password or "")
        body = re.sub(r'value="[^"]*"', "", response.content.decode())
        answers.add((response.status_code, body))
    assert len(answers) == 1


def test_the_password_is_never_shown_again(client: Client, registered: Registered) -> None:
    assert "secret-99" not in try_pair(client, registered.number, "secret-99").content.decode()


def test_an_empty_field_is_named_and_costs_no_try(client: Client, registered: Registered) -> None:
    for _ in range(PAIR.free + 2):
        response = try_pair(client, registered.number, "")
        assert response.status_code == 422
    page = html.document_fromstring(response.content)
    assert page.xpath("//input[@aria-invalid='true']/@name") == ["password"]
    assert page.xpath("//*[@role='alert']")


def test_too_many_wrong_tries_are_told_how_long_to_wait(client: Client, registered: Registered) -> None:
    for _ in range(PAIR.free):
        assert try_pair(client, registered.number, "wrong").status_code == 422
    response = try_pair(client, registered.number, registered.password or "")
    assert (response.status_code, response.headers["Retry-After"]) == (429, str(PAIR.first))
    assert f"{PAIR.first} 秒" in response.content.decode()
    assert try_pair(client, registered.number, registered.password or "", REMOTE_ADDR="203.0.113.5").status_code == 302


def test_behind_no_proxy_a_claimed_address_counts_for_nothing(client: Client, registered: Registered) -> None:
    codes = [
        try_pair(client, registered.number, "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code
        for n in range(PAIR.free + 1)
    ]
    assert codes[-1] == 429


def test_a_grant_is_for_one_case_and_cannot_be_forged(client: Client, registered: Registered) -> None:
    enter(client, registered)
    value = client.cookies["case"].value
    for forged in (value[:-1] + "x", value.replace(":", "", 1), "", "null", "e30:1:1"):
        client.cookies["case"] = forged
        assert client.get("/progress/case/").status_code == 302


def test_a_renewed_password_ends_what_the_old_one_opened(client: Client, city: City, registered: Registered) -> None:
    enter(client, registered)
    renew_password(number=registered.number, by=city.rights("counter"), at=AT)
    assert client.get("/progress/case/").status_code == 302
    assert try_pair(client, registered.number, registered.password or "").status_code == 422


def test_leaving_closes_the_door(client: Client, registered: Registered) -> None:
    enter(client, registered)
    assert client.post("/progress/leave/").headers["Location"] == "/"
    assert client.get("/progress/case/").status_code == 302
    assert client.get("/progress/leave/").status_code == 405


def test_nothing_of_a_case_is_kept_by_caches(client: Client, registered: Registered) -> None:
    assert "no-store" in enter(client, registered).headers["Cache-Control"]
    assert "no-store" in client.get("/progress/case/proof/").headers["Cache-Control"]


def test_a_look_up_and_its_page_take_four_queries_each(client: Client, registered: Registered) -> None:
    enter(client, registered)
    with CaptureQueriesContext(connection) as asked:
        try_pair(client, registered.number, registered.password or "")
    with CaptureQueriesContext(connection) as shown:
        client.get("/progress/case/")
    assert (len(asked) <= 4, len(shown) <= 4) == (True, True)


def test_a_form_from_elsewhere_is_refused(registered: Registered) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert try_pair(strict, registered.number, registered.password or "").status_code == 403
