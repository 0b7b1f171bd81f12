from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.apps.cases.conftest import AT, City, application
from tests.web.desk.case.conftest import AGREED, Desk, words
from tongban.apps.cases.actions import Registered, register_case
from tongban.apps.cases.models import Intent
from tongban.apps.correspondence.actions import prepare_message
from tongban.apps.correspondence.models import Message

Desks = Callable[[str], Desk]


@pytest.fixture
def failed(registered: Registered) -> Message:
    """The e-mail about the registration, which its server would not have."""
    intent = Intent.objects.get(case_id=registered.case_id, event="registered")
    prepare_message(intent=intent.pk, at=AT)
    Message.objects.filter(channel="email").update(state="failed", reason="no-mailbox")
    return Message.objects.get(channel="email")


def test_a_message_that_did_not_arrive_is_sent_again_from_the_history(desk: Desks, failed: Message) -> None:
    one = desk("handler")
    path = f"messages/{failed.pk}/again/"
    assert f'action="{one.url}{path}"' in words(one.get())
    assert one.post(path).status_code == 302
    page = words(one.get())
    assert Message.objects.filter(again_of=failed).count() == 1
    assert path not in page
    assert "再次寄送未送達的通知" in page
    assert "MessageSentAgain" not in page


def test_only_what_failed_offers_to_go_again(desk: Desks, failed: Message) -> None:
    page = words(desk("handler").get())
    assert page.count("/again/") == 1
    assert Message.objects.count() > 1


def test_who_may_not_send_messages_is_told_who_may(desk: Desks, failed: Message) -> None:
    one = desk("counter")
    page = words(one.get())
    assert "/again/" not in page
    assert "重新寄送：限由承辦人、主管辦理" in page
    answer = one.post(f"messages/{failed.pk}/again/")
    assert answer.status_code == 403
    assert "限由承辦人、主管辦理" in words(answer)
    assert not Message.objects.filter(again_of=failed).exists()


def test_a_message_of_another_case_is_not_sent_from_here(city: City, desk: Desks, failed: Message) -> None:
    other = register_case(application=application(city, applicant=AGREED), by=city.rights("counter"), at=AT)
    there = Desk(city, "handler", other.number)
    assert there.post(f"messages/{failed.pk}/again/").status_code == 404
    assert there.post(f"messages/{uuid4()}/again/").status_code == 404
    assert not Message.objects.filter(again_of=failed).exists()
