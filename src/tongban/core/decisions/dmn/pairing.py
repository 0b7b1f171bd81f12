"""Which things of an older list are which of a newer one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol, TypeVar


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Places in the lists, from 0; `both` by that in the newer."""

    both: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


def paired(older: Sequence[Thing], newer: Sequence[Thing], *alike: Callable[[Thing], Hashable]) -> Pairs:
    """The same are those with the same id; of the rest those of which the first of `alike` says the same, and so on."""
    old, new = dict(enumerate(older)), dict(enumerate(newer))
    both: list[tuple[int, int]] = []
    for key in (_id, *alike):
        waiting: dict[Hashable, list[int]] = {}
        for place, thing in old.items():
            waiting.setdefault(key(thing), []).append(place)
        for place, thing in list(new.items()):
            said = key(thing)
            if said not in ("", None) and waiting.get(said):
                before = waiting[said].pop(0)
                both.append((before, place))
                del old[before], new[place]
    return Pairs(tuple(sorted(both, key=lambda pair: pair[1])), tuple(old), tuple(new))


def moved(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that changed their order among the rest."""
    new = [before for before, _ in pairs]
    blocks = SequenceMatcher(None, sorted(new), new, autojunk=False).get_matching_blocks()
    kept = {before for block in blocks for before in new[block.b : block.b + block.size]}
    return [pair for pair in pairs if pair[0] not in kept]


def _id(thing: _Identified) -> str:
    return thing.id
