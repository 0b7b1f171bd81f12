"""Form fields that desk and studio share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tongban.core.forms.roc_dates import read_date, roc_text


class DayField(forms.Field):
    """A day: 115/11/20, 1151120 or 2026-11-20. Shown again with its Republic year."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "115/1/1"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value: Any) -> date | None:
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value
        day = read_date(str(value))
        if day is None:
            raise forms.ValidationError(
                _(
                    "This is not a day: write it like 115/2/28 or 2026-02-28. What does not exist, such as 115/2/29, is refused."
                )
            )
        return day

    def prepare_value(self, value: Any) -> Any:
        return roc_text(value) if isinstance(value, date) else value
