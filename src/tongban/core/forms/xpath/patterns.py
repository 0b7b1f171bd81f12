"""Regular expressions that cannot hang.

A pattern becomes a non-deterministic automaton and is run by following all its states at once
(Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968): the time grows with length of
the text times size of the pattern, whatever the pattern. Back references and look-around do not
exist here. A pattern must match the whole text, as ODK's `regex()` says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from tongban.core.forms.xpath.faults import ExpressionFault
from tongban.core.forms.xpath.pattern_syntax import Alternatives, Characters, Repeat, Sequence, Syntax, read

LONGEST_TEXT = 10_000
MOST_STATES = 1_000
_MOST_REMEMBERED = 2_000

_Test: TypeAlias = Callable[[str], bool]


class Pattern:
    """A compiled pattern; `matches(text)` is true when the whole text fits."""

    def __init__(self, syntax: Syntax) -> None:
        self._tests: list[tuple[_Test, int] | None] = []
        self._silent: list[tuple[int, ...]] = []
        self._end = self._state()
        self._start = self._closure([self._build(syntax, self._end)])
        self._seen: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def matches(self, text: str) -> bool:
        if len(text) > LONGEST_TEXT:
            return False
        states = self._start
        for character in text:
            states = self._step(states, character)
            if not states:
                return False
        return self._end in states

    def _step(self, states: frozenset[int], character: str) -> frozenset[int]:
        key = (states, character)
        reached = self._seen.get(key)
        if reached is None:
            moves = (self._tests[state] for state in states)
            reached = self._closure([move[1] for move in moves if move and move[0](character)])
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen = {}  # replaced, not emptied: other threads may be reading the old one
            self._seen[key] = reached
        return reached

    def _closure(self, states: list[int]) -> frozenset[int]:
        reached: set[int] = set()
        while states:
            state = states.pop()
            if state not in reached:
                reached.add(state)
                states.extend(self._silent[state])
        return frozenset(reached)

    def _state(self, test: tuple[_Test, int] | None = None, silent: tuple[int, ...] = ()) -> int:
        if len(self._tests) >= MOST_STATES:
            raise ExpressionFault("regex 樣式過於複雜，請簡化。", "The regex pattern is too big; simplify it.")
        self._tests.append(test)
        self._silent.append(silent)
        return len(self._tests) - 1

    def _build(self, syntax: Syntax, then: int) -> int:
        """The state from which `syntax` and then the state `then` are matched."""
        if isinstance(syntax, Characters):
            return self._state((syntax.accepts, then))
        if isinstance(syntax, Sequence):
            for part in reversed(syntax.parts):
                then = self._build(part, then)
            return then
        if isinstance(syntax, Alternatives):
            return self._state(silent=tuple(self._build(branch, then) for branch in syntax.branches))
        return self._repeat(syntax, then)

    def _repeat(self, syntax: Repeat, then: int) -> int:
        if syntax.most is None:
            loop = self._state()
            self._silent[loop] = (self._build(syntax.inner, loop), then)
            then = loop
        else:
            after = then
            for _ in range(syntax.most - syntax.least):
                then = self._state(silent=(self._build(syntax.inner, then), after))
        for _ in range(syntax.least):
            then = self._build(syntax.inner, then)
        return then


@lru_cache(maxsize=512)
def pattern(source: str) -> Pattern:
    """The compiled pattern; raises ExpressionFault when it cannot be used."""
    return Pattern(read(source))
