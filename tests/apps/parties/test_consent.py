from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.apps.parties.conftest import AGREED, AT, NOTICE
from tongban.apps.parties import consent_text, queries
from tongban.apps.parties.actions import change_contacts, record_consent, withdraw_consent
from tongban.apps.parties.models import Consent, Party

LATER = AT + timedelta(days=3)


def test_a_consent_keeps_who_when_how_and_the_very_words(wang: Party, officer: str) -> None:
    consent = queries.valid_consent(wang.id)
    assert consent is not None
    assert (consent.form, consent.channel, consent.given_at, consent.recorded_by) == ("paper", "counter", AT, officer)
    values = consent_text.NoticeValues.from_json(consent.text_values)
    assert consent_text.notice(consent.text_version, values) == consent_text.notice(consent_text.CURRENT, NOTICE)


def test_withdrawing_erases_every_contact_and_its_index_but_not_name_and_number(wang: Party, officer: str) -> None:
    withdraw_consent(party=wang, form="oral", by=officer, at=LATER)
    row = Party.objects.get()
    assert [row.phone_encrypted, row.phone_index, row.email_encrypted, row.email_index, row.address_encrypted] == [
        None
    ] * 5
    assert queries.contact_points(row.id) is None
    assert queries.parties_with_identifier("A123456789").get().name == "王小明"
    consent = Consent.objects.get()
    assert (consent.withdrawn_at, consent.withdrawn_form, consent.withdrawn_by) == (LATER, "oral", officer)


def test_withdrawing_twice_changes_nothing_more(wang: Party, officer: str) -> None:
    withdraw_consent(party=wang, form="oral", by=officer, at=LATER)
    assert withdraw_consent(party=wang, form="web", by="citizen", at=LATER + timedelta(days=1)) is None
    assert Consent.objects.get().withdrawn_at == LATER


def test_after_withdrawing_contacts_come_back_only_with_a_new_consent(wang: Party, officer: str) -> None:
    withdraw_consent(party=wang, form="web", by="citizen", at=LATER)
    with pytest.raises(ValidationError):
        change_contacts(party=wang, contacts={"phone": "0912345678"}, by=officer, at=LATER)
    record_consent(party=wang, agreement=AGREED, notice=NOTICE, by=officer, at=LATER)
    assert change_contacts(party=wang, contacts={"phone": "0912345678"}, by=officer, at=LATER).has_contacts
    assert Consent.objects.count() == 2


def test_agreeing_twice_leaves_one_consent(wang: Party, officer: str) -> None:
    again = record_consent(party=wang, agreement=AGREED, notice=NOTICE, by=officer, at=LATER)
    assert again.given_at == AT
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    "half",
    [
        {"withdrawn_at": LATER},
        {"withdrawn_form": "oral"},
        {"withdrawn_by": "citizen"},
        {"withdrawn_at": AT - timedelta(1), "withdrawn_form": "web", "withdrawn_by": "citizen"},
    ],
)
def test_the_database_refuses_half_a_withdrawal(wang: Party, half: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(**half)


def test_the_database_refuses_an_encrypted_value_without_its_index(wang: Party) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.update(phone_index=None)


def test_the_notice_says_all_that_the_statute_asks_for_in_both_languages() -> None:
    sections = consent_text.notice(consent_text.CURRENT, NOTICE)
    assert [section.heading.zh for section in sections] == [
        "蒐集機關",
        "蒐集目的",
        "個人資料類別",
        "利用期間",
        "利用地區",
        "利用對象及方式",
        "您的權利及行使方式",
        "不提供之影響",
    ]
    assert all(section.body.zh and section.body.en and "{" not in section.body.zh for section in sections)
    assert "社會局" in sections[0].body.zh
    assert "5 年" in sections[3].body.zh


def test_a_published_text_is_never_reworded() -> None:
    """People agreed to these words. To change them, add a version and its hash here."""
    published = {"1": "aa20b5387991fc3b"}
    assert {
        version: hashlib.sha256(repr(sections).encode()).hexdigest()[:16]
        for version, sections in consent_text.VERSIONS.items()
    } == published
