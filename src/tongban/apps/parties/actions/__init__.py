"""What may happen to a party, its consent and its protected answers."""

from __future__ import annotations

from .consent import Agreement, record_consent, withdraw_consent
from .party import change_contacts, contact_digests, correct_party, erase_party, register_party
from .protected import erase_answers, fingerprint, store_answers
from .rekey import rekey
from .reveal import reveal, reveal_answers

__all__ = [
    "Agreement",
    "change_contacts",
    "contact_digests",
    "correct_party",
    "erase_answers",
    "erase_party",
    "fingerprint",
    "record_consent",
    "register_party",
    "rekey",
    "reveal",
    "reveal_answers",
    "store_answers",
    "withdraw_consent",
]
