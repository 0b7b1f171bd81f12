from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from pytest_django.fixtures import Settings

from tests.apps.cases.conftest import AT, City
from tests.fakes.mail import MailServer, free_port, text_of
from tests.fakes.sms import Answer, SmsGateway, mitake
from tongban.apps.cases.actions import Registered, withdraw_consent
from tongban.apps.correspondence.actions import (
    ask_delivery,
    deliver_message,
    forget_sealed_texts,
    pick_up_messages,
)
from tongban.apps.correspondence.backoff import MOST_FAILURES
from tongban.apps.correspondence.models import Delivery, Message
from tongban.apps.correspondence.templatetags.correspondence import linked

from .conftest import EMAIL, everything_stored, jobs, prepared, register

HOUR = timedelta(hours=1)


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def results(message: Message) -> list[tuple[int, str, str]]:
    return list(message.deliveries.order_by("number", "pk").values_list("number", "result", "reason"))


def test_an_email_arrives_with_the_password_and_is_redacted_after(registered: Registered, mail: MailServer) -> None:
    message = prepared(registered)["email"]
    assert deliver_message(message=message.pk, at=AT) == "sent"
    assert mail.recipients == [EMAIL]
    assert registered.password is not None
    assert registered.password in text_of(mail.letters[0])
    after = again(message)
    assert (after.state, after.sealed, after.attempts) == ("sent", None, 1)
    assert registered.password not in everything_stored()
    assert results(message) == [(1, "taken", "")]


def test_the_letter_is_safe_to_open_and_says_that_it_is_automatic(registered: Registered, mail: MailServer) -> None:
    message = prepared(registered)["email"]
    deliver_message(message=message.pk, at=AT)
    letter = mail.letters[0]
    assert letter["Message-ID"] == f"<{message.pk}@tongban.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    html = letter.get_body(preferencelist=("html",))
    assert html is not None
    page = html.get_content()
    assert not re.search(r"<(img|script|link|iframe)|src=|url\(", page)
    assert "社會局" in page


def test_what_a_citizen_wrote_is_escaped_in_the_page(city: City, mail: MailServer) -> None:
    made = register(city)
    message = prepared(made)["email"]
    Message.objects.filter(pk=message.pk).update(
        sealed=None, body="<script>alert(1)</script>", subject="a\r\nBcc: x@y.z"
    )
    deliver_message(message=message.pk, at=AT)
    html = mail.letters[0].get_body(preferencelist=("html",))
    assert html is not None
    assert "<script>" not in html.get_content()
    assert mail.letters[0]["Subject"] == "a Bcc: x@y.z"
    assert mail.letters[0]["Bcc"] is None
    assert mail.recipients == [EMAIL]


