"""What must be done first: an own password, a second factor; and passwords by mail."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.apps.org.city import AT, BY, PASSWORD, city, person, post
from tests.web.parts.people.doors import is_in, log_in
from tongban.apps.journal.models import JournalEvent
from tongban.apps.org.actions import set_password
from tongban.apps.org.jobs import password_link, send_account_notice, send_password_link
from tongban.apps.org.models import Role

pytestmark = pytest.mark.django_db
NEW = "another fine sentence 五月"


def enrol(client: Client) -> str:
    """Sets up the second factor of whoever is logged in; the key."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    key = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]  # type: ignore[index]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": pyotp.TOTP(key).now()})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return key


def test_a_temporary_password_leads_to_nothing_but_its_change(client: Client) -> None:
    who = person("lin")
    set_password(person=who, password=PASSWORD, by=BY, at=AT, temporary=True)
    log_in(client, "lin")
    assert client.get("/desk/")["Location"] == "/accounts/password/change/"
    assert client.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == "/accounts/password/change/"
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert client.get("/desk/").status_code != 302
    assert is_in(client)


def test_a_refused_new_password_says_why_and_changes_nothing(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    log_in(client, "lin")
    form = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/password/change/", form).content.decode()
    assert "最近 3 次" in page
    who.refresh_from_db()
    assert who.check_password(PASSWORD)


def test_changing_the_password_ends_other_log_ins_and_is_told_by_mail(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    elsewhere = Client()
    for browser in (client, elsewhere):
        log_in(browser, "lin")
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert is_in(client)
    assert not is_in(elsewhere)
    job = ProcrastinateJob.objects.get(task_name="SendAccountNotice")
    send_account_notice(**job.args)
    assert mail.outbox[0].to == [who.email]
    assert "密碼已變更" in mail.outbox[0].body


def test_administrators_set_up_a_second_factor_before_anything_else(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["city-admin"]
    post(person("root", password=PASSWORD), city(), Role.CITY_ADMIN)
    log_in(client, "root")
    assert client.get("/studio/")["Location"] == "/accounts/2fa/totp/activate/"
    enrol(client)
    assert client.get("/studio/").status_code != 302


def test_others_are_not_asked_for_a_second_factor(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["city-admin"]
    post(person("lin", password=PASSWORD), city(), Role.HANDLER)
    log_in(client, "lin")
    assert client.get("/desk/").status_code != 302


def test_with_a_second_factor_the_password_alone_opens_nothing(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, "lin")
        key = enrol(client)
        clock.shift(60)
        fresh = Client()
        assert log_in(fresh, "lin")["Location"] == "/accounts/2fa/authenticate/"
        assert not is_in(fresh)
        code = pyotp.TOTP(key).at(timezone.now())
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        assert not is_in(fresh) and fresh.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
        assert fresh.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
        assert is_in(fresh)
        replay = Client()
        log_in(replay, "lin")
        replay.post("/accounts/2fa/authenticate/", {"code": code})
        assert not is_in(replay)
    failed = JournalEvent.objects.filter(subject=f"person:{who.pk}", kind="LogInFailed").order_by("seq").first()
    assert failed.data["why"] == "second-factor"


def test_a_recovery_code_works_once(client: Client) -> None:
    person("lin", password=PASSWORD)
    log_in(client, "lin")
    enrol(client)
    code = re.search(r"<li><code>(\w+)</code>", client.get("/accounts/2fa/recovery-codes/").content.decode())[1]  # type: ignore[index]
    for expected in (True, False):
        browser = Client()
        log_in(browser, "lin")
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(browser) is expected


def test_the_second_factors_key_is_not_readable_in_the_database(client: Client) -> None:
    person("lin", password=PASSWORD)
    log_in(client, "lin")
    key = enrol(client)
    assert key not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    assert client.post("/accounts/password/reset/", {"email": who.email.upper()}).status_code == 302
    job = ProcrastinateJob.objects.get(task_name="SendPasswordLink")
    assert job.args == {"person_id": who.pk}
    send_password_link(**job.args)
    link = re.search(r"http://\S+", mail.outbox[0].body)[0]  # type: ignore[index]
    path = link.partition("8000")[2]
    form = client.get(path)["Location"]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert log_in(Client(), "lin", NEW).status_code == 302
    again = Client()
    assert "連結已失效" in again.get(path, follow=True).content.decode()


def test_an_old_link_is_refused(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        path = password_link(who).partition("8000")[2]
        clock.shift(4 * 3600 + 1)
        assert "連結已失效" in client.get(path, follow=True).content.decode()


def test_asking_for_a_link_tells_nobody_whether_the_account_exists(client: Client) -> None:
    person("lin", password=PASSWORD)
    answers = [client.post("/accounts/password/reset/", {"email": f"{name}@city.example"}) for name in ("lin", "none")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}


def test_a_closed_account_gets_no_link() -> None:
    who = person("lin")
    who.is_active = False
    who.save()
    send_password_link(who.pk)
    assert mail.outbox == []
