"""Our engine's side of a walk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.conformance.bpmn_spiff.sides import STUCK, Tossed, Unable, View, place
from tests.conformance.bpmn_spiff.writing import WALKED
from tongban.core.process import NOT_STARTED, CompleteTask, Process, Start, Token, advance, read_process
from tongban.core.process.state import Broadcast, Command, Fire, ProcessFault, ProcessRefusal, Task, Wait

AT = datetime(2026, 2, 13, tzinfo=UTC)
_MAY_GET_STUCK = ("It may wait for ever", "It may be entered twice")
"""Faults of a drawing that can be walked all the same: both engines must then get stuck alike."""


class Refused(Exception):
    """Our reader does not take the drawing."""


def read(files: Mapping[str, bytes]) -> Process:
    read = {id: _read(id, source) for id, source in files.items()}
    process = read.pop(WALKED)
    if not read:
        return process
    from tongban.core.process.bpmn.calls import link_calls

    linked, faults = link_calls(process, read)
    if faults:
        raise Refused("; ".join(fault.text.en for fault in faults))
    return linked


def _read(id: str, source: bytes) -> Process:
    process, faults = read_process(source, f"{id}.bpmn")
    grave = [fault for fault in faults if not fault.text.en.startswith(_MAY_GET_STUCK)]
    if process is None or grave:
        raise Refused("; ".join(dict.fromkeys(fault.text.en for fault in grave)))
    return process


class Ours:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.state = NOT_STARTED
        self.stuck: ProcessFault | None = None

    def start(self, tossed: Tossed) -> None:
        self._advance(Start(tossed))

    def complete(self, place: str, tossed: Tossed) -> None:
        task = next((task for task in self.state.tasks if self._place(task.token, task.activity) == place), None)
        if task is None:
            raise Unable(f"no task at {place}")
        self._advance(CompleteTask(task.number, tossed))

    def happen(self, place: str, tossed: Tossed) -> None:
        wait = next((wait for wait in self._waits() if self._place(wait.token, wait.activity) == place), None)
        if wait is None:
            raise Unable(f"nothing is waited for at {place}")
        self._advance(Fire(wait.number, tossed))

    def give(self, signal: str, tossed: Tossed) -> None:
        self._advance(Broadcast(signal, tossed))

    def view(self) -> View:
        if self.stuck:
            return STUCK
        tasks = sorted(self._place(task.token, task.activity) for task in self.state.tasks)
        waits = sorted(self._place(wait.token, wait.activity) for wait in self._waits())
        return View(tuple(tasks), tuple(waits), self.state.ended)

    def _advance(self, command: Command) -> None:
        try:
            self.state = advance(self.process, self.state, command, AT).state
        except ProcessFault as fault:
            if "stand still" not in fault.text.en:
                raise Unable(fault.text.en) from fault
            self.stuck = fault
        except ProcessRefusal as refusal:
            raise Unable(refusal.text.en) from refusal

    def _waits(self) -> tuple[Wait, ...]:
        return self.state.waits

    def _place(self, holder: int, activity: str) -> str:
        """Where the task or wait is that the token `holder` has at `activity`."""
        tokens = {token.number: token for token in self.state.tokens}
        chain: list[tuple[str, int | None]] = []
        token = tokens.get(holder)
        if token is None or token.activity != activity:  # a boundary event, one behind an event-based gateway
            chain.append((_short(activity), None))
            token = tokens.get(token.parent) if token else None
        while token is not None:
            if not self._is_body(token, tokens):
                chain.append((_short(token.activity), token.round))
            token = tokens.get(token.parent)
        return place(chain[::-1])

    def _is_body(self, token: Token, tokens: Mapping[int, Token]) -> bool:
        """It holds the rounds of an activity that is done several times: nothing of its own happens there."""
        return self.process.activities[token.activity].loop is not None and token.round is None


def _short(activity: str) -> str:
    """Activities of a called process have the call's id in front of theirs."""
    return activity.rpartition("/")[2]


__all__ = ["AT", "Ours", "Refused", "Task", "read"]
