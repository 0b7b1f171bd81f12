"""Random structured processes, walked at random: every run ends, nothing is left over, no number comes twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.process.drawing import draw
from tongban.core.process import (
    NOT_STARTED,
    CompleteTask,
    Kind,
    Process,
    ProcessState,
    Start,
    advance,
    read_process,
)

AT = datetime(2026, 2, 13, tzinfo=UTC)

Block = str | tuple[str, tuple["Block", ...]]

BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.just("task"),
    lambda inner: st.tuples(
        st.sampled_from(["sequence", "parallel", "choice", "loop"]),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=8,
)


@dataclass
class Drawing:
    """Turns a block into lines; each block has one way in and one way out."""

    lines: list[str] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def node(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def add(self, block: Block, came_from: str) -> str:
        if isinstance(block, str):
            return self.to(came_from, self.node("task"))
        kind, parts = block
        return getattr(self, kind)(parts, came_from)

    def to(self, source: str, target: str, condition: str = "") -> str:
        self.lines.append(f"{source} -> {target} {condition}")
        return target

    def sequence(self, parts: tuple[Block, ...], at: str) -> str:
        for part in parts:
            at = self.add(part, at)
        return at

    def parallel(self, parts: tuple[Block, ...], at: str) -> str:
        fork, join = self.to(at, self.node("p")), self.node("p")
        for part in parts:
            self.to(self.add(part, fork), join)
        return join

    def choice(self, parts: tuple[Block, ...], at: str) -> str:
        split, merge = self.to(self.add("task", at), self.node("x")), self.node("x")
        for number, part in enumerate(parts):
            first = self.node("task")
            self.to(split, first, f'[outcome = "o{number}"]')
            self.to(self.add(part, first), merge)
        self.to(split, merge, "(default)")
        return merge

    def loop(self, parts: tuple[Block, ...], at: str) -> str:
        back = self.to(at, self.node("x"))
        split = self.to(self.add("task", self.sequence(parts, back)), self.node("x"))
        self.to(split, back, '[outcome = "again"]')
        after = self.node("task")
        self.to(split, after, "(default)")
        return after


def drawn(block: Block) -> Process:
    drawing = Drawing()
    drawing.to(drawing.add(block, "s"), "e")
    found, faults = read_process(draw("\n".join(drawing.lines)), "random.bpmn")
    assert found is not None
    assert not faults, [fault.in_("en") for fault in faults]
    return found


def check_state(process: Process, state: ProcessState) -> None:
    numbers = [token.number for token in state.tokens] + [task.number for task in state.tasks]
    assert len(set(numbers)) == len(numbers)
    assert all(number < state.next_number for number in numbers)
    assert sorted(task.activity for task in state.tasks) == sorted(
        token.activity for token in state.tokens if token.flow is None
    )
    for token in state.tokens:
        assert (token.flow is not None) == (process.activities[token.activity].kind is Kind.PARALLEL)


@settings(max_examples=120, deadline=None)
@given(BLOCKS, st.data())
def test_every_run_ends_with_nothing_left_over_and_no_number_given_twice(block, data):
    process = drawn(block)
    state = advance(process, NOT_STARTED, Start(), AT).state
    given_numbers = {token.number for token in state.tokens} | {task.number for task in state.tasks}
    for step in count():
        check_state(process, state)
        if not state.tasks:
            break
        task = data.draw(st.sampled_from(state.tasks))
        offered = [c.outcome or "other" for c in process.consequences_of(task.activity)]
        patient = step < 40
        outcome = data.draw(st.sampled_from(offered)) if patient else offered[-1]
        before = state
        state = advance(process, state, CompleteTask(task.number, {"outcome": outcome}), AT).state
        new = {t.number for t in (*state.tokens, *state.tasks)} - {t.number for t in (*before.tokens, *before.tasks)}
        assert not new & given_numbers
        given_numbers |= new
        assert step < 400
    assert state.ended
    assert not state.tokens


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.data())
def test_the_next_activity_is_always_one_that_was_announced(block, data):
    process = drawn(block)
    state = advance(process, NOT_STARTED, Start(), AT).state
    for _ in range(30):
        if not state.tasks:
            break
        task = data.draw(st.sampled_from(state.tasks))
        consequence = data.draw(st.sampled_from(process.consequences_of(task.activity)))
        command = CompleteTask(task.number, {"outcome": consequence.outcome or "other"})
        step = advance(process, state, command, AT)
        came = {id for id in step.entered if process.activities[id].kind is Kind.USER_TASK}
        joined = any(process.activities[id].kind is Kind.PARALLEL for id in step.left)
        assert came <= set(consequence.leads_to) or joined
        state = step.state


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_the_same_steps_give_the_same_states(block):
    process = drawn(block)
    runs = []
    for _ in range(2):
        state, states = advance(process, NOT_STARTED, Start(), AT).state, []
        for _ in range(20):
            states.append(state)
            if state.tasks:
                state = advance(process, state, CompleteTask(state.tasks[0].number), AT).state
        runs.append(states)
    assert runs[0] == runs[1]


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_in_order_holds_every_activity_once_from_start(block):
    process = drawn(block)
    order = [activity.id for activity in process.in_order()]
    assert sorted(order) == sorted(process.activities)
    assert order[0] == process.start
