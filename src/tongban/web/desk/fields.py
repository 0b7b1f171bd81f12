"""Form fields of the desk, and forms whose faults can be placed from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


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
