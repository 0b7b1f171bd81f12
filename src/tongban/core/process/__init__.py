"""BPMN 2.0: a drawn process read and checked once, then walked step by step as a pure function."""

from __future__ import annotations

from tongban.core.process.bpmn.read import read_process
from tongban.core.process.checks.soundness import ends_from
from tongban.core.process.engine.advance import GIVEN_NAMES, Advance, advance, given
from tongban.core.process.engine.deciding import Decider, DecisionMade, ask, plain, reason
from tongban.core.process.model import Activity, Flow, Kind, Process
from tongban.core.process.outcomes import Consequence
from tongban.core.process.state import (
    NOT_STARTED,
    Cancel,
    Command,
    CompleteTask,
    DecisionFailed,
    ProcessFault,
    ProcessRefusal,
    ProcessState,
    Start,
    Task,
    Token,
)

__all__ = [
    "GIVEN_NAMES",
    "NOT_STARTED",
    "Activity",
    "Advance",
    "Cancel",
    "Command",
    "CompleteTask",
    "Consequence",
    "Decider",
    "DecisionFailed",
    "DecisionMade",
    "Flow",
    "Kind",
    "Process",
    "ProcessFault",
    "ProcessRefusal",
    "ProcessState",
    "Start",
    "Task",
    "Token",
    "advance",
    "ask",
    "ends_from",
    "given",
    "plain",
    "read_process",
    "reason",
]
