"""Definitions of published versions, kept in the process: a published version never changes."""

from __future__ import annotations

from functools import lru_cache

from tongban.core.casework import Definition
from tongban.core.packs import read_pack

from .models import Offer, Pack, PackFile, PackVersion


class UnknownKind(LookupError):
    """No pack of this code is published."""


@lru_cache(maxsize=2_048)
def definition(version_id: int) -> Definition:
    """The definition of a published version. Reading takes milliseconds, so each process reads each version once."""
    read, faults = read_pack(files_of(PackVersion.objects.get(pk=version_id)))
    if read is None:
        raise ValueError("; ".join(fault.in_("en") for fault in faults))
    return read


def files_of(version: PackVersion) -> dict[str, bytes]:
    """Path → content: the pack as delivered, with the agency's own files in their place."""
    wanted: dict[str, str] = {**version.base, **version.overlay}
    stored = PackFile.objects.in_bulk(list(wanted.values()))
    return {path: bytes(stored[sha256].content) for path, sha256 in wanted.items()}


def current_version(code: str) -> PackVersion:
    pack = Pack.objects.select_related("current").filter(code=code).first()
    if pack is None or pack.current is None:
        raise UnknownKind(code)
    return pack.current


def offer(code: str, unit_id: int) -> Offer | None:
    """How a unit takes in a kind; None where it does not."""
    chosen = Offer.objects.filter(pack__code=code, unit_id=unit_id, active=True)
    return chosen.select_related("pack__current", "pack__owner", "handled_by", "unit").first()


def offers_of(unit_ids: frozenset[int]) -> list[Offer]:
    """The kinds that any of these units takes in, published ones only."""
    chosen = Offer.objects.filter(unit_id__in=unit_ids, active=True, pack__current__isnull=False)
    return list(chosen.select_related("pack", "unit", "handled_by").order_by("pack__code", "unit_id"))
