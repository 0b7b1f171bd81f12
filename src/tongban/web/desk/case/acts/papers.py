"""補列印, and taking back the consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import renew_password, withdraw_consent
from tongban.apps.org.policy import Deed
from tongban.apps.parties.models import Consent, ConsentForm
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.fields import DeskForm
from tongban.web.desk.handing import hand_over

from .act import Act


class ReprintForm(DeskForm):
    received = forms.MultipleChoiceField(
        label=gettext_lazy("Documents received"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )


class Reprint(Act):
    code, deed, form = "reprint", Deed.REPRINT, ReprintForm
    name, button = gettext_lazy("Reprint the receipt"), gettext_lazy("Issue a new password and print")
    done = gettext_lazy("A new query password was issued; the old one no longer works.")

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _(
                "A new query password is issued, because nobody can read the old one: the old receipt no longer opens the case."
            ),
            _("Hand the new receipt to the applicant only."),
        ]

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _listing(super().new_form(request, opened), opened)

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _listing(super().sent_form(request, opened), opened)

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        done, password = renew_password(number=opened.number, by=opened.rights, at=opened.at)
        received = [int(index) for index in values.get("received", ())]
        hand_over(request, opened.number, password, received, at=opened.at, is_renewed=True)
        return done

    def next_url(self, request: HttpRequest, opened: Opened, result: Any) -> str:
        return reverse("desk_receipt", args=[opened.number])


def _listing(form: DeskForm, opened: Opened) -> DeskForm:
    field = form.fields["received"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(i), text.in_(opened.language)) for i, text in enumerate(opened.definition.documents)]
    if not field.choices:
        del form.fields["received"]
    return form


class WithdrawConsentForm(DeskForm):
    form = forms.ChoiceField(
        label=gettext_lazy("How it was withdrawn"),
        choices=[(value, label) for value, label in ConsentForm.choices if value != ConsentForm.WEB],
        widget=forms.RadioSelect,
    )


class WithdrawConsent(Act):
    code, deed, form, is_dangerous = "consent", Deed.CONSENT, WithdrawConsentForm, True
    name, button = gettext_lazy("Withdraw the consent"), gettext_lazy("Erase the contact data")
    done = gettext_lazy("The consent is withdrawn: contact data are erased, messages stop, the case goes on.")

    def refused(self, opened: Opened) -> str:
        given = Consent.objects.filter(party__case_parties__case_id=opened.file.id, withdrawn_at=None)
        return "" if given.exists() else _("There is no consent to withdraw.")

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("Phone, e-mail and address are erased for good; messages that wait are not sent."),
            _("The case goes on. The applicant can look it up with number and query password."),
        ]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return withdraw_consent(number=opened.number, form=values["form"], by=opened.rights, at=opened.at)
