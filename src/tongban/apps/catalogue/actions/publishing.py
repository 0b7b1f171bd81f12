"""Publishing: a pack's files are checked, stored once per content, and a version is made of them that never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tongban.apps.catalogue.composing import MANIFEST, RULES
from tongban.apps.catalogue.models import DraftEdition, Pack, PackFile, PackVersion
from tongban.apps.catalogue.queries import composed, files_of, published_process
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.models import Unit
from tongban.core.casework import Definition
from tongban.core.packs import read_folder, read_pack, with_called
from tongban.core.text import Fault, Text

Named = Mapping[str, str]
"""Path → SHA-256 of the content."""


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
    """Publish delivered files as a new base; the agency's own files stay on top of it.

    Those that no longer fit are left out of the new version and kept in the draft, where the studio shows them with
    their faults: a delivery (a change of law, say) does not wait for an agency's wording.
    """
    files = with_called(files, published_process)
    pack = pack_for(checked(files))
    base, current = store(files), pack.current
    if pack.is_own or base == pack.delivered or (current is not None and base == current.base):
        return None
    pack.delivered = base
    pack.save(update_fields=["delivered"])
    own: Named = current.overlay if current else {}
    fitting = _fitting(base, own)
    left_out = sorted(own.keys() - fitting.keys())
    if left_out:
        _keep_in_draft(pack, own, at)
    return make_version(pack, base, fitting, note="", by=by, at=at, left_out=left_out)


@transaction.atomic
def roll_back(*, version: PackVersion, by: str, at: datetime, note: str = "") -> PackVersion:
    """Publish an older version again, as the newest. Raises FaultyPack when it no longer reads as a pack."""
    pack = locked(version.pack_id)
    checked(files_of(version))
    again = note or f"↩ {version.number}"
    return make_version(pack, version.base, version.overlay, note=again, by=by, at=at)


def make_version(
    pack: Pack, base: Named, overlay: Named, *, note: str, by: str, at: datetime, left_out: Iterable[str] = ()
) -> PackVersion:
    """The next version of a pack, in force at once for new cases; running cases stay on theirs."""
    last = pack.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = PackVersion.objects.create(
        pack=pack,
        number=last + 1,
        base=dict(base),
        overlay=dict(overlay),
        left_out=list(left_out),
        note=note,
        published_at=at,
        published_by=by,
    )
    pack.current = version
    pack.save(update_fields=["current"])
    facts = {"version": version.number, "files": {**base, **overlay}, "left_out": version.left_out}
    append(f"pack:{pack.pk}", [Entry("PackPublished", facts)], actor=by, at=at)
    return version


def store(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path → hash of its content, each content kept once."""
    named = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    rows = {named[path]: PackFile(sha256=named[path], content=content) for path, content in files.items()}
    PackFile.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return named


def checked(files: Mapping[str, bytes]) -> Definition:
    definition, faults = read_pack(files)
    if definition is None:
        raise FaultyPack(faults)
    return definition


def pack_for(definition: Definition) -> Pack:
    """The pack of this code, locked; made when it is new."""
    owner = Unit.objects.filter(code=definition.owner).first()
    if owner is None:
        missing = Text(f"機關代碼 {definition.owner} 不存在", f"There is no unit {definition.owner}")
        raise FaultyPack([Fault(MANIFEST, "owner", missing, Text("請先建立機關", "Set up the unit first"))])
    pack, _ = Pack.objects.get_or_create(code=definition.code, defaults={"owner": owner})
    return locked(pack.pk)


def locked(pack_id: int) -> Pack:
    return Pack.objects.select_for_update(of=("self",)).select_related("current", "owner").get(pk=pack_id)


def _fitting(base: Named, own: Named) -> Named:
    """As many of the agency's files as make a faultless pack with the new base."""
    fits = dict(own)
    while fits:
        _, faults = read_pack(composed(base, fits))
        if not faults:
            break
        named = {RULES if fault.file == MANIFEST else fault.file for fault in faults}
        wrong = named & fits.keys()
        fits = {path: sha for path, sha in fits.items() if path not in wrong} if wrong else {}
    return fits


def _keep_in_draft(pack: Pack, own: Named, at: datetime) -> None:
    draft = DraftEdition.objects.filter(pack=pack).first()
    if draft is None:
        DraftEdition.objects.create(pack=pack, overlay=dict(own), changed_at=at, changed_by="system:delivery")
    else:
        draft.overlay, draft.version = {**own, **draft.overlay}, draft.version + 1
        draft.save(update_fields=["overlay", "version"])
