"""One look-up by number and password: the same work and the same answer for every wrong pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.apps.cases.models import Case
from tongban.apps.cases.passwords import matches
from tongban.apps.journal.actions import record_look
from tongban.core.casework.number import read_case_number

from .throttle import Keys, count_try, take_back

LONGEST_TYPED = 64
"""Characters of number and password that are looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """`mac` is what is stored of the password: who keeps a digest of it notices when the password was renewed."""

    number: str
    case_id: int
    mac: bytes


def look_up(*, number: str, password: str, address: str | None, at: datetime) -> Found | None:
    """The case with this number, if the password is its own; None for any wrong pair. Raises TooManyTries.

    What cannot be a number is looked for all the same, under a number that no case has.
    """
    typed = number[:LONGEST_TYPED]
    wanted = read_case_number(typed) or ""
    keys = Keys.of(wanted or typed, address)
    count_try(keys, at)
    case_id, mac = next(iter(Case.objects.filter(number=wanted).values_list("pk", "password_mac")[:1]), (0, None))
    stored = None if mac is None else bytes(mac)
    right = matches(wanted, password[:LONGEST_TYPED], stored)
    if not right or stored is None:
        return None
    take_back(keys, at)
    record_look(actor="citizen", subject=f"case:{case_id}", what="case", door="citizen", address=address or "", at=at)
    return Found(wanted, case_id, stored)
