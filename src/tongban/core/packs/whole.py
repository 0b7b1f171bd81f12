"""A pack as it is held against itself: what was read of it, and where in pack.yaml each key stands."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.core.casework import Definition
from tongban.core.process import Process
from tongban.core.text import Fault, Text

from .manifest import FILE, Manifest
from .yaml_file import place

NO_REMEDY = Text("", "")


@dataclass(frozen=True, slots=True)
class Whole:
    """`form_files` tells the file of each form. `forms_read`, `process_read` and `decisions_read`: nothing of them is
    missing, so what is not there is not there."""

    definition: Definition
    manifest: Manifest
    form_files: dict[str, str]
    forms_read: bool
    process_read: bool
    decisions_read: bool = True

    @property
    def process(self) -> Process | None:
        """The process, if it was read whole."""
        return self.definition.process if self.process_read else None

    @property
    def fields(self) -> set[str]:
        return {question.name for form in self.definition.forms.values() for question in form.questions}

    def decides(self, decision: str) -> bool:
        """Whether there is a decision of this id."""
        model = self.definition.decisions
        return model is not None and any(one.id == decision for one in model.decisions)

    def at(self, key: str, zh: str, en: str, remedy: Text = NO_REMEDY) -> Fault:
        """A fault at a key of pack.yaml; one that is missing stands where the nearest key around it does."""
        known, lines = key, self.manifest.lines
        while known and known not in lines:
            known = known[: max(known.rfind("."), known.rfind("["), 0)]
        return Fault(FILE, f"{place(lines.get(known, 1))} {key}", Text(zh, en), remedy)
