"""Messages and notes, the citizen's password and consent, document numbers: acts that leave the process alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.apps.cases.acting import Act, By, Done, act
from tongban.apps.cases.passwords import mac, new_password
from tongban.apps.journal.chain import Entry
from tongban.apps.org.policy import Deed, Rights
from tongban.apps.parties.actions import withdraw_consent as withdraw
from tongban.apps.parties.models import Party
from tongban.core.casework import MessageIntent, Refusal
from tongban.core.text import Text


def send_message(*, number: str, code: str, text: str = "", by: By, at: datetime, seen: int | None = None) -> Done:
    """Tell the applicant something now: a prepared message of the pack (`code`), its wording changed by `text`."""

    def perform(under_way: Act) -> None:
        if code not in under_way.definition.messages:
            raise Refusal("message", Text("請選擇通知範本", "Choose one of the prepared messages"))
        values = {"due_on": under_way.file.due_on.isoformat() if under_way.file.due_on else ""}
        intent = under_way.tell(MessageIntent("sent", code, values=values, text=text.strip()))
        under_way.entries.append(Entry("MessageOrdered", {"intent": intent, "message": code}))

    return act(number, deed=Deed.MESSAGE, by=by, at=at, seen=seen, perform=perform)


CALLBACK, HANDLER = "callback", "handler"


def write_note(*, number: str, body: str, by: By, at: datetime, calls_back: bool = False) -> Done:
    """A note for colleagues; no version is asked for: notes never contradict each other.

    `calls_back`: somebody waits for the handler's call, so the handler is told that the note is there.
    """

    def perform(under_way: Act) -> None:
        said = under_way.remark("note", body)
        if not said:
            raise Refusal("note", Text("請填寫註記內容", "Write the note"))
        told = {"intent": under_way.tell(MessageIntent(CALLBACK, "", to=HANDLER))} if calls_back else {}
        under_way.entries.append(Entry("NoteWritten", {**said, **told}))

    return act(number, deed=Deed.NOTE, by=by, at=at, seen=None, perform=perform)


def renew_password(*, number: str, by: By, at: datetime) -> tuple[Done, str]:
    """補列印: a reprinted receipt carries a new query password; the old one stops working."""
    password = new_password()

    def perform(under_way: Act) -> None:
        under_way.change.columns["password_mac"] = mac(number, password)
        under_way.entries.append(Entry("PasswordRenewed", {}))

    return act(number, deed=Deed.REPRINT, by=by, at=at, seen=None, perform=perform), password


def withdraw_consent(*, number: str, form: str, by: Rights, at: datetime) -> Done:
    """The applicant takes back the consent: contacts are erased, messages stop, the case goes on."""

    def perform(under_way: Act) -> None:
        for party in Party.objects.filter(case_parties__case_id=under_way.file.id):
            withdraw(party=party, form=form, by=by.actor, at=at)
        under_way.entries.append(Entry("ConsentWithdrawn", {"form": form}))

    with transaction.atomic():
        return act(number, deed=Deed.CONSENT, by=by, at=at, seen=None, perform=perform)


def attach_document_number(*, number: str, document_number: str, by: By, at: datetime) -> Done:
    """公文文號 that the document system gave to this case."""

    def perform(under_way: Act) -> None:
        under_way.change.columns["document_number"] = document_number
        under_way.entries.append(Entry("DocumentNumberAttached", {"number": document_number}))

    return act(number, deed=Deed.ATTACH, by=by, at=at, seen=None, perform=perform)


def record_attachment(*, number: str, document: str, digest: str, by: By, at: datetime) -> Done:
    """Journal that a document (its id and hash) now belongs to the case."""

    def perform(under_way: Act) -> None:
        under_way.entries.append(Entry("DocumentAttached", {"document": document, "sha256": digest}))

    return act(number, deed=Deed.ATTACH, by=by, at=at, seen=None, perform=perform)
