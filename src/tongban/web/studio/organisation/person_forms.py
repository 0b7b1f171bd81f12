"""What is asked about somebody: details, a position, a substitute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongban.apps.org.models import Person, Role
from tongban.apps.org.policy import Grounds
from tongban.apps.org.queries import units_under
from tongban.web.parts.fields import DayField
from tongban.web.studio.fields import StudioForm, line


class DetailsForm(StudioForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = line(_("Name"), longest=100)
        self.fields["email"] = forms.EmailField(label=_("E-mail"), max_length=254)
        self.fields["phone"] = line(_("Telephone"), longest=40, required=False)


class PersonForm(DetailsForm):
    """A new account with its first position."""

    def __init__(self, *args: Any, reach: Grounds, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"] = line(_("Account"), longest=150)
        self.fields |= position_fields(reach)
        self.order_fields(["username", "name", "email", "phone", "unit", "role", "title", "from_on", "until_on"])


class PositionForm(StudioForm):
    def __init__(self, *args: Any, reach: Grounds, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= position_fields(reach)


class SubstituteForm(StudioForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["substitute"] = line(_("Account of the colleague"), longest=150)
        self.fields |= _days()

    def clean_substitute(self) -> Person:
        found = Person.objects.filter(username__iexact=self.cleaned_data["substitute"].strip()).first()
        if found is None:
            raise ValidationError(_("There is no such account."))
        return found


def _days() -> dict[str, forms.Field]:
    days = {"from_on": DayField(label=_("From")), "until_on": DayField(label=_("Until"))}
    return dict(days)


def position_fields(reach: Grounds) -> dict[str, forms.Field]:
    """Only units within reach; only the whole city's administrator makes another one."""
    units = [(unit.code, f"{unit.name}（{unit.code}）") for unit in units_under(reach).filter(active=True)]
    roles = [(role.value, role.label) for role in Role if reach.everything or role != Role.CITY_ADMIN]
    days = _days()
    days["until_on"].required = False
    days["until_on"].help_text = _("Empty: until it is ended.")
    return {
        "unit": forms.ChoiceField(label=_("Of which unit"), choices=units),
        "role": forms.ChoiceField(label=_("Role"), choices=roles),
        "title": line(_("Title"), longest=50, required=False),
        **days,
    }
