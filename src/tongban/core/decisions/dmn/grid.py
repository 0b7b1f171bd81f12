"""A table as boxes: each rule takes a set of pieces on each axis, and hits where all of them are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tongban.core.decisions.dmn.axis import pieces

Box = tuple[int, ...]
"""A set of pieces on each axis."""


class GaveUp(Exception):
    """The search would take longer than anybody waits for."""


@dataclass
class Budget:
    """Steps a search may still take."""

    left: int

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise GaveUp


def overlapping(boxes: Sequence[Box], number: int, budget: Budget) -> list[int]:
    """The boxes before `number` that share something with it."""
    found = list(range(number))
    for axis, own in enumerate(boxes[number]):
        budget.spend(len(found))
        found = [other for other in found if boxes[other][axis] & own]
    return found


def common(*boxes: Box) -> Box:
    """What several boxes share."""
    shared = list(boxes[0])
    for box in boxes[1:]:
        shared = [a & b for a, b in zip(shared, box, strict=True)]
    return tuple(shared)


def holes(within: Box, boxes: Sequence[Box], budget: Budget) -> Iterator[Box]:
    """Parts of `within` that no box reaches, together all there are. Raises GaveUp."""
    if not all(within):
        return
    axes = [_Axis.of(n, part, [box[n] for box in boxes], budget) for n, part in enumerate(within)]
    axes.sort(key=lambda axis: len(axis.groups))
    search = _Search(axes, budget)
    for parts in search.below(0, (1 << len(boxes)) - 1):
        placed = dict(zip((axis.number for axis in axes), parts, strict=True))
        yield tuple(placed[n] for n in range(len(within)))


@dataclass(frozen=True)
class _Axis:
    """`groups`: for each set of boxes (a bit for each), the pieces that exactly these boxes reach; `full`: the boxes
    that reach them all."""

    number: int
    whole: int
    groups: dict[int, int]
    full: int

    @classmethod
    def of(cls, number: int, within: int, masks: Sequence[int], budget: Budget) -> _Axis:
        full, partly = 0, dict.fromkeys(pieces(within), 0)
        for n, mask in enumerate(masks):
            reached = mask & within
            if reached == within:
                full |= 1 << n
                continue
            budget.spend(1 + reached.bit_count())
            for piece in pieces(reached):
                partly[piece] |= 1 << n
        groups: dict[int, int] = {}
        for piece, some in partly.items():
            groups[some | full] = groups.get(some | full, 0) | 1 << piece
        return cls(number, within, groups, full)


@dataclass
class _Search:
    """Axis after axis, with the boxes that are still in reach; what was found closed once is not looked at again."""

    axes: list[_Axis]
    budget: Budget
    closed: set[tuple[int, int]] = field(default_factory=set)
    _full: list[int] = field(init=False)
    """From each axis on, the boxes that reach everything on it and all after it."""

    def __post_init__(self) -> None:
        self._full = [-1]
        for axis in reversed(self.axes):
            self._full.append(axis.full & self._full[-1])
        self._full.reverse()

    def below(self, depth: int, alive: int) -> Iterator[Box]:
        if not alive:
            yield tuple(axis.whole for axis in self.axes[depth:])
            return
        if alive & self._full[depth] or (depth, alive) in self.closed:
            return
        empty = True
        for reaching, part in self.axes[depth].groups.items():
            self.budget.spend(1)
            for rest in self.below(depth + 1, alive & reaching):
                empty = False
                yield (part, *rest)
        if empty:
            self.closed.add((depth, alive))
