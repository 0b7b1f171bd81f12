"""The four-task process (start, task, exclusive, fork of two tasks, join, task, end) in our engine and in SpiffWorkflow:
in memory, and stored after every step.

`python -m benchmarks.process` runs this part alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import psutil

from benchmarks.place import Place, place
from benchmarks.process_peer import Peer
from tongban.core.process import NOT_STARTED, CompleteTask, Start, advance, read_process

FOLDER = Path(__file__).parent / "four_tasks"
PACK = "bench/four-tasks"
BPMN = (FOLDER / "process.bpmn").read_bytes()
TASKS = ((2, "go"), (4, ""), (5, ""), (6, ""))
"""The tasks in the order in which they are done: the numbers our engine gives them, and the outcomes they ask for."""
STEP_GOAL = 50
RATIO_MUST = 5
_SECONDS = 2.0
_ROUND = 20


class Life(NamedTuple):
    """How an instance is begun and stored, and brought to its end with a write after each task. `backend` is the
    server's process for its connection."""

    begin: Callable[[], object]
    finish: Callable[[object], None]
    backend: psutil.Process


class Took(NamedTuple):
    """Milliseconds for one life: until it is stored first, from there to its end, and how long either processor (here
    and in the server) was busy with it."""

    begun: float
    finished: float
    busy: float

    @property
    def whole(self) -> float:
        return self.begun + self.finished


def in_memory() -> None:
    print("\nA step of the four-task process, in memory        µs per step   goal")
    steps = len(TASKS) + 1
    print(f"  {'ours':<44} {_micros(_ours_in_memory()) / steps:>15,.1f}   {STEP_GOAL:>4}")
    print(f"  {'SpiffWorkflow':<44} {_micros(Peer(BPMN).live) / steps:>15,.1f}")


def persisted(here: Place) -> None:
    """On one connection each, with the durability of this cluster."""
    print("\nThe four-task process, stored after every step        ms per life   to begin   to finish   CPU")
    took = [
        _measured("ours: cases, journal, clock and all", _ours_stored(here)),
        _measured("SpiffWorkflow, its state as jsonb", Peer(BPMN).stored(here.superuser)),
    ]
    print(f"  {took[1].whole / took[0].whole:.1f} times as fast (must: {RATIO_MUST})")


def _measured(name: str, opened: AbstractContextManager[Life]) -> Took:
    with opened as life:
        took = _took(life)
    print(f"  {name:<44} {took.whole:>19,.2f} {took.begun:>10,.2f} {took.finished:>11,.2f} {took.busy:>5,.1f}")
    return took


def _took(life: Life) -> Took:
    """The best of a few rounds; processors are asked over all of them, for theirs is a coarse clock."""
    life.finish(life.begin())
    begun = finished = float("inf")
    start, busy, lives = perf_counter(), _busy(life), 0
    while perf_counter() - start < _SECONDS:
        at = perf_counter()
        waiting = [life.begin() for _ in range(_ROUND)]
        between = perf_counter()
        for one in waiting:
            life.finish(one)
        begun = min(begun, between - at)
        finished = min(finished, perf_counter() - between)
        lives += _ROUND
    return Took(begun / _ROUND * 1e3, finished / _ROUND * 1e3, (_busy(life) - busy) / lives * 1e3)


def _busy(life: Life) -> float:
    return process_time() + float(sum(life.backend.cpu_times()[:2]))


def _ours_in_memory() -> Callable[[], object]:
    process, faults = read_process(BPMN, "process.bpmn")
    assert process is not None, faults
    at = datetime(2026, 2, 13, tzinfo=UTC)

    def live() -> None:
        state = advance(process, NOT_STARTED, Start(), at).state
        while state.tasks:
            state = advance(process, state, CompleteTask(state.tasks[0].number, {"outcome": "go"}), at).state
        assert state.ended

    return live


def _micros(live: Callable[[], object]) -> float:
    """Microseconds for one life: the best of a few rounds."""
    best, start = float("inf"), perf_counter()
    while perf_counter() - start < _SECONDS:
        at = perf_counter()
        for _ in range(_ROUND):
            live()
        best = min(best, (perf_counter() - at) / _ROUND)
    return best * 1e6


def _ours_stored(here: Place) -> AbstractContextManager[Life]:
    from benchmarks.process_cases import stored

    return stored(here, FOLDER, PACK, TASKS)


if __name__ == "__main__":
    in_memory()
    with place() as here:
        persisted(here)
