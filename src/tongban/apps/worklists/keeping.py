"""Drafts as values, and how they are encrypted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from tongban.apps.parties.protect import vault

Typed = Mapping[str, Sequence[str]]
"""The fields of a form under their own names, each with every value it has."""


class KeptDraft(NamedTuple):
    values: Typed
    saved_at: datetime

    @property
    def as_json(self) -> str:
        """For `data-draft-values`."""
        return json.dumps(self.values, ensure_ascii=False)


def lock_up(person_id: int, key: str, values: Typed) -> bytes:
    return vault().encrypt(json.dumps(dict(values), ensure_ascii=False).encode(), _place(person_id, key))


def unlock(person_id: int, key: str, encrypted: bytes) -> Typed:
    values: Typed = json.loads(vault().decrypt(encrypted, _place(person_id, key)))
    return values


def _place(person_id: int, key: str) -> str:
    return f"draft:{person_id}:{key}"
