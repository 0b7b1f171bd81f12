from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q

from tests.apps.cases.conftest import AT, City
from tests.fakes.mail import MailServer, text_of
from tests.fakes.sms import SmsGateway
from tongban.apps.cases.actions import Registered, send_message, withdraw_consent
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.correspondence.actions import deliver_message, forget_sealed_texts, retry_message
from tongban.apps.correspondence.models import Message
from tongban.apps.correspondence.queries import messages_of, undeliverable
from tongban.apps.correspondence.wording import HIDDEN_LINK
from tongban.apps.feedback.links import questionnaire_code, questionnaire_url
from tongban.apps.journal.models import JournalEvent
from tongban.apps.parties.actions import change_contacts
from tongban.apps.parties.models import Party
from tongban.core.casework import Refusal

from .conftest import everything_stored, prepared

HOUR = timedelta(hours=1)


@pytest.fixture
def bounced(registered: Registered, mail: MailServer) -> Message:
    """The first e-mail, to an address that nobody has."""
    message = prepared(registered)["email"]
    mail.answers_to_recipient.append("550 unknown")
    deliver_message(message=message.pk, at=AT)
    return Message.objects.get(pk=message.pk)


def correct(registered: Registered, **contacts: str) -> None:
    party = Party.objects.get(case_parties__case_id=registered.case_id)
    change_contacts(party=party, contacts=contacts, by="person:1", at=AT)


def test_with_the_contact_put_right_it_goes_out_with_its_password(
    city: City, registered: Registered, bounced: Message, mail: MailServer
) -> None:
    correct(registered, email="right@example.com")
    new = retry_message(message=bounced.pk, by=city.rights("handler"), at=AT + HOUR)
    assert deliver_message(message=new, at=AT + HOUR) == "sent"
    assert mail.recipients == ["right@example.com"]
    assert registered.password is not None
    assert registered.password in text_of(mail.letters[0])
    assert registered.password not in everything_stored()
    old = Message.objects.get(pk=bounced.pk)
    assert (old.state, old.sealed) == ("failed", None)
    assert JournalEvent.objects.filter(subject=f"case:{registered.case_id}", kind="MessageSentAgain").count() == 1


def test_asked_twice_it_is_sent_again_once(city: City, registered: Registered, bounced: Message) -> None:
    first = retry_message(message=bounced.pk, by=city.rights("handler"), at=AT + HOUR)
    assert retry_message(message=bounced.pk, by=city.rights("handler"), at=AT + HOUR) == first
    assert Message.objects.filter(again_of=bounced).count() == 1


def test_who_may_not_send_messages_may_not_send_them_again(city: City, bounced: Message) -> None:
    with pytest.raises(NotAllowed):
        retry_message(message=bounced.pk, by=city.rights("stranger"), at=AT + HOUR)
    assert Message.objects.filter(again_of=bounced).count() == 0


def test_a_message_under_way_cannot_be_sent_again(city: City, registered: Registered) -> None:
    with pytest.raises(Refusal) as refused:
        retry_message(message=prepared(registered)["sms"].pk, by=city.rights("handler"), at=AT)
    assert refused.value.code == "not-undelivered"


def test_a_forgotten_password_needs_a_new_receipt(city: City, bounced: Message) -> None:
    forget_sealed_texts(at=AT + timedelta(days=31))
    with pytest.raises(Refusal) as refused:
        retry_message(message=bounced.pk, by=city.rights("handler"), at=AT + timedelta(days=31))
    assert refused.value.code == "password-gone"
    assert "補列印" in refused.value.text.zh


def test_without_consent_nothing_is_sent_again(city: City, registered: Registered, bounced: Message) -> None:
    withdraw_consent(number=registered.number, form="oral", by=city.rights("handler"), at=AT)
    with pytest.raises(Refusal) as refused:
        retry_message(message=bounced.pk, by=city.rights("handler"), at=AT + HOUR)
    assert refused.value.code == "no-consent"


def test_where_only_a_mobile_number_is_left_it_goes_as_sms(
    city: City, registered: Registered, mail: MailServer, sms: SmsGateway
) -> None:
    send_message(number=registered.number, code="step-accepted", text="進度" * 200, by=city.rights("handler"), at=AT)
    message = prepared(registered, "sent")["email"]
    mail.answers_to_recipient.append("550 unknown")
    deliver_message(message=message.pk, at=AT)
    correct(registered, email="")
    new = retry_message(message=message.pk, by=city.rights("handler"), at=AT)
    deliver_message(message=new, at=AT)
    sent = sms.fields[0]["smbody"]
    assert sent.startswith("進度")
    assert sent.endswith(f"/progress/?number={registered.number}")
    assert Message.objects.get(pk=new).segments == 3


def test_the_handler_sees_what_did_not_arrive_until_it_is_sent_again(
    city: City, registered: Registered, bounced: Message
) -> None:
    here, elsewhere = Q(case__unit=city.section), Q(case__unit=city.office)
    assert [m.pk for m in undeliverable(here)] == [bounced.pk]
    assert list(undeliverable(elsewhere)) == []
    shown = messages_of(registered.case_id)
    assert [(m.channel, m.state) for m in shown] == [("email", "failed"), ("sms", "queued")]
    assert [d.number for d in shown[0].deliveries.all()] == [1]
    retry_message(message=bounced.pk, by=city.rights("handler"), at=AT + HOUR)
    assert list(undeliverable(here)) == []


def test_the_link_to_rate_is_put_in_again(city: City, registered: Registered, mail: MailServer) -> None:
    correct(registered, email="", phone="")
    send_message(number=registered.number, code="closed", text=HIDDEN_LINK.zh, by=city.rights("handler"), at=AT)
    message = prepared(registered, "sent")["none"]
    correct(registered, email="right@example.com")
    deliver_message(message=retry_message(message=message.pk, by=city.rights("handler"), at=AT), at=AT)
    assert text_of(mail.letters[0]).strip() == questionnaire_url(registered.number)
    assert questionnaire_code(registered.number) not in everything_stored()
