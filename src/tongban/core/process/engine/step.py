"""The working copy of a state during one step: what rests, what moves, what is known where."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tongban.core.calendar import Calendar
from tongban.core.decisions import Expression, FeelError, Result
from tongban.core.process.engine.deciding import Decider, DecisionMade, plain
from tongban.core.process.kinds import Trigger
from tongban.core.process.model import Activity, Process
from tongban.core.process.state import ProcessFault, ProcessState, Task, Token, Wait
from tongban.core.text import Text

GIVEN_NAMES = frozenset({"today"})
"""Names that formulas may use beside the case's variables: the day of the step in Taipei."""

MAX_TOKENS = 500
MAX_MOVES = 5_000
_TAIPEI = ZoneInfo("Asia/Taipei")


def given(at: datetime) -> dict[str, object]:
    """The values of GIVEN_NAMES at the aware moment `at`."""
    return {"today": at.astimezone(_TAIPEI).date()}


class Move(NamedTuple):
    """A token on its way into `activity`, by `flow` where it came by one."""

    token: Token
    flow: str | None


class Thrown(NamedTuple):
    """What a step says to the world outside: a message, a signal, an escalation."""

    activity: str
    trigger: Trigger
    name: str


@dataclass(slots=True)
class Step:
    """`tokens`, `tasks` and `waits` by their numbers, which rise in the order in which they came to be."""

    process: Process
    at: datetime
    decide: Decider | None
    calendar: Calendar | None
    place: str | None
    tokens: dict[int, Token]
    tasks: dict[int, Task]
    waits: dict[int, Wait]
    next_number: int
    variables: dict[str, object]
    known: dict[str, object]
    """The variables and the given names: what formulas outside of any scope with its own variables see."""
    moving: deque[Move] = field(default_factory=deque)
    moves: int = 0
    entered: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    decisions: list[DecisionMade] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        process: Process,
        state: ProcessState,
        at: datetime,
        decide: Decider | None,
        calendar: Calendar | None,
        place: str | None,
    ) -> Step:
        if at.tzinfo is None:
            raise ValueError("`at` must be an aware moment")
        variables = dict(state.variables)
        return cls(
            process,
            at,
            decide,
            calendar,
            place,
            {token.number: token for token in state.tokens},
            {task.number: task for task in state.tasks},
            {wait.number: wait for wait in state.waits},
            state.next_number,
            variables,
            {**given(at), **variables},
        )

    def new_number(self) -> int:
        self.next_number += 1
        return self.next_number - 1

    def send(self, token: Token, activity: str, flow: str | None = None) -> None:
        self.moves += 1
        if self.moves > MAX_MOVES or len(self.tokens) + len(self.moving) > MAX_TOKENS:
            raise _too_many(activity)
        self.moving.append(Move(token.at(activity), flow))

    def rest(self, token: Token) -> Token:
        self.tokens[token.number] = token
        return token

    def children(self, parent: int) -> list[Token]:
        return [token for token in self.tokens.values() if token.parent == parent]

    def is_empty(self, parent: int) -> bool:
        """Nothing rests or moves in the scope that the token `parent` holds."""
        at_rest = any(token.parent == parent for token in self.tokens.values())
        return not at_rest and not any(move.token.parent == parent for move in self.moving)

    def close_waits(self, token: int) -> None:
        for number in [wait.number for wait in self.waits.values() if wait.token == token]:
            del self.waits[number]

    def take_away(self, parent: int) -> None:
        """Cancel all that rests or moves in the scope that the token `parent` holds."""
        self.moving = deque(move for move in self.moving if move.token.parent != parent)
        for token in self.children(parent):
            self.interrupt(token)

    def interrupt(self, token: Token) -> None:
        """Cancel the token, its work, and everything inside."""
        self.take_away(token.number)
        self.close_waits(token.number)
        for number in [task.number for task in self.tasks.values() if task.token == token.number]:
            del self.tasks[number]
        del self.tokens[token.number]
        self.cancelled.append(token.activity)

    def context(self, token: int) -> Mapping[str, object]:
        """What formulas at `token` (0: the case) see: its own variables before those further out."""
        layers = [each.local for each in self._outward(token) if each.local]
        if not layers:
            return self.known
        seen = dict(self.known)
        for layer in reversed(layers):
            seen |= layer
        return seen

    def assign(self, token: int, values: Mapping[str, object]) -> None:
        """Lay `values` over the variables seen at `token` (0: the case): each where it is known, the nearest first,
        else as the case's own."""
        layers = [each for each in self._outward(token) if each.local]
        own = values
        if layers:
            own = {name: value for name, value in values.items() if not self._assigned(layers, name, value)}
        self.variables |= own
        self.known |= own

    def _assigned(self, layers: Iterable[Token], name: str, value: object) -> bool:
        for each in layers:
            if name in each.local:
                current = self.tokens[each.number]
                self.tokens[each.number] = replace(current, local={**current.local, name: value})
                return True
        return False

    def _outward(self, number: int) -> Iterable[Token]:
        while number:
            token = self.tokens[number]
            yield token
            number = token.parent

    def value(self, activity: Activity, formula: Expression, token: int) -> object:
        """What `formula` says at `token`, as the case keeps it; a fault where it says nothing."""
        result = self.run(activity, formula, token)
        if result.value is None:
            raise _no_value(activity, formula, result)
        return plain(result.value)

    def holds(self, activity: Activity, formula: Expression, token: int) -> bool:
        """A condition that is neither true nor false is a fault: guessing would let a case pass silently."""
        result = self.run(activity, formula, token)
        if isinstance(result.value, bool):
            return result.value
        raise _undecided(activity, formula, result)

    def run(self, activity: Activity, formula: Expression, token: int) -> Result:
        try:
            return formula.run(self.context(token), self.at)
        except FeelError as error:
            raise _fault(activity, formula, error.text) from error


def label(process: Process, id: str) -> str:
    activity = process.activities.get(id)
    return activity.name if activity and activity.name else id


def _undecided(activity: Activity, formula: Expression, result: Result) -> ProcessFault:
    why = result.notes[-1].text if result.notes else Text("結果不是真或假。", "The result is neither true nor false.")
    return _fault(activity, formula, why)


def _no_value(activity: Activity, formula: Expression, result: Result) -> ProcessFault:
    return _fault(activity, formula, result.notes[-1].text if result.notes else Text("沒有結果。", "It has no value."))


def _fault(activity: Activity, formula: Expression, why: Text) -> ProcessFault:
    name = activity.name or activity.id
    return ProcessFault(
        Text(
            f"「{name}」的條件 {formula.text} 無法判斷：{why.zh}",
            f"The condition {formula.text} at {name} cannot be decided: {why.en}",
        ),
        activity.id,
    )


def _too_many(activity: str) -> ProcessFault:
    return ProcessFault(
        Text(
            "同時進行的分支太多，流程圖可能有分岔不斷重複。",
            "Too many branches at once; a fork may be repeating without end.",
        ),
        activity,
    )
