"""更正聯絡資料: what was given at the counter is put right later, with a reason and a trace that tells nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.apps.cases.conftest import AT, City, application
from tests.web.desk.case.conftest import AGREED, Desk, words
from tongban.apps.cases.actions import Applicant, Registered, register_case, withdraw_consent
from tongban.apps.journal.models import JournalEvent as Event
from tongban.apps.journal.models import JournalLook as Look
from tongban.apps.parties.models import Consent, Party
from tongban.apps.parties.queries import contact_points
from tongban.apps.parties.rows import take

Desks = Callable[[str], Desk]
KEPT = {"phone": AGREED.phone, "email": AGREED.email, "address": AGREED.address}
REASON = "申請人來電更正，已核對身分"


def party(registered: Registered) -> Party:
    return Party.objects.get(case_parties__case_id=registered.case_id)


def changed(registered: Registered) -> list[dict[str, object]]:
    return list(
        Event.objects.filter(subject=f"case:{registered.case_id}", kind="ContactsChanged").values_list(
            "data", flat=True
        )
    )


def test_the_page_shows_what_is_kept_and_records_the_look(desk: Desks, registered: Registered) -> None:
    before = Look.objects.count()
    page = words(desk("handler").get("do/contacts/"))
    assert "更正聯絡資料" in page
    assert 'value="wang@example.com"' in page
    assert Look.objects.count() == before + 1
    assert Look.objects.latest("at").subject == party(registered).subject


def test_new_contacts_are_kept_encrypted_and_messages_go_there(desk: Desks, registered: Registered) -> None:
    answer = desk("handler").post("do/contacts/", **{**KEPT, "phone": "0922-333-444", "email": ""}, reason=REASON)
    assert answer.status_code == 302, words(answer)
    points = contact_points(party(registered).pk)
    assert points is not None
    assert (points.phone, points.email, points.address) == ("+886922333444", "", take(party(registered), "address"))
    [event] = changed(registered)
    assert event["digests"].keys() == {"phone", "email"}  # type: ignore[attr-defined]
    assert event["digests"]["email"] == ""  # type: ignore[index]
    page = words(desk("handler").get())
    assert "更正聯絡資料：電話、電子郵件已刪除" in page
    assert REASON in page


def test_the_journal_holds_digests_and_never_the_content(desk: Desks, registered: Registered) -> None:
    desk("handler").post("do/contacts/", **{**KEPT, "phone": "0922333444"}, reason=REASON)
    written = json.dumps(list(Event.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert "922333444" not in written
    assert REASON not in written
    assert "912345678" not in written


def test_without_a_reason_or_a_change_nothing_happens(desk: Desks, registered: Registered) -> None:
    one = desk("handler")
    answer = one.post("do/contacts/", **{**KEPT, "phone": "0922333444"}, reason="  ")
    assert answer.status_code == 422
    assert "0922333444" in words(answer)
    same = one.post("do/contacts/", **KEPT, reason=REASON)
    assert same.status_code == 422
    assert "沒有變更" in words(same)
    assert changed(registered) == []


def test_a_faulty_contact_is_said_at_its_field_and_none_is_changed(desk: Desks, registered: Registered) -> None:
    answer = desk("handler").post("do/contacts/", phone="12", email="new@example.com", address="", reason=REASON)
    assert answer.status_code == 422
    assert take(party(registered), "email") == "wang@example.com"
    assert changed(registered) == []


def test_somebody_elses_change_in_between_is_told(desk: Desks, registered: Registered) -> None:
    one, old = desk("handler"), desk("handler").seen()
    one.post("do/contacts/", **{**KEPT, "phone": "0922333444"}, reason=REASON)
    answer = one.client.post(one.url + "do/contacts/", {**KEPT, "reason": REASON, "seen": old})
    assert answer.status_code == 409
    assert len(changed(registered)) == 1
    assert take(party(registered), "phone") == "+886922333444"


@pytest.mark.parametrize("who", ["hotline", "stranger"])
def test_who_may_not_gets_neither_the_page_nor_the_data(who: str, desk: Desks, registered: Registered) -> None:
    one = desk(who)
    before = Look.objects.filter(subject=party(registered).subject).count()
    answer = one.get("do/contacts/")
    assert answer.status_code in (302, 403, 404)
    assert "wang@example.com" not in words(answer)
    assert one.post("do/contacts/", **{**KEPT, "phone": "0922333444"}, reason=REASON).status_code in (302, 403, 404)
    assert changed(registered) == []
    assert Look.objects.filter(subject=party(registered).subject).count() == before


def test_after_a_withdrawn_consent_a_new_one_is_needed(city: City, desk: Desks, registered: Registered) -> None:
    withdraw_consent(number=registered.number, form="oral", by=city.rights("handler"), at=AT)
    one = desk("handler")
    assert "同意保存聯絡資料" in words(one.get("do/contacts/"))
    refused = one.post("do/contacts/", phone="0922333444", email="", address="", consent="", reason=REASON)
    assert refused.status_code == 422
    assert contact_points(party(registered).pk) is None
    given = one.post("do/contacts/", phone="0922333444", email="", address="", consent="oral", reason=REASON)
    assert given.status_code == 302, words(given)
    assert Consent.objects.get(party=party(registered), withdrawn_at=None).form == "oral"
    assert changed(registered)[0]["consent"] == "oral"


def test_an_applicant_without_contacts_can_get_some(city: City) -> None:
    nobody = register_case(
        application=application(city, applicant=Applicant(name="李四")), by=city.rights("counter"), at=AT
    )
    one = Desk(city, "handler", nobody.number)
    answer = one.post("do/contacts/", phone="", email="li@example.com", address="", consent="paper", reason=REASON)
    assert answer.status_code == 302, words(answer)
    assert take(party(nobody), "email") == "li@example.com"
