"""One step of a process: state and command in, state out. No clock, no chance, no side effect.

Tokens keep their number while they move; a fork gives new numbers to all branches but the first, a join goes
on with the lowest. Everything is done or nothing: a refusal leaves the state as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tongban.core.decisions import FeelError
from tongban.core.process.engine.deciding import Decider, DecisionMade, ask
from tongban.core.process.model import Activity, Flow, Kind, Process
from tongban.core.process.state import (
    Cancel,
    Command,
    CompleteTask,
    ProcessFault,
    ProcessRefusal,
    ProcessState,
    Start,
    Task,
    Token,
)
from tongban.core.text import Text

GIVEN_NAMES = frozenset({"today"})
"""Names that conditions may use beside the case's variables: the day of the step in Taipei."""

MAX_TOKENS = 500
MAX_MOVES = 5_000
_TAIPEI = ZoneInfo("Asia/Taipei")


def given(at: datetime) -> dict[str, object]:
    """The values of GIVEN_NAMES at the aware moment `at`."""
    return {"today": at.astimezone(_TAIPEI).date()}


class Advance(NamedTuple):
    """The state after the step, the activities that tokens came to and went on from, and the decisions that were made
    on the way; each in the order in which it happened."""

    state: ProcessState
    entered: tuple[str, ...]
    left: tuple[str, ...]
    decisions: tuple[DecisionMade, ...] = ()


def advance(
    process: Process, state: ProcessState, command: Command, at: datetime, decide: Decider | None = None
) -> Advance:
    """Do `command` and move every token until it waits at a user task or a join, or has ended.

    `at` is the aware moment of the step; `decide` answers the business rule tasks. Raises ProcessRefusal when the
    command does not fit the state; ProcessFault, which is one, when a gateway finds no way on or cannot decide, the
    case would stand still with no task open, or (DecisionFailed) a business rule task gets no answer.
    """
    if state.ended:
        raise ProcessRefusal(Text("流程已經結束。", "The process has already ended."))
    if isinstance(command, Start) != (state.next_number == 1):
        raise ProcessRefusal(
            Text("流程已經開始。", "The process has already started.")
            if isinstance(command, Start)
            else Text("流程還沒有開始。", "The process has not started yet.")
        )
    match command:
        case Start(variables):
            step = _Step(process, state, variables, at, decide)
            step.arrive(step.new_number(), process.start, None)
        case CompleteTask(number, variables):
            step = _Step(process, state, variables, at, decide)
            step.complete(number)
        case Cancel():
            return _cancelled(state)
    return step.result()


def _cancelled(state: ProcessState) -> Advance:
    after = ProcessState((), (), state.next_number, state.variables, ended=True)
    return Advance(after, (), tuple(task.activity for task in state.tasks))


