"""The kinds an officer may take in, and for which unit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tongban.apps.catalogue.models import Offer
from tongban.apps.catalogue.queries import definition, offer, offers_of
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import CaseFacts, Deed, Rights, may
from tongban.core.casework import Definition


@dataclass(frozen=True)
class Offered:
    """A kind at a unit: `unit` takes it in, `handled_by` gets the tasks."""

    kind: str
    definition: Definition
    unit: Unit
    handled_by: Unit


def offered_to(rights: Rights, typed: str, language: str) -> list[Offered]:
    """What the officer's own units take in, by name; `typed` narrows it."""
    units = rights.unit_ids | {post.agency_id for post in rights.posts}
    found = [_read(one) for one in offers_of(units) if _may(rights, one)]
    wanted = [one for one in found if _matches(one, typed)]
    return sorted(wanted, key=lambda one: (one.definition.name.in_(language), one.unit.code))


def offered(rights: Rights, unit: str, kind: str) -> Offered:
    """404 where the unit does not take in the kind, PermissionDenied where it is not the officer's to do."""
    row = Unit.objects.filter(code=unit).first()
    found = offer(kind, row.pk) if row else None
    if found is None or found.pack.current_id is None:
        raise Http404(kind)
    if not _may(rights, found):
        raise PermissionDenied
    return _read(found)


def _read(one: Offer) -> Offered:
    current = one.pack.current_id
    assert current is not None
    return Offered(one.pack.code, definition(current), one.unit, one.handled_by)


def _may(rights: Rights, one: Offer) -> bool:
    return may(rights, Deed.REGISTER, CaseFacts(one.pack.owner_id, one.handled_by_id, None, frozenset(), one.unit_id))


def _matches(one: Offered, typed: str) -> bool:
    """Every word typed stands somewhere in the name, the summary or the law."""
    drawn = one.definition
    text = _folded(" ".join((*drawn.name, *drawn.summary, *drawn.legal_basis, one.kind, one.unit.name)))
    return all(word in text for word in _folded(typed).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("台", "臺")
