"""Merkle trees as in RFC 6962 §2.1: leaves and nodes are hashed with different first bytes, so neither passes for
the other. A list here holds leaf hashes; a tree of no leaf has the root SHA-256("")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256().digest()


def leaf(content: bytes) -> bytes:
    return sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in memory that grows with the tree's height only."""
    peaks: list[tuple[int, bytes]] = []
    for value in leaves:
        height = 0
        while peaks and peaks[-1][0] == height:
            value = node(peaks.pop()[1], value)
            height += 1
        peaks.append((height, value))
    if not peaks:
        return EMPTY
    result = peaks.pop()[1]
    while peaks:
        result = node(peaks.pop()[1], result)
    return result


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, from the bottom up."""
    level, result = list(leaves), []
    while len(level) > 1:
        if (beside := index ^ 1) < len(level):
            result.append(level[beside])
        pairs = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
        index //= 2
    return result


def climb(value: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root that `steps` lead to from leaf `index` of `size` (RFC 9162 §2.1.3.2); None if they cannot fit."""
    last = size - 1
    if not 0 <= index <= last:
        return None
    for step in steps:
        if last == 0:
            return None
        if index & 1 or index == last:
            value = node(step, value)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            value = node(value, step)
        index, last = index >> 1, last >> 1
    return value if last == 0 else None
