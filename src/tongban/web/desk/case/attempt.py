"""Trying an act: what stood in the way, in a shape a form can show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.core.casework import DefinitionFault, Refusal
from tongban.core.text import Text


@dataclass(frozen=True)
class Attempt:
    """`status` 200: it was done. Otherwise nothing was; `fields` places what is wrong, `text` says the rest."""

    status: int = 200
    text: str = ""
    code: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    done: Any = None
    is_incident: bool = False
    """The definition does not let the case on; the case has a new event that says so."""

    @property
    def is_done(self) -> bool:
        return self.status == 200

    @property
    def is_stale(self) -> bool:
        """Somebody else changed the case since the form was made."""
        return self.status == 409


def attempt(perform: Callable[[], Any]) -> Attempt:
    try:
        return Attempt(done=perform())
    except Changed as moved:
        return Attempt(409, _said(moved.text), "changed")
    except NotAllowed as refused:
        return Attempt(403, _said(refused.text), "not-allowed")
    except Refusal as refused:
        fields = {f.field: _said(f.text) for f in refused.fields}
        return Attempt(422, _said(refused.text), refused.code, fields, is_incident=isinstance(refused, DefinitionFault))
    except ValidationError as faulty:
        return Attempt(422, " ".join(faulty.messages), "faulty", _by_field(faulty))


def _by_field(faulty: ValidationError) -> dict[str, str]:
    if not hasattr(faulty, "error_dict"):
        return {}
    return {name: " ".join(texts) for name, texts in faulty.message_dict.items()}


def _said(text: Text) -> str:
    return text.in_(get_language() or "zh-hant")
