"""Where one case stands in its process, and what can be asked of it. Every value here maps to rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.core.text import Text


@dataclass(frozen=True, slots=True)
class Token:
    """A marker of where the case is. `flow` is set only while it waits at a parallel gateway for the others:
    the flow it came by, for the gateway needs one token of each."""

    number: int
    activity: str
    flow: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Work that waits at a user task, for anyone in one of `groups` (`role` or `role@unit-code`)."""

    number: int
    activity: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessState:
    """Tokens and tasks take their numbers from the one `next_number`; a number is never given twice."""

    tokens: tuple[Token, ...] = ()
    tasks: tuple[Task, ...] = ()
    next_number: int = 1
    variables: Mapping[str, object] = field(default_factory=dict)
    ended: bool = False


NOT_STARTED = ProcessState()


@dataclass(frozen=True, slots=True)
class Start:
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """`variables` (the outcome among them) are laid over those the case has."""

    task: int
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take all tokens and tasks away: the case was withdrawn or closed by other means."""


Command = Start | CompleteTask | Cancel


class ProcessRefusal(Exception):
    """The process cannot do what was asked; nothing has changed. `activity` is where it would have stopped."""

    def __init__(self, text: Text, activity: str | None = None) -> None:
        self.text = text
        self.activity = activity
        super().__init__(text.en)


class ProcessFault(ProcessRefusal):
    """The definition, not the command, is at fault: the same will happen again until a mended version is published."""


class DecisionFailed(ProcessFault):
    """A business rule task got no answer: the table, not the command, needs mending."""
