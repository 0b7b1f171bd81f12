"""Form fields of the studio, and forms that take over what an act refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField


class StudioForm(forms.Form):
    """Bootstrap's classes, no colons; `place` puts a refusal at the fields it names, the rest above the form."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)

    def __getitem__(self, name: str) -> BoundField:
        """Styled when it is shown: most fields come after the form was begun."""
        field = self.fields[name]
        widget = field.widget
        if not isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
            widget.attrs.setdefault("class", "form-select" if isinstance(widget, forms.Select) else "form-control")
            widget.attrs.setdefault("autocomplete", "off")
        if field.help_text:
            widget.attrs.setdefault("aria-describedby", f"{self.auto_id % name}-about")  # type: ignore[operator]
        return super().__getitem__(name)

    def place(self, refused: ValidationError) -> None:
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused.messages)  # type: ignore[arg-type]
            return
        for name, texts in refused.message_dict.items():
            self.add_error(name if name in self.fields else None, texts)  # type: ignore[arg-type]


def line(label: str, *, longest: int, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, **more)
