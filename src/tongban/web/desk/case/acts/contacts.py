"""更正聯絡資料: what is kept is shown, which is recorded as a look, and can be put right with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import change_contacts
from tongban.apps.org.policy import Deed
from tongban.apps.parties.actions import Agreement, reveal
from tongban.apps.parties.details import CONTACTS
from tongban.apps.parties.models import ConsentForm, Party, PartyKind
from tongban.apps.parties.queries import valid_consent
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.people import DOOR
from tongban.web.desk.fields import DeskForm, line, paragraphs

from .act import Act

_CHANNELS = {ConsentForm.PAPER: "counter", ConsentForm.ORAL: "phone"}


class ContactsForm(DeskForm):
    phone = line(gettext_lazy("Phone"), required=False, longest=40, attrs={"inputmode": "tel"})
    email = line(gettext_lazy("E-mail"), required=False, longest=254, attrs={"inputmode": "email"})
    address = line(gettext_lazy("Address"), required=False, longest=200)
    consent = forms.ChoiceField(
        label=gettext_lazy("Consent to keep them"),
        choices=[("", gettext_lazy("not given"))]
        + [(value, label) for value, label in ConsentForm.choices if value != ConsentForm.WEB],
        required=False,
        help_text=gettext_lazy(
            "None stands: read the notice out or have the form signed before you enter contact data."
        ),
    )
    reason = paragraphs(
        gettext_lazy("Reason of the change"),
        rows=2,
        longest=500,
        help_text=gettext_lazy(
            "For example: asked for by the applicant on the phone, identity checked. No contact data here."
        ),
    )


class ChangeContacts(Act):
    code, deed, form = "contacts", Deed.CONSENT, ContactsForm
    name, button = gettext_lazy("Change the contact data"), gettext_lazy("Change the contact data")
    done = gettext_lazy("The contact data are changed; messages go to the new ones from now on.")

    def refused(self, opened: Opened) -> str:
        return "" if opened.sees_names else _("You may not see this applicant's contact data.")

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("Messages that are not sent yet and all later ones go to the new phone, e-mail and address."),
            _("The history keeps who changed what kind of contact data, when and why, not the data themselves."),
            _("Opening this page is recorded as a look at the contact data."),
        ]

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _asking(super().new_form(request, opened), opened)

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _asking(super().sent_form(request, opened), opened)

    def initial(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        party = None if self.why_not(opened) else _applicant(opened)
        if party is None:
            return {}
        reason = _("Change of contact data, case %(number)s") % {"number": opened.number}
        return reveal(party=party, fields=CONTACTS, by=opened.rights.actor, at=opened.at, reason=reason, door=DOOR)

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        if not opened.sees_names:
            raise PermissionDenied
        form = values.get("consent", "")
        return change_contacts(
            number=opened.number,
            contacts={field: values[field] for field in CONTACTS},
            reason=values["reason"],
            agreement=Agreement(form, _CHANNELS[ConsentForm(form)]) if form else None,
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )


def _applicant(opened: Opened) -> Party | None:
    parties = Party.objects.filter(case_parties__case_id=opened.file.id, case_parties__role="applicant", erased_at=None)
    return parties.order_by("case_parties__pk").first()


def _asking(form: DeskForm, opened: Opened) -> DeskForm:
    """Consent is asked for where a person's contact data may not be kept without a new one."""
    party = _applicant(opened)
    if party is None or party.kind != PartyKind.PERSON or valid_consent(party.pk) is not None:
        del form.fields["consent"]
    return form
