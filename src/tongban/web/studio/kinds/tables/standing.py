"""The decisions of a pack as they stand: those in force, and those of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import Edition, definition, edition
from tongban.core.casework import Definition
from tongban.core.decisions import Model, ModelError, Table, read_model
from tongban.core.packs.decisions import DECISIONS


@dataclass(frozen=True)
class Standing:
    """`current` is in force, `next` what will be published: the draft's, or the same while there is none."""

    edition: Edition
    current: Model | None
    next: Model | None
    definition: Definition | None
    """The rest of the pack: the draft's, or what is in force while the draft has faults."""

    @property
    def is_changed(self) -> bool:
        """Whether the draft decides otherwise than what is in force, or may do so."""
        if self.edition.draft is None or self.next is None:
            return False
        return self.current is None or self.current.xml() != self.next.xml()

    def table(self, id_: str) -> Table:
        """As it will be published. Raises Http404."""
        found = self.next.tables.get(id_) if self.next else None
        if found is None:
            raise Http404
        return found

    def table_in_force(self, id_: str) -> Table | None:
        return self.current.tables.get(id_) if self.current else None

    def is_table_changed(self, id_: str) -> bool:
        return self.table_in_force(id_) != self.table(id_)


def standing(pack: Pack) -> Standing:
    now = edition(pack)
    in_force = _in_force(pack)
    current = in_force.decisions if in_force else None
    following = model_in(now.files) if now.draft else current
    return Standing(now, current, following, (now.draft and now.definition) or in_force)


def model_in(files: Mapping[str, bytes]) -> Model | None:
    """The pack's decisions; None where it has none that can be read."""
    try:
        return read_model(files[DECISIONS], file=DECISIONS) if DECISIONS in files else None
    except ModelError:
        return None


def _in_force(pack: Pack) -> Definition | None:
    try:
        return definition(pack.current_id) if pack.current_id else None
    except ValueError:
        return None
