"""Work on the next version of a pack: kept in a draft until it is published or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.apps.catalogue.models import DraftEdition, Pack, PackVersion
from tongban.apps.catalogue.queries import Edition, edition, published_process
from tongban.core.packs import with_called

from .publishing import FaultyPack, checked, locked, make_version, pack_for, store

PROCESS = "process.bpmn"


class DraftMoved(Exception):
    """Somebody else changed the same place since it was read; nothing was done."""

    def __init__(self, found: Edition) -> None:
        self.edition = found
        super().__init__(_("Somebody else changed this meanwhile; nothing was saved."))


@transaction.atomic
def change_draft(
    *, pack: Pack, files: Mapping[str, bytes | None], seen: Mapping[str, str], by: str, at: datetime
) -> Edition:
    """Put files on top of the draft; None takes the agency's own file away again.

    `seen` are the hashes the editor had before him, by path (`Edition.seen`); raises DraftMoved when one is another
    by now. Two people who edit different texts do not get in each other's way.
    """
    fresh = locked(pack.pk)
    found = edition(fresh)
    if any(found.seen(path) != sha for path, sha in seen.items()):
        raise DraftMoved(found)
    named = store({path: content for path, content in _with_called(found, files).items() if content is not None})
    overlay = {path: sha for path, sha in found.overlay.items() if path not in files}
    overlay |= {path: sha for path, sha in named.items() if found.base.get(path) != sha}
    _keep(fresh, found, overlay, by, at)
    return edition(fresh)


@transaction.atomic
def draft_pack(*, files: Mapping[str, bytes], pack: Pack | None = None, by: str, at: datetime) -> Pack:
    """Make a draft of a whole uploaded pack; raises FaultyPack. A kind that is new is published with its draft."""
    target = pack_for(checked(files)) if pack is None else locked(pack.pk)
    draft = DraftEdition.objects.filter(pack=target).first() or DraftEdition(pack=target, version=0)
    draft.base, draft.overlay, draft.version = store(files), {}, draft.version + 1
    draft.changed_at, draft.changed_by = at, by
    draft.save()
    return target


@transaction.atomic
def publish_draft(*, pack: Pack, draft_version: int, by: str, at: datetime, note: str = "") -> PackVersion:
    """Publish the draft as it was shown. Raises FaultyPack, and DraftMoved when it is another by now."""
    fresh = locked(pack.pk)
    found = edition(fresh)
    if found.draft is None or found.version != draft_version:
        raise DraftMoved(found)
    checked(found.files)
    if found.unit_faults:
        raise FaultyPack(found.unit_faults)
    if found.draft.base is not None and not fresh.is_own:
        fresh.is_own = True
        fresh.save(update_fields=["is_own"])
    found.draft.delete()
    return make_version(fresh, found.base, found.overlay, note=note, by=by, at=at)


@transaction.atomic
def discard_draft(*, pack: Pack, draft_version: int) -> None:
    """Throw the draft away; the files it named are kept, so that nothing published can lose one."""
    fresh = locked(pack.pk)
    found = edition(fresh)
    if found.draft is None:
        return
    if found.version != draft_version:
        raise DraftMoved(found)
    found.draft.delete()
    if fresh.current_id is None and not fresh.offers.exists():
        fresh.delete()


def _with_called(found: Edition, files: Mapping[str, bytes | None]) -> Mapping[str, bytes | None]:
    """A process that is put in brings the processes of other packs that it calls."""
    sent = {path: content for path, content in files.items() if content is not None}
    if PROCESS not in sent:
        return files
    whole = with_called({**found.files, **sent}, published_process)
    return {**files, **{path: content for path, content in whole.items() if path not in found.files}}


def _keep(pack: Pack, found: Edition, overlay: Mapping[str, str], by: str, at: datetime) -> None:
    current = pack.current
    if found.draft is None:
        if current is None or overlay != current.overlay:
            DraftEdition.objects.create(pack=pack, overlay=dict(overlay), changed_at=at, changed_by=by)
    elif found.draft.base is None and current is not None and overlay == current.overlay:
        found.draft.delete()
    elif overlay != found.draft.overlay:
        draft = found.draft
        draft.overlay, draft.version = dict(overlay), draft.version + 1
        draft.changed_at, draft.changed_by = at, by
        draft.save()
