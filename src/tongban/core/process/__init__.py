"""BPMN 2.0: a drawn process read and checked once, then walked step by step as a pure function."""

from __future__ import annotations

from tongban.core.process.bpmn.calls import link_calls
from tongban.core.process.bpmn.diagram import Diagram, read_diagram
from tongban.core.process.bpmn.differences import Difference, DifferenceKind, difference
from tongban.core.process.bpmn.document import read_document
from tongban.core.process.bpmn.drawn import Document, Element
from tongban.core.process.bpmn.read import read_process
from tongban.core.process.checks.soundness import is_sound
from tongban.core.process.engine.advance import Advance, advance
from tongban.core.process.engine.deciding import Decider, DecisionMade, ask, plain, reason
from tongban.core.process.engine.going_back import earlier
from tongban.core.process.engine.step import GIVEN_NAMES, Thrown, given
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import Activity, Assigned, Event, Flow, Loop, LoopKind, Process, Timer, TimerKind
from tongban.core.process.outcomes import Consequence
from tongban.core.process.state import (
    NOT_STARTED,
    Begin,
    Broadcast,
    Cancel,
    Change,
    Command,
    CompleteTask,
    DecisionFailed,
    Deliver,
    Fail,
    Finish,
    Fire,
    ProcessFault,
    ProcessRefusal,
    ProcessState,
    Reenter,
    Resume,
    SendBack,
    Start,
    Suspend,
    Task,
    Token,
    Wait,
)

__all__ = [
    "GIVEN_NAMES",
    "NOT_STARTED",
    "Activity",
    "Advance",
    "Assigned",
    "Begin",
    "Broadcast",
    "Cancel",
    "Change",
    "Command",
    "CompleteTask",
    "Consequence",
    "Decider",
    "DecisionFailed",
    "DecisionMade",
    "Deliver",
    "Diagram",
    "Difference",
    "DifferenceKind",
    "Document",
    "Element",
    "Event",
    "Fail",
    "Finish",
    "Fire",
    "Flow",
    "Kind",
    "Loop",
    "LoopKind",
    "Process",
    "ProcessFault",
    "ProcessRefusal",
    "ProcessState",
    "Reenter",
    "Resume",
    "SendBack",
    "Start",
    "Suspend",
    "Task",
    "Thrown",
    "Timer",
    "TimerKind",
    "Token",
    "Trigger",
    "Wait",
    "advance",
    "ask",
    "difference",
    "earlier",
    "given",
    "is_sound",
    "link_calls",
    "plain",
    "read_diagram",
    "read_document",
    "read_process",
    "reason",
]
