from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.parties.conftest import AT, register
from tongban.apps.parties import queries
from tongban.apps.parties.actions import change_contacts, correct_party, erase_party, reveal
from tongban.apps.parties.models import Consent, Party
from tongban.apps.parties.protect import Undecryptable

SECRETS = ("A123456789", "912345678", "example.com", "市府路")


def test_nothing_private_reaches_the_database_a_query_or_a_repr(officer: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as sent:
        party = register(officer)
        list(queries.parties_found("A123456789"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT parties_party::text FROM parties_party WHERE id = %s", [party.id])
        stored = str(cursor.fetchone())
    shown = "".join(query["sql"] for query in sent.captured_queries) + stored + repr(party) + repr(party.__dict__)
    assert not any(secret in shown or secret.encode().hex() in shown for secret in SECRETS)


@pytest.mark.parametrize("typed", ["A123456789", "a123 456 789", "Ａ１２３４５６７８９"])
def test_a_party_is_found_by_number_however_it_is_typed(wang: Party, typed: str) -> None:
    assert queries.parties_with_identifier(typed).get() == wang
    assert queries.parties_found(typed).get() == wang


@pytest.mark.parametrize("typed", ["0912345678", "+886 912 345 678", "０９１２－３４５－６７８"])
def test_a_party_is_found_by_phone_however_it_is_typed(wang: Party, typed: str) -> None:
    assert queries.parties_with_phone(typed).get() == wang
    assert queries.parties_found(typed).get() == wang


def test_a_phone_with_an_extension_is_found_without_it(officer: str) -> None:
    party = register(officer, phone="02-2720-8889 轉 6")
    assert queries.parties_with_phone("02 2720 8889").get() == party


def test_a_party_is_found_by_mail_and_by_the_beginning_of_the_name(wang: Party) -> None:
    assert queries.parties_with_email("wang@EXAMPLE.COM").get() == wang
    assert queries.parties_named("王小").get() == wang
    assert not queries.parties_named("小明").exists()


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "王%", "\x00", "\\", "'; --", "x" * 5000])
def test_a_hostile_search_finds_nobody_and_breaks_nothing(wang: Party, typed: str) -> None:
    for search in (
        queries.parties_found,
        queries.parties_named,
        queries.parties_with_identifier,
        queries.parties_with_phone,
        queries.parties_with_email,
    ):
        assert not search(typed).exists()


def test_the_same_person_is_known_by_number_or_by_phone_and_name_together(wang: Party) -> None:
    assert queries.same_person(identifier="a123456789").get() == wang
    assert queries.same_person(phone="0912345678", name="王 小明").get() == wang
    assert not queries.same_person(phone="0912345678", name="王小").exists()
    assert not queries.same_person(phone="0912345678").exists()
    assert not queries.same_person(name="王小明").exists()
    assert not queries.same_person().exists()


def test_parties_without_a_number_are_not_one_another(officer: str) -> None:
    register(officer, identifier="")
    assert not queries.same_person(identifier="").exists()


def test_a_name_search_can_use_its_index(wang: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "party_name_prefix" in queries.parties_named("王小").order_by().explain()


def test_clear_values_are_shown_only_after_the_look_was_recorded(
    wang: Party, officer: str, looks: list[dict[str, Any]]
) -> None:
    shown = reveal(party=wang, fields=["phone", "address"], by=officer, at=AT, reason=" 電話通知補正 ", door="desk")
    assert shown == {"phone": "+886912345678", "address": "臺北市信義區市府路1號"}
    assert looks == [
        {
            "actor": officer,
            "subject": wang.subject,
            "what": "address, phone",
            "reason": "電話通知補正",
            "door": "desk",
            "at": AT,
        }
    ]


def test_a_look_stands_in_the_journal_s_own_table(wang: Party, officer: str) -> None:
    reveal(party=wang, fields=["phone"], by=officer, at=AT, reason="電話通知補正", door="desk")
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, what, door, reason FROM journal_look WHERE subject = %s", [wang.subject])
        assert cursor.fetchall() == [(officer, "phone", "desk", "電話通知補正")]


def test_if_the_look_cannot_be_recorded_nothing_is_shown(wang: Party, officer: str) -> None:
    with (
        patch("tongban.apps.parties.actions.reveal.record_look", side_effect=RuntimeError("journal is down")),
        patch("tongban.apps.parties.actions.reveal.take") as take,
        pytest.raises(RuntimeError),
    ):
        reveal(party=wang, fields=["phone"], by=officer, at=AT, reason="x")
    take.assert_not_called()


def test_a_look_without_a_reason_is_refused(wang: Party, officer: str, looks: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError, match="reason"):
        reveal(party=wang, fields=["phone"], by=officer, at=AT, reason="  ")
    assert looks == []


def test_a_number_moved_to_another_row_is_found_out(wang: Party, officer: str, looks: list[dict[str, Any]]) -> None:
    other = register(officer, name="李四", identifier="", phone="0922333444")
    Party.objects.filter(id=other.id).update(phone_encrypted=wang.phone_encrypted)
    with pytest.raises(Undecryptable):
        reveal(party=other, fields=["phone"], by=officer, at=AT, reason="x")


def test_a_person_without_consent_is_registered_without_contacts(officer: str) -> None:
    with pytest.raises(ValidationError) as refused:
        register(officer, agreement=None)
    assert set(refused.value.message_dict) == {"consent"}
    assert not Party.objects.exists()
    assert not register(officer, agreement=None, phone="", email="", address="").has_contacts


def test_a_company_needs_no_consent_for_its_contacts(officer: str) -> None:
    company = register(officer, kind="company", name="大同公司", identifier="04595257", agreement=None)
    assert company.has_contacts


def test_refused_details_leave_nothing_behind(officer: str) -> None:
    with pytest.raises(ValidationError):
        register(officer, phone="1")
    assert not Party.objects.exists()
    assert not Consent.objects.exists()


def test_contacts_can_be_changed_and_emptied_one_by_one(wang: Party, officer: str) -> None:
    change_contacts(party=wang, contacts={"phone": "0922-333-444", "address": ""}, by=officer, at=AT)
    points = queries.contact_points(wang.id)
    assert points is not None
    assert (points.phone, points.email, points.address) == ("+886922333444", "Wang@example.com", "")
    assert not queries.parties_with_phone("0912345678").exists()


def test_contacts_are_not_added_for_a_person_who_never_agreed(officer: str) -> None:
    party = register(officer, agreement=None, phone="", email="", address="")
    with pytest.raises(ValidationError) as refused:
        change_contacts(party=party, contacts={"phone": "0912345678"}, by=officer, at=AT)
    assert "consent" in refused.value.message_dict


def test_a_correction_changes_what_it_names_and_keeps_the_rest(wang: Party, officer: str) -> None:
    corrected = correct_party(party=wang, by=officer, at=AT, name="王曉明")
    assert queries.parties_named("王曉").get() == corrected
    assert queries.parties_with_identifier("A123456789").get() == corrected
    assert queries.contact_points(wang.id) is not None


def test_contact_points_do_not_show_themselves(wang: Party) -> None:
    shown = repr(queries.contact_points(wang.id))
    assert not any(secret in shown for secret in SECRETS)
    assert queries.contact_points(uuid4()) is None


def test_retention_erases_the_party_but_not_its_row(wang: Party, officer: str) -> None:
    erase_party(party=wang, at=AT)
    again = erase_party(party=wang, at=AT + timedelta(days=1))
    assert (again.name, again.erased_at, again.has_contacts) == ("", AT, False)
    assert not queries.parties_found("A123456789").exists()


def test_an_old_resident_number_is_still_found_when_it_has_lost_its_force(officer: str) -> None:
    party = register(officer, identifier="AC01234567")
    with patch("tongban.core.forms.identifiers.OLD_RESIDENT_NUMBERS_END", date(2020, 1, 1)):
        assert queries.parties_with_identifier("AC01234567").get() == party
