"""Form fields of the desk: days as officials write them, and forms whose faults can be placed from outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tongban.core.forms.roc_dates import read_date, roc_text


class DayField(forms.Field):
    """A day: 115/11/20, 1151120 or 2026-11-20. Shown again with its Republic year."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options)

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


class DeskForm(forms.Form):
    """Labels carry no colon; faults found by an act are put at their fields, the rest above the form."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", _style(field.widget))

    def place(self, text: str, fields: Mapping[str, str]) -> None:
        """Take over what an act refused. Text that is placed at a field is not said twice."""
        placed = False
        for name, fault in fields.items():
            if name in self.fields:
                self.add_error(name, fault)
                placed = True
        if text and not placed:
            self.add_error(None, text)


def line(label: Any, *, required: bool = True, longest: int = 100, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **more.pop("attrs", {})})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, **more)


def paragraphs(
    label: Any, *, required: bool = True, rows: int = 3, longest: int = 5_000, **more: Any
) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def _style(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
