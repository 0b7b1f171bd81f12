"""What a decision brings about: the state after it, what is recorded, who is to be told. Or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.core.text import Text

from .state import CaseState


@dataclass(frozen=True, slots=True)
class Event:
    """A journal event to be: past tense, ids and plain facts only, never what a citizen wrote."""

    kind: str
    data: Mapping[str, object] = field(default_factory=dict)
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class MessageIntent:
    """Somebody is to be told. `to`: applicant, or the code of a unit. `values` fill the ((placeholders))."""

    event: str
    code: str
    to: str = "applicant"
    values: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    """Wording changed for this case; empty means the prepared one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    state: CaseState
    events: tuple[Event, ...]
    messages: tuple[MessageIntent, ...] = ()
    unit: str = ""
    """Code of the unit that has the case from now on: the one a registration's dispatch table names, or the target of a
    transfer. Empty where it stays."""


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    field: str
    text: Text


class Refusal(Exception):
    """A command that cannot be carried out; says why and what to do. `fields` places faults in a form."""

    def __init__(self, code: str, text: Text, fields: tuple[FieldRefusal, ...] = ()) -> None:
        super().__init__(text.en)
        self.code, self.text, self.fields = code, text, fields
