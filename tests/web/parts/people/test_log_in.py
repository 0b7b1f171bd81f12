"""Getting in: the right password, too many wrong ones, and what strangers may not learn."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.apps.org.city import PASSWORD, city, person, post
from tests.web.parts.people.doors import LOG_IN, is_in, log_in
from tongban.apps.journal.models import JournalEvent
from tongban.apps.org.actions import deactivate_person
from tongban.apps.org.models import LogInAttempt, Role

pytestmark = pytest.mark.django_db
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


def kinds(subject: str) -> list[str]:
    return list(JournalEvent.objects.filter(subject=subject).order_by("seq").values_list("kind", flat=True))


def fail(client: Client, username: str = "lin", times: int = 1, **extra: str) -> str:
    for _ in range(times):
        answer = log_in(client, username, "typed-in-vain", **extra)
        assert answer.status_code == 400
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "door"), [(Role.COUNTER, "/desk/"), (Role.HOTLINE, "/call/"), (Role.CITY_ADMIN, "/studio/")]
)
def test_everyone_comes_in_by_his_own_door(client: Client, role: str, door: str) -> None:
    post(person("lin", password=PASSWORD), city(), role)
    assert log_in(client, "lin")["Location"] == door
    assert is_in(client)


def test_log_in_and_log_out_are_journalled(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    fail(client)
    log_in(client, "lin")
    client.post("/accounts/logout/")
    assert kinds(f"person:{who.pk}")[-3:] == ["LogInFailed", "LoggedIn", "LoggedOut"]
    assert not is_in(client)


def test_the_fifth_failure_pauses_the_account_for_fifteen_minutes(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fail(client, times=5)
        assert log_in(client, "lin").status_code == 400
        clock.shift(timedelta(minutes=14, seconds=59))
        assert log_in(client, "lin").status_code == 400
        clock.shift(timedelta(seconds=2))
        assert log_in(client, "lin").status_code == 302
    data = JournalEvent.objects.filter(subject=f"person:{who.pk}", kind="LogInFailed").order_by("seq").last().data
    assert "locked_until" in data


def test_four_failures_and_a_success_start_the_count_anew(client: Client) -> None:
    person("lin", password=PASSWORD)
    for _ in range(2):
        fail(client, times=4)
        assert log_in(client, "lin").status_code == 302
        client.post("/accounts/logout/")


def test_wrong_password_unknown_name_closed_account_and_lock_read_the_same(client: Client) -> None:
    person("lin", password=PASSWORD)
    closed = person("gone", password=PASSWORD)
    deactivate_person(person=closed, by="person:1", at=timezone.now())

    def message(text: str) -> str:
        return text[text.index('role="alert"') : text.index("</form>")].replace("gone", "").replace("nobody", "")

    texts = [fail(client), fail(client, "nobody"), log_in(client, "gone").content.decode()]
    fail(client, times=4)
    texts.append(log_in(client, "lin").content.decode())
    assert len({message(text).split('name="login"')[0] for text in texts}) == 1


def test_a_stranger_cannot_lock_out_the_person_at_the_usual_desk(client: Client) -> None:
    person("lin", password=PASSWORD)
    log_in(client, "lin")
    client.post("/accounts/logout/")
    stranger = Client()
    fail(stranger, times=5, **STRANGER)
    assert log_in(stranger, "lin", **STRANGER).status_code == 400
    assert log_in(client, "lin").status_code == 302


def test_the_usual_desk_has_five_guesses_as_well(client: Client) -> None:
    person("lin", password=PASSWORD)
    log_in(client, "lin")
    client.post("/accounts/logout/")
    fail(client, times=5)
    assert log_in(client, "lin").status_code == 400


def test_a_forged_device_cookie_is_a_strangers(client: Client) -> None:
    person("lin", password=PASSWORD)
    fail(client, times=5)
    client.cookies["device"] = "eyJmb3JnZWQiOiJ5ZXMifQ:1abc:forged"
    assert log_in(client, "lin").status_code == 400


def test_one_address_is_slowed_down_but_known_browsers_there_are_not(client: Client) -> None:
    person("lin", password=PASSWORD)
    log_in(client, "lin")
    client.post("/accounts/logout/")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(25):
            answer = log_in(Client(), f"guess{number}", "wrong")
        assert "秒" in answer.content.decode()
        assert LogInAttempt.objects.filter(device="").count() == 20
        assert log_in(client, "lin").status_code == 302
        clock.shift(timedelta(seconds=2))
        fail(Client(), "guess99")


def test_the_name_counts_the_same_however_it_is_typed(client: Client) -> None:
    person("lin", password=PASSWORD)
    for spelling in ("lin", "LIN", " lin ", "ｌｉｎ", "Lin"):
        log_in(client, spelling, "wrong")
    assert log_in(client, "lin").status_code == 400


def test_what_was_typed_as_name_is_kept_but_never_the_password(client: Client) -> None:
    page = fail(client, "lin")
    assert 'value="lin"' in page
    assert "typed-in-vain" not in page


def test_the_attempts_table_holds_no_user_names(client: Client) -> None:
    fail(client, "my-secret-password")
    assert "my-secret-password" not in str(list(LogInAttempt.objects.values()))


def test_there_is_no_sign_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/email/").status_code == 404


def test_the_way_back_leads_only_into_this_house(client: Client) -> None:
    person("lin", password=PASSWORD)
    answer = client.post(LOG_IN, {"login": "lin", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/accounts/"


def test_a_closed_account_is_out_with_its_next_request(client: Client) -> None:
    who = person("lin", password=PASSWORD)
    log_in(client, "lin")
    assert is_in(client)
    deactivate_person(person=who, by="person:1", at=timezone.now())
    assert not is_in(client)
