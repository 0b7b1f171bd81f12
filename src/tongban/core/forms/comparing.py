"""What changed between two versions of a form."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from tongban.core.forms.schema import Group, Question, Structure

_RULES_OF_GROUP = ("label", "relevant", "appearance")


@dataclass(frozen=True)
class Change:
    """A question or group that is in both versions; `aspects` are what differs: type, label, required, place …"""

    name: str
    aspects: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Names, in the order of the form they stand in."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(newer: Structure, older: Structure) -> Difference:
    both = [name for name in newer.placed if name in older.placed]
    changes = (Change(name, _aspects(newer, older, name)) for name in both)
    moved = _moved(both, [name for name in older.placed if name in newer.placed])
    return Difference(
        tuple(name for name in newer.placed if name not in older.placed),
        tuple(name for name in older.placed if name not in newer.placed),
        tuple(
            Change(change.name, (*change.aspects, *(["place"] if change.name in moved else ())))
            for change in changes
            if change.aspects or change.name in moved
        ),
    )


def _aspects(newer: Structure, older: Structure, name: str) -> tuple[str, ...]:
    new, old = newer.placed[name], older.placed[name]
    aspects: list[str] = []
    if isinstance(new.item, Question) and isinstance(old.item, Question):
        compared = [field.name for field in fields(Question) if field.compare]
    elif isinstance(new.item, Group) and isinstance(old.item, Group):
        compared = list(_RULES_OF_GROUP)
    else:
        return ("type",)
    aspects += [aspect for aspect in compared if getattr(new.item, aspect) != getattr(old.item, aspect)]
    if [group.name for group in new.groups] != [group.name for group in old.groups]:
        aspects.append("group")
    return tuple(aspects)


def _moved(new: list[str], old: list[str]) -> frozenset[str]:
    """Names that changed their order among the names both versions have."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = (name for block in matcher.get_matching_blocks() for name in new[block.b : block.b + block.size])
    return frozenset(new).difference(kept)
