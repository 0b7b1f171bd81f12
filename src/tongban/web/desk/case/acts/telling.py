"""Messages to the applicant, notes for colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tongban.apps.cases.actions import send_message, write_note
from tongban.apps.correspondence.queries import preview
from tongban.apps.correspondence.wording import PASSWORD
from tongban.apps.org.policy import Deed
from tongban.apps.parties.models import Party
from tongban.core.casework.definition import Message as Prepared
from tongban.core.casework.texts import placeholders_in
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.wording import changed, language_name, prepared, prepared_name
from tongban.web.desk.fields import DeskForm, paragraphs

from .act import Act


class MessageForm(DeskForm):
    message = forms.CharField(widget=forms.HiddenInput, required=False)
    text = paragraphs(gettext_lazy("Text"), rows=12, required=False)


class SendMessage(Act):
    """Choose a prepared text, see it filled in for this case, change it, send it."""

    code, deed, form, template, key = "message", Deed.MESSAGE, MessageForm, "desk/case_message.html", "m"
    name, button = gettext_lazy("Send a message"), gettext_lazy("Send")
    done = gettext_lazy("The message is on its way; what becomes of it stands in the history.")

    def consequences(self, opened: Opened) -> list[str]:
        return _reach(opened)

    def initial(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        code = _chosen(request, opened)
        return {"message": code, "text": prepared(opened, code)[1]} if code else {}

    def context(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        code = _chosen(request, opened)
        offered = [(m.code, prepared_name(m, opened.language)) for m in _sendable(opened)]
        context: dict[str, object] = {"offered": offered, "chosen": code}
        if code:
            typed = changed(request.POST.get("text", ""), prepared(opened, code)[1]) if request.method == "POST" else ""
            shown = preview(
                opened.definition, code, opened.file.language, today=opened.today, case=opened.row, text=typed
            )
            context |= {"preview": shown, "language": language_name(opened.file.language)}
        return context

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        code = values["message"]
        text = values["text"]
        if any(m.code == code for m in _sendable(opened)):
            text = changed(text, prepared(opened, code)[1])
        return send_message(number=opened.number, code=code, text=text, by=opened.rights, at=opened.at, seen=seen)


def _chosen(request: HttpRequest, opened: Opened) -> str:
    """The prepared text that was chosen; empty for none, or one that is not offered."""
    code = request.POST.get("message") or request.GET.get("message", "")
    return code if any(m.code == code for m in _sendable(opened)) else ""


def _sendable(opened: Opened) -> list[Prepared]:
    """Texts without a query password, which nobody here knows any more."""
    found = opened.definition.messages.values()
    return [m for m in found if PASSWORD not in placeholders_in(m.body.zh + m.body.en + m.sms.zh + m.sms.en)]


def _reach(opened: Opened) -> list[str]:
    """How the message will arrive, or that it cannot."""
    party = Party.objects.filter(case_parties__case_id=opened.file.id).order_by("case_parties__pk").first()
    ways = []
    if party is not None and party.email_encrypted is not None:
        ways.append(_("e-mail"))
    if party is not None and party.phone_encrypted is not None:
        ways.append(_("SMS, if the number is a mobile phone"))
    if not ways:
        return [
            _("There is no contact to send to: the message is recorded as not sent. Tell the applicant in another way.")
        ]
    return [_("Sent by: %(ways)s") % {"ways": pgettext("words in a row", ", ").join(ways)}]


class NoteForm(DeskForm):
    body = paragraphs(gettext_lazy("Note"), rows=4)


class WriteNote(Act):
    code, deed, form, key = "note", Deed.NOTE, NoteForm, "n"
    name, button = gettext_lazy("Write a note"), gettext_lazy("Save the note")
    done = gettext_lazy("The note was saved.")

    def consequences(self, opened: Opened) -> list[str]:
        return [_("Colleagues see it; the applicant does not. It cannot be changed later.")]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return write_note(number=opened.number, body=values["body"], by=opened.rights, at=opened.at)
