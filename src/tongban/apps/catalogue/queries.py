"""Definitions of published versions, kept in the process: a published version never changes. Drafts, read as asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from tongban.apps.org.models import Unit
from tongban.core.casework import Definition
from tongban.core.packs import missing_units, read_pack, units_named
from tongban.core.text import Fault

from .composing import compose
from .models import DraftEdition, Offer, Pack, PackFile, PackVersion, ReceiptEdition


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
    return composed(version.base, version.overlay)


def composed(base: Mapping[str, str], overlay: Mapping[str, str]) -> dict[str, bytes]:
    """The same from path → SHA-256; one query."""
    stored = contents({*base.values(), *overlay.values()})
    return compose(*({path: stored[sha] for path, sha in files.items()} for files in (base, overlay)))


def contents(hashes: set[str]) -> dict[str, bytes]:
    return {sha: bytes(file.content) for sha, file in PackFile.objects.in_bulk(list(hashes)).items()}


def published_process(code: str) -> bytes | None:
    """The process of the pack `code` in its current version."""
    pack = Pack.objects.filter(code=code).select_related("current").first()
    if pack is None or pack.current is None:
        return None
    return files_of(pack.current).get("process.bpmn")


@dataclass(frozen=True)
class Edition:
    """The next version of a pack as it stands now: the draft, or what is in force while there is none."""

    pack: Pack
    draft: DraftEdition | None
    base: Mapping[str, str]
    overlay: Mapping[str, str]
    stored: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    """Contents by hash, as far as they were read already."""

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @cached_property
    def _stored(self) -> Mapping[str, bytes]:
        hashes = {*self.base.values(), *self.overlay.values()}
        return self.stored if self.stored.keys() >= hashes else contents(hashes)

    @cached_property
    def base_files(self) -> dict[str, bytes]:
        return {path: self._stored[sha] for path, sha in self.base.items()}

    @cached_property
    def overlay_files(self) -> dict[str, bytes]:
        return {path: self._stored[sha] for path, sha in self.overlay.items()}

    @cached_property
    def files(self) -> dict[str, bytes]:
        return compose(self.base_files, self.overlay_files)

    @cached_property
    def _read(self) -> tuple[Definition | None, list[Fault]]:
        return read_pack(self.files)

    @property
    def definition(self) -> Definition | None:
        return self._read[0]

    @property
    def faults(self) -> list[Fault]:
        return self._read[1]

    @cached_property
    def unit_faults(self) -> list[Fault]:
        """Units that it names and the city does not have; one that the version in force names too holds nothing up."""
        if self.definition is None:
            return []
        before = definition(self.pack.current_id) if self.pack.current_id else None
        return unit_faults(self.definition, {unit.code for unit in units_named(before)} if before else set())

    def seen(self, path: str) -> str:
        """What an editor of this path has before him: the hash of the file, "" where there is none."""
        return self.overlay.get(path) or self.base.get(path) or ""


def unit_faults(definition: Definition, known: Collection[str] = ()) -> list[Fault]:
    """A fault for every place that names a unit which is neither open nor among `known`; one query."""
    named = {unit.code for unit in units_named(definition)}.difference(known)
    there = Unit.objects.filter(code__in=named, active=True).values_list("code", flat=True)
    return missing_units(definition, {*known, *there})


def edition(pack: Pack) -> Edition:
    return _edition(pack, DraftEdition.objects.filter(pack=pack).first())


def drafts_of(packs: Iterable[Pack]) -> dict[int, Edition]:
    """By pack, for those that have a draft; two queries however many."""
    by_id = {pack.pk: pack for pack in packs}
    found = {d.pack_id: _edition(by_id[d.pack_id], d) for d in DraftEdition.objects.filter(pack__in=by_id)}
    stored = contents({sha for e in found.values() for sha in (*e.base.values(), *e.overlay.values())})
    return {pack_id: replace(one, stored=stored) for pack_id, one in found.items()}


def _edition(pack: Pack, draft: DraftEdition | None) -> Edition:
    current = pack.current
    base: Mapping[str, str] = current.base if current else {}
    if draft is None:
        return Edition(pack, None, base, current.overlay if current else {})
    return Edition(pack, draft, draft.base if draft.base is not None else base, draft.overlay)


def current_version(code: str) -> PackVersion:
    pack = Pack.objects.select_related("current").filter(code=code).first()
    if pack is None or pack.current is None:
        raise UnknownKind(code)
    return pack.current


def offer(code: str, unit_id: int) -> Offer | None:
    """How a unit takes in a kind; None where it does not."""
    chosen = Offer.objects.filter(pack__code=code, unit_id=unit_id, active=True)
    return chosen.select_related("pack__current", "pack__owner", "handled_by__parent", "unit__parent").first()


def offers_of(unit_ids: frozenset[int]) -> list[Offer]:
    """The kinds that any of these units takes in, published ones only."""
    chosen = Offer.objects.filter(unit_id__in=unit_ids, active=True, pack__current__isnull=False)
    return list(chosen.select_related("pack", "unit__parent", "handled_by__parent").order_by("pack__code", "unit_id"))


def own_receipt(unit: Unit) -> ReceiptEdition | None:
    return ReceiptEdition.objects.filter(unit=unit).order_by("-number").first()
