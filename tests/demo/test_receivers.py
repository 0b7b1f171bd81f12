from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import pytest
from django.test import Client, override_settings
from django.urls import include, path
from pytest_django.fixtures import Settings

from tests.fakes.mail import free_port
from tongban.apps.connectors.failures import FinalFailure, PassingFailure
from tongban.apps.connectors.sms import GatewayAccount, Progress, Sms
from tongban.apps.connectors.sms.mitake import Mitake
from tongban.demo.receivers import inbox as inbox_module
from tongban.demo.receivers.inbox import Inbox, Received
from tongban.demo.receivers.mail import mail_server
from tongban.demo.receivers.sms import sms_gateway

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class urls:  # noqa: N801 (stands for a URLconf module)
    urlpatterns = (path("demo/", include("tongban.demo.urls")), path("", include("tongban.config.urls")))


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "demo" / "phone")


@pytest.fixture
def gateway(inbox: Inbox) -> Iterator[Mitake]:
    server = sms_gateway(inbox, "127.0.0.1", 0)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Mitake(GatewayAccount(f"http://127.0.0.1:{server.server_address[1]}/SmSend", "demo", "demo"))
    server.shutdown()
    server.server_close()
    thread.join()


def message(key: str = "1", to: str = "0912345678", at: datetime = AT, body: str = "您好") -> Received:
    return Received(key=key, channel="sms", to=to, at=at, body=body)


def test_the_gateway_speaks_as_ours_expects_and_keeps_each_message_once(gateway: Mitake, inbox: Inbox) -> None:
    sms = Sms(to="+886912345678", text="案號 1\n密碼 2", client_id="m-1")
    first, second = gateway.send(sms), gateway.send(sms)
    assert first == second
    assert gateway.progress(first.gateway_id) is Progress.DELIVERED
    assert [(m.to, m.body) for m in inbox.newest()] == [("0912345678", "案號 1\n密碼 2")]


def test_the_gateway_refuses_as_a_real_one_does(gateway: Mitake, inbox: Inbox) -> None:
    with pytest.raises(FinalFailure):
        gateway.send(Sms(to="+886227208889", text="x", client_id="m"))
    stranger = Mitake(GatewayAccount(gateway.url, "", ""))
    with pytest.raises(PassingFailure):
        stranger.send(Sms(to="+886912345678", text="x", client_id="m"))
    assert inbox.newest() == []


def test_the_mail_server_keeps_each_letter_once(inbox: Inbox) -> None:
    port = free_port()
    server = mail_server(inbox, "127.0.0.1", port)
    server.start()
    try:
        letter = EmailMessage()
        letter["Message-ID"], letter["Subject"], letter["From"] = "<1@x>", "已受理您的申請", "通辦 <a@city.example>"
        letter.set_content("王大明 您好")
        letter.add_alternative("<p>王大明 您好</p>", subtype="html")
        for _ in range(2):
            with smtplib.SMTP("127.0.0.1", port) as client:
                client.send_message(letter, "a@city.example", ["wang@example.com"])
    finally:
        server.stop()
    assert [(m.to, m.subject, m.body) for m in inbox.newest()] == [
        ("wang@example.com", "已受理您的申請", "王大明 您好")
    ]


def test_an_address_is_found_however_it_is_written(inbox: Inbox) -> None:
    inbox.put(message("1", "0912345678"))
    inbox.put(message("2", "Wang@Example.com", AT + timedelta(seconds=1)))
    assert [m.key for m in inbox.newest()] == ["2", "1"]
    for written in ("0912-345-678", "+886912345678", "345"):
        assert [m.key for m in inbox.newest(about=written)] == ["1"]
    assert [m.key for m in inbox.newest(about="wang@")] == ["2"]


def test_the_oldest_go_when_there_are_too_many(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "KEPT", 3)
    for n in range(5):
        inbox.put(message(str(n), at=AT + timedelta(minutes=n)))
    assert [m.key for m in inbox.newest()] == ["4", "3", "2"]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=urls)
def test_the_phone_shows_what_came_escaped_and_newest_first(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    demo = Path(inbox_module.__file__).parents[1]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [demo / "templates"]}]
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, demo / "static"]
    box = Inbox(tmp_path / "demo" / "phone")
    client.cookies["language"] = "en"  # catalogues of the demo are not loaded here
    assert "Nothing here yet" in client.get("/demo/phone/").content.decode()
    box.put(message("1", body="<b>一</b> https://city.example/progress/"))
    box.put(message("2", to="li@example.com", at=AT + timedelta(minutes=1), body="二"))
    page = client.get("/demo/phone/").content.decode()
    assert "&lt;b&gt;一&lt;/b&gt;" in page
    assert 'href="https://city.example/progress/"' in page
    assert page.index("二") < page.index("一&lt;")
    found = client.get("/demo/phone/", {"to": "li@", "channel": "email"}).content.decode()
    assert "&lt;b&gt;" not in found


def test_in_production_there_is_no_such_page() -> None:
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("demo:phone", urlconf="tongban.config.urls")
