"""One box for everything: a number, an identifier or phone, a document number, the beginning of a name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from tongban.apps.cases.models import Case, CaseParty
from tongban.apps.parties.queries import parties_with_identifier, parties_with_phone
from tongban.core.casework.number import read_case_number

from .asking import Asking
from .reach import reach
from .terms import folded

MOST = 50


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: ids, newest first; `exact` is the one case that was meant.

    `parties`: whose identifier or phone was typed, so that the look can be recorded.
    """

    ids: tuple[int, ...]
    by: str
    """number, person, document or name"""
    exact: bool = False
    parties: tuple[UUID, ...] = ()
    is_bounded: bool = False


def search(typed: str, asking: Asking) -> Hits:
    """The first way of reading what was typed that finds something within one's reach."""
    text = folded(typed)[:100]
    if not text or not text.isprintable():
        return Hits((), "name")
    if (number := read_case_number(text)) is not None:
        found = _ids(Q(number=number), asking)
        return Hits(found, "number", exact=bool(found))
    parties = tuple((parties_with_identifier(text) | parties_with_phone(text)).values_list("pk", flat=True)[: MOST * 4])
    if parties:
        of_them = CaseParty.objects.filter(party_id__in=parties).values_list("case_id", flat=True)
        return _hits(_ids(Q(pk__in=list(of_them)), asking), "person", parties)
    if documents := _ids(Q(document_number=text) & ~Q(document_number=""), asking):
        return _hits(documents, "document")
    if beginnings := _ids(Q(number__startswith=text.upper()), asking) if _is_ascii_start(text) else ():
        return _hits(beginnings, "number")
    return _hits(_ids(Q(applicant__startswith=text), asking), "name")


def _is_ascii_start(text: str) -> bool:
    return text.isascii() and len(text) >= 3


def _hits(ids: tuple[int, ...], by: str, parties: tuple[UUID, ...] = ()) -> Hits:
    exact = len(ids) == 1 and by != "name"
    return Hits(ids[:MOST], by, exact, parties, is_bounded=len(ids) > MOST)


def _ids(condition: Q, asking: Asking) -> tuple[int, ...]:
    # The condition first, with its own index; then who may see: a name's few hundred rows, not a unit's thousands.
    found = Case.objects.filter(condition).filter(reach(asking.grounds)).order_by("-received_on", "-pk")
    return tuple(found.values_list("pk", flat=True)[: MOST + 1])
