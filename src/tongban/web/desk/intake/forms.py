"""How it came, who applies, and what he agreed to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.org.models import Unit
from tongban.apps.parties.details import CONTACTS, read_details
from tongban.apps.parties.models import Channel, ConsentForm, PartyKind
from tongban.core.casework.situation import FREE_BACKDATING
from tongban.web.desk.fields import DeskForm, line
from tongban.web.parts.fields import DayField

from .offers import Offered

NO_CONSENT = "none"
_DETAILS = ("kind", "name", "identifier", "phone", "email", "address", "district", "language")
_AGREED = [
    (ConsentForm.PAPER, gettext_lazy("Yes, the signed form is here")),
    (ConsentForm.ORAL, gettext_lazy("Yes, orally, after the notice was read out")),
    (NO_CONSENT, gettext_lazy("No: register without contact data")),
]


class IntakeForm(DeskForm):
    intake_key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=gettext_lazy("How it came"), widget=forms.RadioSelect)
    effective_on = DayField(
        label=gettext_lazy("Came on"),
        required=False,
        help_text=gettext_lazy("Empty: today. For registered mail the postmark counts."),
    )
    late_reason = line(gettext_lazy("Why it is keyed in only now"), required=False, longest=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Applicant is"),
        choices=[(PartyKind.PERSON, gettext_lazy("a person")), (PartyKind.COMPANY, gettext_lazy("a company"))],
        initial=PartyKind.PERSON,
        widget=forms.RadioSelect,
    )
    name = line(gettext_lazy("Name of the applicant"))
    identifier = line(
        gettext_lazy("ID or company number"),
        required=False,
        longest=40,
        attrs={"autocapitalize": "characters", "spellcheck": "false"},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of messages"),
        choices=[("zh-hant", gettext_lazy("Chinese")), ("en", gettext_lazy("English"))],
        initial="zh-hant",
    )
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    agreement = forms.ChoiceField(
        label=gettext_lazy("Does the applicant agree that contact data are kept?"),
        choices=_AGREED,
        widget=forms.RadioSelect,
    )
    phone = line(gettext_lazy("Phone"), required=False, longest=40, attrs={"inputmode": "tel"})
    email = line(
        gettext_lazy("E-mail"), required=False, longest=254, attrs={"inputmode": "email", "spellcheck": "false"}
    )
    address = line(gettext_lazy("Postal address"), required=False, longest=200)
    received = forms.MultipleChoiceField(
        label=gettext_lazy("Documents received"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, offered: Offered, today: date, language: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        names = dict(Channel.choices)
        taken = [(c, names.get(c, c)) for c in offered.definition.channels if c != Channel.WEB]
        self._offer("channel", taken)
        self._offer("district", [("", "—"), *((d, d) for d in districts())])
        self._offer("received", [(str(i), text.in_(language)) for i, text in enumerate(offered.definition.documents)])
        self.fields["channel"].initial = taken[0][0] if taken else ""
        self.fields["district"].initial = offered.unit.district

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def agreed(self) -> bool:
        return self.cleaned_data.get("agreement") not in (None, NO_CONSENT)

    def clean(self) -> dict[str, Any]:
        self._check_day()
        self._check_details()
        self._check_consent()
        return self.cleaned_data

    def _check_day(self) -> None:
        on: date | None = self.cleaned_data.get("effective_on")
        if on is None:
            return
        if on > self.today:
            self.add_error("effective_on", _("This day lies ahead: an application cannot have come tomorrow."))
        elif self.today - on > FREE_BACKDATING and not self.cleaned_data.get("late_reason", "").strip():
            self.add_error("late_reason", _("It came more than three days ago: give the reason."))

    def _check_details(self) -> None:
        """The same reading as when the party is stored, so that every fault is found at once."""
        given = {name: self.cleaned_data.get(name, "") for name in _DETAILS}
        try:
            read_details(on=self.today, **given)
        except ValidationError as faulty:
            for name, texts in faulty.message_dict.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, " ".join(texts))

    def _check_consent(self) -> None:
        is_person = self.cleaned_data.get("kind") == PartyKind.PERSON
        typed = any(self.cleaned_data.get(name, "").strip() for name in CONTACTS)
        if is_person and typed and self.cleaned_data.get("agreement") == NO_CONSENT:
            text = _(
                "Without consent no contact data may be kept: empty phone, e-mail and address, or record the consent."
            )
            self.add_error("agreement", text)


def districts() -> list[str]:
    """Districts that have an office: those whose local closures count."""
    return list(Unit.objects.exclude(district="").order_by("district").values_list("district", flat=True).distinct())
