"""Sending again what did not arrive, once an officer has put the contact right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from tongban.apps.cases.acting import Act, act
from tongban.apps.connectors.sms import segments
from tongban.apps.correspondence.composing import short_text
from tongban.apps.correspondence.enqueue import store
from tongban.apps.correspondence.models import Channel, Message
from tongban.apps.correspondence.reasons import NO_CONSENT
from tongban.apps.correspondence.receivers import Unreachable, reach_of_party
from tongban.apps.correspondence.sealing import seal, unseal
from tongban.apps.correspondence.wording import HIDDEN_LINK
from tongban.apps.feedback.links import questionnaire_url
from tongban.apps.journal.chain import Entry
from tongban.apps.org.policy import Deed, Rights
from tongban.core.casework import Refusal
from tongban.core.text import Text


@transaction.atomic
def retry_message(*, message: UUID, by: Rights, at: datetime) -> UUID:
    """Send an undelivered message to a citizen again, as a message of its own; asked twice, it is one.

    Returns the new message's id. Raises Refusal or NotAllowed.
    """
    rows = Message.objects.select_for_update(of=("self",)).select_related("case", "party")
    old = rows.filter(pk=message, case__isnull=False, party__isnull=False).first()
    if old is None or old.case is None:
        raise Refusal("message", Text("查無此通知，或其無法重送", "There is no such message to send again"))
    if (earlier := Message.objects.filter(again_of=old).first()) is not None:
        return earlier.pk
    new = _again(old, at)

    def perform(under_way: Act) -> None:
        under_way.entries.append(Entry("MessageSentAgain", {"message": str(old.pk), "as": str(new.pk)}))

    act(old.case.number, deed=Deed.MESSAGE, by=by, at=at, seen=None, perform=perform)
    store([new])
    if old.sealed is not None:
        old.sealed = None
        old.save(update_fields=["sealed"])
    return new.pk


def _again(old: Message, at: datetime) -> Message:
    if not old.is_undeliverable:
        raise Refusal(
            "not-undelivered",
            Text("只有未送達的通知可以重送", "Only a message that did not arrive can be sent again"),
        )
    if old.held_password and old.sealed is None:
        raise Refusal(
            "password-gone",
            Text(
                "此通知含查詢密碼，內容已不保存。請以「補列印受理憑單」產生新的查詢密碼",
                "This message held a query password, which is no longer kept: reprint the receipt for a new one",
            ),
        )
    channel = _channel(old)
    subject, body = unseal(old.pk, old.sealed) if old.sealed is not None else (old.subject, _linked(old))
    new = Message(
        id=uuid5(old.pk, "again"),
        case=old.case,
        intent_id=old.intent_id,
        event=old.event,
        code=old.code,
        channel=channel,
        party=old.party,
        language=old.language,
        subject=old.subject,
        body=old.body,
        held_password=old.held_password,
        made_at=at,
        changed_at=at,
        again_of=old,
    )
    if channel == Channel.SMS and old.channel != Channel.SMS and not old.held_password:
        assert old.case is not None
        new.subject, new.body = "", short_text(old.body, old.case.number)
        subject, body = "", short_text(body, old.case.number)
    if channel == Channel.SMS:
        new.segments = segments(body)
    if body != new.body:
        new.sealed = seal(new.pk, subject, body)
    return new


def _linked(old: Message) -> str:
    """The body with the link that only the citizen may read put in again: it follows from the number."""
    hidden = HIDDEN_LINK.in_(old.language)
    if old.case is None or hidden not in old.body:
        return old.body
    return old.body.replace(hidden, questionnaire_url(old.case.number))


def _channel(old: Message) -> Channel:
    """The same way where there is an address for it now, else the other."""
    try:
        reach = reach_of_party(old.party)
    except Unreachable as why:
        if why.reason == NO_CONSENT:
            text = Text("當事人未同意（或已撤回同意）留存聯絡資料，無法寄送", "There is no consent to use contact data")
        else:
            text = Text(
                "請先登錄可用的電子郵件或行動電話，再重新寄送", "Enter an e-mail address or mobile number first"
            )
        raise Refusal(why.reason, text) from None
    return Channel(old.channel) if reach.address(old.channel) else reach.channels[0]
