"""Which names a place in an expression knows, and which members they have, as far as that can be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from tongban.core.decisions.feel.lexer import KEYWORDS
from tongban.core.decisions.feel.names import WORD, Phrases, known_phrases, words
from tongban.core.decisions.feel.tree import Choice, ContextOf, Filter, Invocation, ListOf, Local, Name, Node, Path

Members = Mapping[str, "Members | None"]
"""What is in a context, or in the contexts of a list, or in what a function gives; None: not known."""

_PROPERTIES = ("time offset", "start included", "end included")
_MAX_DEPTH = 12


class _Frame(NamedTuple):
    names: dict[str, Members | None]
    open: bool
    """It may have other names too: the members of an item nothing is known about."""


class Known:
    """The names from outside, then those the expression gives, the innermost last."""

    def __init__(self, names: Collection[str] | Mapping[str, Members | None]) -> None:
        self._given: Mapping[str, Members | None] = names if isinstance(names, Mapping) else dict.fromkeys(names)
        self._given_phrases = known_phrases(frozenset(self._given))
        self._frames: list[_Frame] = []
        self._members = {name for name in _member_names(self._given.values(), 0) if not WORD.fullmatch(name)}
        self._members.update(_PROPERTIES)

    @contextmanager
    def frame(self, names: Mapping[str, Members | None], *, is_open: bool = False) -> Iterator[None]:
        """While it lasts, these names are known too."""
        self._frames.append(_Frame(dict(names), is_open))
        try:
            yield
        finally:
            self._frames.pop()

    def add(self, name: str, members: Members | None) -> None:
        """The innermost frame has this name too."""
        self._frames[-1].names[name] = members
        if not WORD.fullmatch(name):
            self._members.add(name)

    def phrase(self, text: str, at: int) -> tuple[str, int] | None:
        """The longest known name of more than one word that begins at `at`."""
        found = [self._given_phrases.match(text, at)]
        found += [_phrases(frame.names).match(text, at) for frame in self._frames if frame.names]
        if any(frame.open for frame in self._frames):
            found.append(_phrases(self._members).match(text, at))
        return max((match for match in found if match), key=lambda match: match[1], default=None)

    def member(self, text: str, at: int, source: Node) -> tuple[str, int] | None:
        """The name of a member of `source` that begins at `at`: a known one, or else as many words as there are."""
        members = self.members(source)
        if found := _phrases(self._members if members is None else members).match(text, at):
            return found
        if members is None:
            return words(text, at, KEYWORDS)
        found_word = WORD.match(text, at)
        return (found_word.group(), found_word.end()) if found_word else None

    def node(self, name: str, at: int) -> Name | Local:
        """What `name` is at this place."""
        for frame in reversed(self._frames):
            if name in frame.names:
                return Local(name, at=at)
        maybe_member = any(frame.open for frame in self._frames)
        return Local(name, at=at) if maybe_member and name not in self._given else Name(name, at=at)

    def has(self, name: str) -> bool:
        return name in self._given or any(name in frame.names for frame in self._frames)

    def members(self, node: Node) -> Members | None:
        """What is known to be in the value of `node`."""
        match node:
            case Name(name) | Local(name):
                frames = [frame.names for frame in reversed(self._frames)]
                return next((names[name] for names in (*frames, self._given) if name in names), None)
            case Path(source, member):
                within = self.members(source)
                return within.get(member) if within else None
            case Filter(source) | Choice(then=source) | Invocation(source):
                return self.members(source)
            case ListOf(items) if items:
                return self.members(items[0])
            case ContextOf(entries):
                return {entry.key: self.members(entry.value) for entry in entries}
        return None


def _phrases(names: Iterable[str]) -> Phrases:
    return known_phrases(frozenset(name for name in names if not WORD.fullmatch(name)))


def _member_names(trees: Iterable[Members | None], depth: int) -> Iterator[str]:
    for tree in trees:
        if tree and depth < _MAX_DEPTH:
            yield from tree
            yield from _member_names(tree.values(), depth + 1)
