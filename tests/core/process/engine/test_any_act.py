"""Whatever is asked of a process, in whatever order: it is done wholly or refused, and tokens stay sound.

Random processes that the checks let through, random acts on them; at the end everybody does what is left to do, and
the case comes to an end.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.core.process.building import NOW
from tests.core.process.checks.random_graphs import any_process
from tests.core.process.test_random_processes import BLOCKS, Block, drawn
from tongban.core.process import (
    NOT_STARTED,
    Advance,
    Cancel,
    Change,
    Command,
    CompleteTask,
    Deliver,
    Fire,
    ProcessRefusal,
    ProcessState,
    Reenter,
    Resume,
    SendBack,
    Start,
    Suspend,
    Task,
    advance,
    earlier,
)
from tongban.core.process.checks.soundness import check_soundness, is_sound
from tongban.core.process.findings import Findings

PATIENCE = 400
OFTEN = 40
"""Of 50: what ends or stops a case comes seldom, or there would be little left to do with it."""


@cache
def is_let_through(seed: int) -> bool:
    findings = Findings("random")
    check_soundness(any_process(seed)[0], findings)
    return not findings.faults


FORKED: Block = (
    "sequence",
    ("task", ("parallel", (("sequence", ("task", "task")), ("sequence", ("task", "task")))), "task"),
)
"""Random blocks seldom have something before a fork to go back to."""
SEEDS = [seed for seed in range(400) if is_let_through(seed)]


class AnyAct(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.random = Random(0)
        self.state: ProcessState = NOT_STARTED
        self.numbers: set[int] = set()

    @initialize(
        seed=st.sampled_from(SEEDS), block=st.just(FORKED) | BLOCKS, in_blocks=st.booleans(), luck=st.integers(0, 1_000)
    )
    def begin(self, seed: int, block: Block, in_blocks: bool, luck: int) -> None:
        self.random = Random(luck)
        if in_blocks:
            self.process = drawn(block)
        else:
            self.process, oracle = any_process(seed)
            oracle.answer = lambda: self.random.random() < 0.5  # type: ignore[method-assign]
        assert self.do(Start()) is not None

    def done(self, task: Task) -> bool:
        """Completed with one of the outcomes it offers, often the last, which leads on."""
        offered = [one.outcome or "other" for one in self.process.consequences_of(task.activity)] or [""]
        outcome = offered[-1] if self.random.random() < 0.5 else self.random.choice(offered)
        return self.do(CompleteTask(task.number, {"outcome": outcome})) is not None

    def do(self, command: Command) -> Advance | None:
        before = self.state
        try:
            advanced = advance(self.process, self.state, command, self.now)
        except ProcessRefusal as refused:
            assert refused.text.zh
            assert refused.text.en
            assert self.state == before
            return None
        assert advanced.state.next_number >= before.next_number
        self.state = advanced.state
        return advanced

    @rule(hours=st.integers(0, 100))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(choice=st.integers(0, 50), more=st.integers(0, 2))
    def complete(self, choice: int, more: int) -> None:
        if choice % 7 and self.state.tasks:
            for _ in range(1 + more):
                if self.state.tasks:
                    assert self.done(self.state.tasks[choice % len(self.state.tasks)])
        else:
            assert self.do(CompleteTask(9_999)) is None

    @rule(choice=st.integers(0, 50))
    def fire(self, choice: int) -> None:
        if self.state.waits and not self.state.ended:
            assert self.do(Fire(self.state.waits[choice % len(self.state.waits)].number)) is not None

    @rule(choice=st.integers(0, 50), further=st.integers(0, 50))
    def send_back(self, choice: int, further: int) -> None:
        if not self.state.tasks:
            return
        task = self.state.tasks[choice % len(self.state.tasks)]
        possible = earlier(self.process, task.activity)
        advanced = self.do(SendBack(task.number, possible[further % len(possible)] if possible else "n0"))
        assert advanced is None or possible

    @rule(name=st.sampled_from(["E", "nobody", ""]))
    def what_is_not_waited_for_comes(self, name: str) -> None:
        assert self.do(Deliver(name)) is None
        self.do(Change({"x": 1}))

    @rule(choice=st.integers(0, 50))
    def suspend_and_resume(self, choice: int) -> None:
        if choice < OFTEN:
            return
        before = {wait.number: wait for wait in self.state.waits}
        if self.do(Suspend()) is None:
            return
        self.now += timedelta(days=3)
        self.do(Resume())
        for wait in self.state.waits:
            was, now = before[wait.number].due_at, wait.due_at
            assert was is not None
            assert now is not None
            assert now in (was, was + timedelta(days=3))

    @rule(choice=st.integers(0, 50))
    def cancel_and_take_up_again(self, choice: int) -> None:
        if choice < OFTEN:
            return
        if self.do(Cancel()) is None:
            return
        anywhere = [task.id for task in self.process.user_tasks]
        there = anywhere[choice % len(anywhere)] if anywhere else "n0"
        able = there in anywhere and not self.process.activities[there].scope and is_sound(self.process, "", [there])
        assert (self.do(Reenter(there)) is not None) == able

    @invariant()
    def everything_hangs_on_something(self) -> None:
        tokens = {token.number: token for token in self.state.tokens}
        numbers = [one.number for one in (*self.state.tokens, *self.state.tasks, *self.state.waits)]
        assert len(set(numbers)) == len(numbers)
        assert all(number < self.state.next_number for number in numbers)
        for token in tokens.values():
            activity = self.process.activities[token.activity]
            around = tokens[token.parent].activity if token.parent else ""
            assert activity.scope == around
        for task in self.state.tasks:
            assert tokens[task.token].activity == task.activity
        for wait in self.state.waits:
            assert tokens[wait.token].activity == self.process.activities[wait.activity].attached_to

    @invariant()
    def it_has_ended_when_nothing_is_left(self) -> None:
        if self.state is not NOT_STARTED:
            assert self.state.ended == (not self.state.tokens)
        if self.state.ended:
            assert not self.state.tasks
            assert not self.state.waits

    def teardown(self) -> None:
        """Everybody does what is left to do, timers come. Luck may send loops round for a while, but not for ever."""
        for _ in range(PATIENCE):
            if self.state is NOT_STARTED or self.state.ended:
                break
            if self.state.waits and (not self.state.tasks or self.random.random() < 0.2):
                assert self.do(Fire(self.random.choice(self.state.waits).number)) is not None
            else:
                assert self.done(self.random.choice(self.state.tasks))
        assert self.state is NOT_STARTED or self.state.ended


AnyAct.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
TestAnyAct = AnyAct.TestCase
