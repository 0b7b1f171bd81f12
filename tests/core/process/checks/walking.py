"""Walks a process through the engine by every way there is: conditions answer both, everybody does everything.

A `Free` condition is answered by an oracle; a step is repeated with other answers until every choice was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.core.process.building import NOW
from tongban.core.decisions import Result
from tongban.core.process import (
    NOT_STARTED,
    Command,
    CompleteTask,
    Fire,
    Kind,
    Process,
    ProcessFault,
    ProcessState,
    Start,
    advance,
)
from tongban.core.process.graph import reached

MOST_TRIES = 4_000


class Oracle:
    """Answers of one try, and which try comes next."""

    def __init__(self) -> None:
        self.answers: list[bool] = []
        self.asked = 0
        self.tries = 0

    def answer(self) -> bool:
        if self.asked == len(self.answers):
            self.answers.append(False)
        self.asked += 1
        return self.answers[self.asked - 1]

    def next_try(self) -> bool:
        """Turn the last answer that was no; False when all were tried."""
        self.asked = 0
        self.tries += 1
        while self.answers and self.answers[-1]:
            self.answers.pop()
        if self.answers:
            self.answers[-1] = True
        return bool(self.answers)


@dataclass(frozen=True, eq=False)
class Free:
    """A condition of which nobody knows whether it holds."""

    oracle: Oracle
    text: str = "free"
    names: frozenset[str] = frozenset(("free",))
    tree: object = field(default_factory=object)

    def run(self, context: Mapping[str, object], at: datetime | None = None) -> Result:
        return Result(self.oracle.answer(), ())

    def compared_with(self, name: str) -> tuple[str, ...]:
        return ()


@dataclass
class Walked:
    """What was seen: cases that stood still, tokens that came where one was already, states from which no end can be
    reached; whether it was all there is."""

    stuck: bool = False
    doubled: bool = False
    endless: bool = False
    is_whole: bool = True

    @property
    def is_sound(self) -> bool:
        return not (self.stuck or self.doubled or self.endless)


def walk(process: Process, oracle: Oracle, most: int = 400) -> Walked:
    found = Walked()
    begun = list(_every(oracle, lambda: advance(process, NOT_STARTED, Start(), NOW).state, found))
    before: dict[Any, list[Any]] = {shape(state): [] for state in begun}
    while begun and found.is_whole:
        state = begun.pop()
        if is_doubled(process, state):
            found.doubled = True
            continue
        for command in commands(state):
            for after in _every(oracle, lambda: advance(process, state, command, NOW).state, found):  # noqa: B023
                if shape(after) not in before:
                    begun.append(after)
                before.setdefault(shape(after), []).append(shape(state))
        found.is_whole = len(before) <= most and oracle.tries <= MOST_TRIES
    if found.is_whole and found.is_sound:
        found.endless = not before.keys() <= set(reached([((), True)], lambda key: before.get(key, [])))
    return found


def commands(state: ProcessState) -> list[Command]:
    return [*(CompleteTask(task.number) for task in state.tasks), *(Fire(wait.number) for wait in state.waits)]


def _every(oracle: Oracle, step: Callable[[], ProcessState], found: Walked) -> Iterator[ProcessState]:
    more = True
    oracle.answers.clear()
    while more:
        oracle.asked = 0
        try:
            yield step()
        except ProcessFault as fault:
            if "stand still" not in fault.text.en:
                raise
            found.stuck = True
        more = oracle.next_try()


def is_doubled(process: Process, state: ProcessState) -> bool:
    """Two tokens in one scope at the same work, or come to a join by the same way."""
    there = Counter((token.parent, token.activity, token.flow) for token in state.tokens if token.round is None)
    return any(number > 1 and process.activities[key[1]].kind is not Kind.END for key, number in there.items())


def shape(state: ProcessState) -> Any:
    """The state without its numbers."""
    work = Counter((task.token, "task") for task in state.tasks)
    work += Counter((wait.token, wait.activity) for wait in state.waits)

    def below(parent: int) -> Any:
        return tuple(
            sorted(
                (
                    token.activity,
                    token.flow or "",
                    token.round or 0,
                    tuple(sorted((what, n) for (number, what), n in work.items() if number == token.number)),
                    below(token.number),
                )
                for token in state.tokens
                if token.parent == parent
            )
        )

    return below(0), state.ended
