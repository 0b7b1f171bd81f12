from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.apps.cases.conftest import AT, City
from tests.fakes.mail import MailServer, text_of
from tongban.apps.cases.actions import Registered, complete_task, send_message, withdraw_consent
from tongban.apps.cases.models import Intent
from tongban.apps.cases.reading import case_file
from tongban.apps.catalogue.queries import definition
from tongban.apps.correspondence.actions import deliver_message, prepare_message
from tongban.apps.correspondence.models import Message
from tongban.apps.correspondence.queries import preview
from tongban.apps.correspondence.wording import HIDDEN_LINK
from tongban.apps.feedback.links import questionnaire_code
from tongban.core.casework import CorrectionRequest

from .conftest import EMAIL, case_of, everything_stored, intent_of, jobs, prepared, register

DAY = timedelta(days=1)


def hex_of(text: str) -> str:
    return text.encode().hex()


def test_registration_makes_an_email_and_an_sms_with_a_job_each(registered: Registered) -> None:
    made = prepared(registered)
    assert set(made) == {"email", "sms"}
    assert registered.number in made["email"].subject
    assert "王大明" in made["email"].body
    assert "115/2/13 (五)" in made["email"].body
    assert "((" not in made["email"].body + made["sms"].body
    assert sorted(str(args["message"]) for args, _ in jobs("DeliverMessage")) == sorted(
        str(m.pk) for m in made.values()
    )


def test_the_query_password_is_nowhere_to_be_read(registered: Registered) -> None:
    made = prepared(registered)
    stored = everything_stored()
    assert registered.password is not None
    assert registered.password not in stored
    assert hex_of(registered.password) not in stored
    assert "••••" in made["email"].body
    assert all(m.sealed is not None and m.held_password for m in made.values())
    assert Intent.objects.get(pk=intent_of(registered)).secret is None


def test_preparing_twice_makes_the_same_messages_once(registered: Registered) -> None:
    first = {m.pk for m in prepared(registered).values()}
    assert prepare_message(intent=intent_of(registered), at=AT + DAY) == []
    assert set(Message.objects.values_list("pk", flat=True)) == first
    assert len(jobs("DeliverMessage")) == 2


def test_ids_follow_from_the_intent_and_the_channel(registered: Registered) -> None:
    from uuid import uuid5

    made = prepared(registered)
    assert made["email"].pk == uuid5(intent_of(registered), "email")
    assert made["sms"].pk == uuid5(intent_of(registered), "sms")


def test_an_intent_that_never_was_is_passed_over(db: None) -> None:
    from uuid import uuid4

    assert prepare_message(intent=uuid4(), at=AT) == []


def test_without_consent_the_record_says_why_nothing_was_sent(city: City) -> None:
    made = prepared(register(city, email="", phone=""))
    assert [(m.channel, m.state, m.reason) for m in made.values()] == [("none", "not-sent", "no-consent")]
    assert made["none"].sealed is None
    assert "••••" in made["none"].body
    assert jobs("DeliverMessage") == []


def test_a_landline_gets_no_sms(city: City) -> None:
    assert set(prepared(register(city, phone="02-2720-8889"))) == {"email"}
    made = prepared(register(city, email="", phone="02-2720-8889"))
    assert [(m.channel, m.reason) for m in made.values()] == [("none", "no-contact")]


def test_consent_withdrawn_before_the_job_ran_means_no_message(city: City, registered: Registered) -> None:
    withdraw_consent(number=registered.number, form="oral", by=city.rights("handler"), at=AT)
    assert [(m.channel, m.reason) for m in prepared(registered).values()] == [("none", "no-consent")]


def test_an_english_reader_gets_english_with_english_dates(city: City) -> None:
    made = prepared(register(city, language="en"))
    assert "13 Feb 2026" in made["email"].body
    assert "社會局" not in made["sms"].body


def test_the_officers_wording_takes_the_place_of_the_body(city: City, registered: Registered) -> None:
    code, by = "step-accepted", city.rights("handler")
    send_message(number=registered.number, code=code, text="請攜帶印章於 ((due_on)) 前來。", by=by, at=AT)
    made = prepared(registered, "sent")
    assert made["email"].body.startswith("請攜帶印章於 115/")
    if "sms" in made:
        assert made["sms"].body.startswith("請攜帶印章")


def test_what_stands_in_an_answer_or_reason_is_not_read_as_a_placeholder(city: City, registered: Registered) -> None:
    request = CorrectionRequest(
        missing="((query_password))\r\nBcc: x@example.com", reason="未附", due_on=date(2026, 3, 6), consequence="駁回"
    )
    task = case_file(registered.number).open_tasks[0].number
    complete_task(
        number=registered.number, task=task, outcome="incomplete", correction=request, by=city.rights("handler"), at=AT
    )
    made = prepared(registered, "correction")
    assert "((query_password))" in made["email"].body
    assert "115/3/6 (五)" in made["email"].body
    assert "\n" not in made["email"].subject


def test_a_text_the_pack_has_no_more_is_recorded_not_raised(city: City, registered: Registered) -> None:
    Intent.objects.filter(case_id=registered.case_id).update(code="gone")
    assert [(m.state, m.reason) for m in prepared(registered).values()] == [("not-sent", "no-text")]


def test_a_unit_that_is_told_reads_it_in_its_mail(city: City, registered: Registered) -> None:
    Intent.objects.filter(case_id=registered.case_id).update(to="elderly", secret=None, code="step-received")
    prepare_message(intent=intent_of(registered), at=AT)
    told = Message.objects.filter(case=case_of(registered)).select_related("person")
    assert {m.person.username for m in told if m.person} == {"handler", "colleague", "supervisor"}
    assert {m.channel for m in told} == {"email"}


def test_an_agencys_own_people_are_found_in_its_sections(city: City, registered: Registered) -> None:
    Intent.objects.filter(case_id=registered.case_id).update(to="social-affairs", secret=None, code="step-received")
    prepare_message(intent=intent_of(registered), at=AT)
    assert [m.person.username for m in Message.objects.select_related("person") if m.person] == ["supervisor"]


@pytest.mark.parametrize("unit", ["nowhere", "district-taoyuan-empty"])
def test_a_unit_where_nobody_reads_mail_is_recorded(city: City, registered: Registered, unit: str) -> None:
    Intent.objects.filter(case_id=registered.case_id).update(to=unit, secret=None, code="step-received")
    assert [(m.state, m.reason) for m in prepared(registered).values()] == [("not-sent", "nobody")]


def test_no_address_stands_in_clear_anywhere(registered: Registered) -> None:
    prepared(registered)
    assert EMAIL not in everything_stored()
    assert "0912345678" not in everything_stored()


def test_the_link_to_rate_is_for_the_citizen_alone(city: City, registered: Registered, mail: MailServer) -> None:
    drawn = definition(case_of(registered).pack_version_id)
    text = f"辦畢。請至{HIDDEN_LINK.zh}填寫"
    send_message(number=registered.number, code="closed", text=text, by=city.rights("handler"), at=AT)
    message = prepared(registered, "sent")["email"]
    code = questionnaire_code(registered.number)
    assert HIDDEN_LINK.zh in message.body
    assert not message.held_password
    assert code not in everything_stored()
    assert code not in preview(drawn, "closed", "zh-hant", today=AT.date(), case=case_of(registered)).body
    deliver_message(message=message.pk, at=AT)
    assert f"/rate/{registered.number}/{code}/" in text_of(mail.letters[0])
    assert code not in everything_stored()
