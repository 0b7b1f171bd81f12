"""Publishing: a pack's files are checked, stored once per content, and a version is made of them that never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tongban.apps.catalogue.models import Offer, Pack, PackFile, PackVersion
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Unit
from tongban.core.casework import Definition
from tongban.core.packs import read_folder, read_pack
from tongban.core.text import Fault, Text


class FaultyPack(ValueError):
    """The files do not make a pack; `faults` names every place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(fault.in_("en") for fault in self.faults))


def publish_folder(folder: Path, *, by: str = "system:delivery", at: datetime | None = None) -> PackVersion | None:
    """Publish a pack as delivered in a folder, under what the agency put on top; None when nothing is new."""
    return publish_files(read_folder(folder), by=by, at=at or timezone.now())


@transaction.atomic
def publish_files(files: Mapping[str, bytes], *, by: str, at: datetime) -> PackVersion | None:
    """Publish delivered files as a new base; the agency's own texts stay on top of it."""
    definition = _checked(files)
    pack = _pack(definition)
    base = store(files)
    current = pack.current
    if current is not None and current.base == base:
        return None
    overlay: dict[str, str] = current.overlay if current is not None else {}
    if overlay:
        _checked({**files, **_contents(overlay)})
    return make_version(pack, base, overlay, note="", by=by, at=at)


def make_version(
    pack: Pack, base: Mapping[str, str], overlay: Mapping[str, str], *, note: str, by: str, at: datetime
) -> PackVersion:
    """The next version of a pack, in force at once for new cases; running cases stay on theirs."""
    last = pack.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = PackVersion.objects.create(
        pack=pack,
        number=last + 1,
        base=dict(base),
        overlay=dict(overlay),
        note=note,
        published_at=at,
        published_by=by,
    )
    pack.current = version
    pack.save(update_fields=["current"])
    published = Entry("PackPublished", {"version": version.number, "files": {**base, **overlay}})
    append(f"pack:{pack.pk}", [published], actor=by, at=at)
    return version


def store(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path → hash of its content, each content kept once."""
    named = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    rows = {named[path]: PackFile(sha256=named[path], content=content) for path, content in files.items()}
    PackFile.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return named


def offer_kind(*, code: str, unit: Unit, handled_by: Unit, by: str, at: datetime) -> Offer:
    """Let `unit` take in the kind; its cases are handled by `handled_by`."""
    pack = Pack.objects.get(code=code)
    made, _ = Offer.objects.update_or_create(pack=pack, unit=unit, defaults={"handled_by": handled_by, "active": True})
    append(f"unit:{unit.pk}", [Entry("KindOffered", {"pack": code, "handled_by": handled_by.pk})], actor=by, at=at)
    return made


def _pack(definition: Definition) -> Pack:
    owner = Unit.objects.filter(code=definition.owner).first()
    if owner is None:
        missing = Text(f"機關代碼 {definition.owner} 不存在", f"There is no unit {definition.owner}")
        raise FaultyPack([Fault("pack.yaml", "owner", missing, Text("請先建立機關", "Set up the unit first"))])
    return Pack.objects.select_for_update(of=("self",)).get_or_create(code=definition.code, defaults={"owner": owner})[
        0
    ]


def _checked(files: Mapping[str, bytes]) -> Definition:
    definition, faults = read_pack(files)
    if definition is None:
        raise FaultyPack(faults)
    return definition


def _contents(named: Mapping[str, str]) -> dict[str, bytes]:
    stored = PackFile.objects.in_bulk(list(named.values()))
    return {path: bytes(stored[sha256].content) for path, sha256 in named.items()}
