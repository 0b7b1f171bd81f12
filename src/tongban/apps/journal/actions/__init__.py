"""The only ways to write the journal. Cases insert the rows `chain.link` made in their own statement."""

from __future__ import annotations

from .events import JournalMoved, append
from .looks import Look, prepare_look_months, record_look, record_looks
from .sealing import seal

__all__ = [
    "JournalMoved",
    "Look",
    "append",
    "prepare_look_months",
    "record_look",
    "record_looks",
    "seal",
]