def test_an_sms_is_handed_over_under_the_messages_own_id(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    assert deliver_message(message=message.pk, at=AT) == "sent"
    assert sms.fields[0]["clientid"] == str(message.pk)
    assert sms.fields[0]["dstaddr"] == "0912345678"
    assert registered.password is not None
    assert registered.password in sms.fields[0]["smbody"]
    assert message.segments is not None
    assert message.segments >= 1
    line = message.deliveries.get()
    assert (line.gateway_id, line.to) == ("0000000013", "0912•••678")


def test_delivered_means_the_phone_has_it(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    deliver_message(message=message.pk, at=AT)
    [(asked, when)] = jobs("AskDelivery")
    assert (asked["asked"], when) == (0, AT + timedelta(minutes=2))
    sms.answers += [Answer("0000000013\t1\t\r\n"), Answer("0000000013\t4\t\r\n")]
    assert ask_delivery(message=message.pk, asked=0, at=AT + HOUR) == "sent"
    assert ask_delivery(message=message.pk, asked=1, at=AT + HOUR) == "delivered"
    assert ask_delivery(message=message.pk, asked=1, at=AT + HOUR) is None
    assert results(message) == [(1, "taken", ""), (1, "delivered", "")]


def test_an_sms_that_never_reached_the_phone_is_shown_as_failed(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    deliver_message(message=message.pk, at=AT)
    sms.answers += [Answer("0000000013\t8\t\r\n")]
    assert ask_delivery(message=message.pk, asked=0, at=AT + HOUR) == "failed"
    assert again(message).why != ""


def test_nobody_asks_for_ever(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    deliver_message(message=message.pk, at=AT)
    before = len(jobs("AskDelivery"))
    sms.otherwise = Answer("", 500)
    assert ask_delivery(message=message.pk, asked=4, at=AT) == "sent"
    assert len(jobs("AskDelivery")) == before


def test_a_mailbox_nobody_knows_is_final_and_says_so(registered: Registered, mail: MailServer) -> None:
    message = prepared(registered)["email"]
    mail.answers_to_recipient.append(f"550 5.1.1 <{EMAIL}>: user unknown")
    assert deliver_message(message=message.pk, at=AT) == "failed"
    after = again(message)
    assert (after.reason, after.next_at) == ("unknown-recipient", None)
    assert after.sealed is not None  # until the contact is put right
    line = message.deliveries.get()
    assert line.detail == "550 5.1.1 <•••>: user unknown"
    assert line.to == "wa•••@example.com"
    assert deliver_message(message=message.pk, at=AT + HOUR) is None


def test_a_passing_failure_waits_longer_each_time_under_the_same_id(registered: Registered, mail: MailServer) -> None:
    message, at = prepared(registered)["email"], AT
    mail.answers_to_recipient += ["450 4.2.1 busy"] * 4
    waits = []
    for _ in range(4):
        assert deliver_message(message=message.pk, at=at) == "queued"
        after = again(message)
        assert after.next_at is not None
        assert jobs("DeliverMessage")[-1] == ({"message": str(message.pk)}, after.next_at)
        assert deliver_message(message=message.pk, at=at) is None  # not before its time
        waits.append(after.next_at - at)
        at = after.next_at
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(minutes=1)
    assert deliver_message(message=message.pk, at=at) == "sent"
    assert mail.letters[0]["Message-ID"] == f"<{message.pk}@tongban.example>"


def test_after_more_than_a_day_it_is_given_up(registered: Registered, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = free_port()
    message, at = prepared(registered)["email"], AT
    state: str | None = "queued"
    while state == "queued":
        state = deliver_message(message=message.pk, at=at)
        at = again(message).next_at or at
    after = again(message)
    assert (state, after.reason, after.attempts) == ("failed", "gave-up", MOST_FAILURES)
    assert at - AT >= timedelta(hours=24)
    assert [line[1] for line in results(message)] == ["failed-for-now"] * MOST_FAILURES


def test_a_gateway_that_refuses_our_account_loses_nothing(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    sms.otherwise = mitake("e")
    assert deliver_message(message=message.pk, at=AT) == "queued"
    assert results(message) == [(1, "failed-for-now", "refused-us")]


def test_the_letter_itself_refused_for_good_is_final(registered: Registered, mail: MailServer) -> None:
    message = prepared(registered)["email"]
    mail.answers_to_letter.append("554 5.7.1 rejected by policy")
    assert deliver_message(message=message.pk, at=AT) == "failed"
    assert again(message).reason == "refused-content"


def test_a_message_found_half_sent_goes_out_again_under_the_same_id(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    Message.objects.filter(pk=message.pk).update(state="sending", attempts=1)  # as a killed worker leaves it
    assert deliver_message(message=message.pk, at=AT + HOUR) == "sent"
    assert [f["clientid"] for f in sms.fields] == [str(message.pk)]
    assert results(message) == [(1, "interrupted", "interrupted"), (2, "taken", "")]


def test_a_message_that_kills_every_worker_comes_to_an_end(registered: Registered, sms: SmsGateway) -> None:
    message = prepared(registered)["sms"]
    Message.objects.filter(pk=message.pk).update(state="sending", attempts=60)
    assert deliver_message(message=message.pk, at=AT) is None
    assert (again(message).state, sms.posted) == ("failed", [])


def test_a_delivery_job_run_twice_sends_once(registered: Registered, mail: MailServer) -> None:
    message = prepared(registered)["email"]
    deliver_message(message=message.pk, at=AT)
    assert deliver_message(message=message.pk, at=AT) is None
    assert len(mail.letters) == 1


def test_consent_withdrawn_between_two_attempts_stops_the_message(
    city: City, registered: Registered, mail: MailServer, sms: SmsGateway
) -> None:
    made = prepared(registered)
    mail.answers_to_recipient.append("450 later")
    deliver_message(message=made["email"].pk, at=AT)
    withdraw_consent(number=registered.number, form="oral", by=city.rights("handler"), at=AT)
    assert deliver_message(message=made["email"].pk, at=AT + HOUR) == "not-sent"
    assert deliver_message(message=made["sms"].pk, at=AT + HOUR) == "not-sent"
    after = again(made["email"])
    assert (after.reason, after.sealed) == ("no-consent", None)
    assert mail.letters == []
    assert sms.posted == []


def test_nothing_secret_is_logged(
    registered: Registered, mail: MailServer, sms: SmsGateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = prepared(registered)
    mail.answers_to_recipient.append(f"450 {EMAIL} later")
    sms.answers.append(Answer("", 500))
    for message in made.values():
        deliver_message(message=message.pk, at=AT)
        deliver_message(message=message.pk, at=AT + HOUR)
    assert registered.password is not None
    # The receiver runs in this process too and logs what it gets; that is not the program's doing.
    said = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("mail."))
    assert "later" in said
    for secret in (registered.password, EMAIL, "912345678"):
        assert secret not in said


def test_a_delivery_record_cannot_be_changed_or_deleted(registered: Registered, mail: MailServer) -> None:
    deliver_message(message=prepared(registered)["email"].pk, at=AT)
    for change in ("UPDATE correspondence_delivery SET result = 'x'", "DELETE FROM correspondence_delivery"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert Delivery.objects.count() == 1


def test_a_message_that_lost_its_job_gets_another(registered: Registered) -> None:
    made = prepared(registered)
    Message.objects.filter(pk=made["sms"].pk).update(state="sent", sealed=None)
    assert pick_up_messages(at=AT + timedelta(minutes=59)) == 0
    assert pick_up_messages(at=AT + 2 * HOUR) == 1
    assert jobs("DeliverMessage")[-1][0] == {"message": str(made["email"].pk)}
    assert pick_up_messages(at=AT + 2 * HOUR) == 0


def test_an_undelivered_password_is_forgotten_after_a_month(registered: Registered, mail: MailServer) -> None:
    message = prepared(registered)["email"]
    mail.answers_to_recipient.append("550 unknown")
    deliver_message(message=message.pk, at=AT)
    assert forget_sealed_texts(at=AT + timedelta(days=29)) == 0
    assert forget_sealed_texts(at=AT + timedelta(days=31)) == 1
    assert again(message).sealed is None


def test_wrong_settings_lose_nothing(registered: Registered, settings: Settings) -> None:
    message = prepared(registered)["sms"]
    settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, "kind": "pigeon"}
    assert deliver_message(message=message.pk, at=AT) == "queued"
    assert results(message) == [(1, "failed-for-now", "refused-us")]


def test_an_address_between_chinese_characters_is_a_link_and_nothing_else_is() -> None:
    page = linked(
        '查詢https://city.example/progress/?n=1&x=2，或"><script>（https://a.example/b）。javascript:alert(1)'
    )
    assert page.count("<a ") == 2
    assert '<a href="https://city.example/progress/?n=1&amp;x=2">' in page
    assert '<a href="https://a.example/b">https://a.example/b</a>）。' in page
    assert "<script>" not in page
