from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from tests.fakes.mail import free_port
from tests.fakes.sms import Answer, SmsGateway, mitake, sms_gateway
from tongban.apps.connectors.failures import FinalFailure, PassingFailure, clean
from tongban.apps.connectors.sms import GatewayAccount, Progress, Sms, gateway
from tongban.apps.connectors.sms.every8d import Every8d
from tongban.apps.connectors.sms.mitake import Mitake

SMS = Sms(to="+886912345678", text="案號 SOC\n查詢密碼 K7QF-2M9X", client_id="message-1")


@pytest.fixture
def far() -> Iterator[SmsGateway]:
    with sms_gateway() as server:
        yield server


def ours(far: SmsGateway) -> Mitake:
    return Mitake(GatewayAccount(far.url, "city", "secret-word"))


def every8d(far: SmsGateway, answer: str) -> Every8d:
    far.otherwise = Answer(answer)
    return Every8d(GatewayAccount(f"{far.host}/sendSMS.ashx", "city", "secret-word"))


def test_mitake_gets_its_fields_and_gives_its_id(far: SmsGateway) -> None:
    accepted = ours(far).send(SMS)
    assert (accepted.gateway_id, accepted.progress) == ("0000000013", Progress.UNDER_WAY)
    assert far.fields == [
        {
            "username": "city",
            "password": "secret-word",
            "CharsetURL": "UTF-8",
            "dstaddr": "0912345678",
            "smbody": "案號 SOC\x06查詢密碼 K7QF-2M9X",
            "clientid": "message-1",
        }
    ]


@pytest.mark.parametrize("code", ["v", "6", "5", "u", "7", "8"])
def test_a_number_or_text_mitake_will_never_take_is_final(far: SmsGateway, code: str) -> None:
    far.otherwise = mitake(code)
    with pytest.raises(FinalFailure) as failed:
        ours(far).send(SMS)
    assert f"statuscode={code}" in failed.value.detail


@pytest.mark.parametrize(
    ("code", "reason"), [("*", "busy"), ("a", "busy"), ("e", "refused-us"), ("s", "no-credit"), ("Q", "busy")]
)
def test_what_is_mitakes_or_our_own_trouble_passes(far: SmsGateway, code: str, reason: str) -> None:
    far.otherwise = mitake(code)
    with pytest.raises(PassingFailure) as failed:
        ours(far).send(SMS)
    assert failed.value.reason == reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer("", 500), "busy"),
        (Answer("", 429), "busy"),
        (Answer("", 401), "refused-us"),
        (Answer("<html>maintenance</html>"), "bad-answer"),
        (Answer(""), "bad-answer"),
        (Answer("statuscode=1"), "bad-answer"),
        (Answer("x" * 70_000), "bad-answer"),
    ],
)
def test_an_answer_that_is_none_passes(far: SmsGateway, answer: Answer, reason: str) -> None:
    far.otherwise = answer
    with pytest.raises(PassingFailure) as failed:
        ours(far).send(SMS)
    assert failed.value.reason == reason


def test_a_redirect_is_not_followed(far: SmsGateway) -> None:
    with sms_gateway() as elsewhere:
        far.otherwise = Answer("", 307, {"Location": elsewhere.url})
        with pytest.raises(PassingFailure) as failed:
            ours(far).send(SMS)
        assert failed.value.reason == "refused-us"
        assert elsewhere.posted == []


def test_a_proxy_of_the_environment_gets_nothing(far: SmsGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    with sms_gateway() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.host)
        monkeypatch.setenv("ALL_PROXY", proxy.host)
        ours(far).send(SMS)
        assert proxy.posted == []


def test_a_gateway_that_is_not_there_passes_and_nothing_secret_is_said() -> None:
    nobody = Mitake(GatewayAccount(f"http://127.0.0.1:{free_port()}/SmSend", "city", "secret-word"))
    with pytest.raises(PassingFailure) as failed:
        nobody.send(SMS)
    said = f"{failed.value} {failed.value!r} {nobody.account!r} {SMS!r}"
    assert failed.value.reason == "unreachable"
    assert not any(secret in said for secret in ("secret-word", "K7QF", "912345678"))


def test_a_gateway_that_never_answers_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    from tongban.apps.connectors.sms import transport

    monkeypatch.setattr(transport, "TIMEOUT", httpx.Timeout(0.1))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(PassingFailure) as failed:
            Mitake(GatewayAccount(f"http://127.0.0.1:{silent.getsockname()[1]}/SmSend", "city", "x")).send(SMS)
    assert failed.value.reason == "unreachable"


def test_mitake_says_what_became_of_a_message(far: SmsGateway) -> None:
    far.answers += [
        Answer("13\t4\t20261120120000\r\n"),
        Answer("13\t1\t\r\n"),
        Answer("13\t8\t\r\n"),
        Answer("14\t4\t"),
    ]
    assert ours(far).progress("13") is Progress.DELIVERED
    assert ours(far).progress("13") is Progress.UNDER_WAY
    with pytest.raises(FinalFailure):
        ours(far).progress("13")
    with pytest.raises(PassingFailure):
        ours(far).progress("13")
    assert far.posted[0][0] == "/api/mtk/SmQuery"


def test_an_answer_in_big5_is_read(far: SmsGateway) -> None:
    far.otherwise = Answer("[1]\r\nmsgid=13\r\nstatuscode=1\r\nnote=成功\r\n", encoding="big5")
    assert ours(far).send(SMS).gateway_id == "13"


def test_every8d_gets_its_fields_and_gives_its_batch(far: SmsGateway) -> None:
    accepted = every8d(far, "998.00,1,1.0,0,6e5d46a4-1f0b-4f5d-a0c3-6d2f9d9e3ab1").send(SMS)
    assert accepted.gateway_id == "6e5d46a4-1f0b-4f5d-a0c3-6d2f9d9e3ab1"
    assert far.fields[0] == {
        "UID": "city",
        "PWD": "secret-word",
        "SB": "message-1",
        "MSG": SMS.text,
        "DEST": "+886912345678",
        "ST": "",
    }


@pytest.mark.parametrize("answer", ["-306,電話號碼不正確", "998.00,0,0,1,6e5d46a4"])
def test_a_number_every8d_cannot_send_to_is_final(far: SmsGateway, answer: str) -> None:
    with pytest.raises(FinalFailure):
        every8d(far, answer).send(SMS)


@pytest.mark.parametrize("answer", ["-99,系統錯誤", "-4", "", "998,1,1", "998.00,0,0,0,x", "hello,1,1,0,"])
def test_every_other_refusal_of_every8d_passes(far: SmsGateway, answer: str) -> None:
    with pytest.raises(PassingFailure):
        every8d(far, answer).send(SMS)


def test_the_settings_choose_the_gateway(settings: Settings) -> None:
    assert isinstance(gateway(), Mitake)
    settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, "kind": "every8d"}
    assert isinstance(gateway(), Every8d)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("kind", "pigeon", "mitake, every8d"), ("url", "ftp://x/", "https://"), ("url", "http://a:b@x/", "account")],
)
def test_a_wrong_setting_is_named(settings: Settings, name: str, value: str, said: str) -> None:
    settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, name: value}
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_SMS_") as wrong:
        gateway()
    assert said in str(wrong.value)


def test_what_the_other_side_said_is_kept_without_addresses() -> None:
    assert clean("550 5.1.1 <wang@example.com>: unknown\r\n0912-345-678 \x00 end") == "550 5.1.1 <•••>: unknown ••• end"