class _Step:
    """The working copy of a state during one step."""

    def __init__(
        self,
        process: Process,
        state: ProcessState,
        variables: Mapping[str, object],
        at: datetime,
        decide: Decider | None,
    ) -> None:
        if at.tzinfo is None:
            raise ValueError("`at` must be an aware moment")
        self.process, self.decide = process, decide
        self.tokens = list(state.tokens)
        self.tasks = list(state.tasks)
        self.next_number = state.next_number
        self.variables = {**state.variables, **variables}
        self.context = {**given(at), **self.variables}
        self.entered: list[str] = []
        self.left: list[str] = []
        self.moving: list[tuple[int, Flow]] = []
        self.decisions: list[DecisionMade] = []

    def new_number(self) -> int:
        self.next_number += 1
        return self.next_number - 1

    def complete(self, number: int) -> None:
        task = next((task for task in self.tasks if task.number == number), None)
        if task is None:
            raise ProcessRefusal(
                Text(f"待辦 {number} 已經辦完或不存在。", f"Task {number} is done already or does not exist.")
            )
        # Tokens at one activity are alike; which of them goes on makes no difference.
        token = min((t for t in self.tokens if t.activity == task.activity), key=_number, default=None)
        if token is None or task.activity not in self.process.activities:
            raise ProcessRefusal(
                Text(
                    f"流程的這個版本沒有「{task.activity}」或沒有人在此等候。",
                    f"Nothing waits at {task.activity} in this version of the process.",
                ),
                task.activity,
            )
        self.tasks.remove(task)
        self.tokens.remove(token)
        self.leave(self.process.activities[task.activity], [token.number])

    def result(self) -> Advance:
        """Move all that moves, one flow at a time, in the order in which the moves came up."""
        for number, flow in self.moving:
            self.arrive(number, flow.target, flow)
            if len(self.tokens) > MAX_TOKENS or len(self.moving) > MAX_MOVES:
                raise _too_many(flow.target)
        if self.tokens and not self.tasks:
            raise self._stands_still()
        state = ProcessState(
            tuple(sorted(self.tokens, key=_number)),
            tuple(sorted(self.tasks, key=lambda task: task.number)),
            self.next_number,
            self.variables,
            ended=not self.tokens,
        )
        return Advance(state, tuple(self.entered), tuple(self.left), tuple(self.decisions))

    def arrive(self, number: int, id: str, flow: Flow | None) -> None:
        activity = self.process.activities[id]
        self.entered.append(id)
        match activity.kind:
            case Kind.START:
                self.leave(activity, [number])
            case Kind.USER_TASK:
                self.tokens.append(Token(number, id))
                self.tasks.append(Task(self.new_number(), id, activity.groups))
            case Kind.BUSINESS_RULE:
                self._answer(activity)
                self.leave(activity, [number])
            case Kind.EXCLUSIVE:
                self.leave(activity, [number], [way_on(self.process, activity, self.context)])
            case Kind.PARALLEL:
                self.tokens.append(Token(number, id, flow.id if flow else None))
                self._join(activity)

    def leave(self, activity: Activity, numbers: Iterable[int], ways: Iterable[Flow] | None = None) -> None:
        """Send the tokens on, one on each way; the first keeps the lowest number, missing ones are new."""
        old = iter(sorted(numbers))
        self.left.append(activity.id)
        for flow in self.process.ways_from(activity.id) if ways is None else ways:
            self.moving.append((next(old, None) or self.new_number(), flow))

    def _answer(self, activity: Activity) -> None:
        made = ask(activity, self.decide, self.context)
        self.decisions.append(made)
        if activity.result:
            self.variables[activity.result] = self.context[activity.result] = made.value

    def _join(self, gateway: Activity) -> None:
        waiting = sorted((t for t in self.tokens if t.activity == gateway.id), key=_number)
        first = {token.flow: token for token in reversed(waiting)}
        if not all(flow in first for flow in gateway.incoming):
            return
        taken = [first[flow] for flow in gateway.incoming]
        self.tokens = [token for token in self.tokens if token not in taken]
        self.leave(gateway, [min(token.number for token in taken)])

    def _stands_still(self) -> ProcessFault:
        names = "、".join(dict.fromkeys(_label(self.process, token.activity) for token in self.tokens))
        return ProcessFault(
            Text(
                f"這樣案件會停在「{names}」，沒有人能再接手：請修正流程圖。",
                f"The case would stand still at {names} with no task open; the process needs mending.",
            ),
            self.tokens[0].activity,
        )


def way_on(process: Process, gateway: Activity, context: Mapping[str, object]) -> Flow:
    """The first flow whose condition is true, else the default. A condition that is neither true nor false
    before that is a failure: guessing would let a case pass silently."""
    ways = process.ways_from(gateway.id)
    for flow in ways:
        if flow.id == gateway.default:
            continue
        if flow.condition is None or _holds(process, gateway, flow, context):
            return flow
    if gateway.default:
        return process.flows[gateway.default]
    name, outcome = _label(process, gateway.id), context.get("outcome")
    raise ProcessFault(
        Text(
            f"「{name}」沒有一個條件成立（結果：{outcome}），案件無法前進。",
            f"No condition holds at {name} (outcome: {outcome}); the case cannot go on.",
        ),
        gateway.id,
    )


def _holds(process: Process, gateway: Activity, flow: Flow, context: Mapping[str, object]) -> bool:
    assert flow.condition is not None
    try:
        value, notes = flow.condition.run(context)
        why = notes[-1].text if notes else Text("結果不是真或假。", "The result is neither true nor false.")
    except FeelError as error:
        value, why = None, error.text
    if isinstance(value, bool):
        return value
    name = _label(process, gateway.id)
    raise ProcessFault(
        Text(
            f"「{name}」的條件 {flow.condition.text} 無法判斷：{why.zh}",
            f"The condition {flow.condition.text} at {name} cannot be decided: {why.en}",
        ),
        gateway.id,
    )


def _too_many(activity: str) -> ProcessFault:
    return ProcessFault(
        Text(
            "同時進行的分支太多，流程圖可能有分岔不斷重複。",
            "Too many branches at once; a fork may be repeating without end.",
        ),
        activity,
    )


def _label(process: Process, id: str) -> str:
    activity = process.activities.get(id)
    return activity.name if activity and activity.name else id


def _number(token: Token) -> int:
    return token.number
