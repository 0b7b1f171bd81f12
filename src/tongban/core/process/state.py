"""Where one case stands in its process, and what can be asked of it. Every value here maps to rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tongban.core.process.kinds import Trigger
from tongban.core.text import Text


@dataclass(frozen=True, slots=True)
class Token:
    """A marker of where the case is.

    `flow` is set only while it waits at a joining gateway for others: the flow it came by. A token at a sub-process,
    or at an activity that is done several times, stays there while the tokens inside, whose `parent` it is, move; 0 is
    the case itself. `round` counts from 1 which of several times this is. `local` are variables seen by it and by the
    tokens inside it only.
    """

    number: int
    activity: str
    flow: str | None = None
    parent: int = 0
    round: int | None = None
    local: Mapping[str, object] = field(default_factory=dict)

    def at(self, activity: str, flow: str | None = None) -> Token:
        """The same token elsewhere. Said in full: `dataclasses.replace` takes four times as long, at every move."""
        return Token(self.number, activity, flow, self.parent, self.round, self.local)


@dataclass(frozen=True, slots=True)
class Task:
    """Work that waits at an activity for anyone in one of `groups` (`role` or `role@unit-code`); `token` is what
    goes on when it is done, `due_at` the moment by which the drawing wants it done."""

    number: int
    activity: str
    groups: tuple[str, ...] = ()
    token: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Something other than a person is waited for: a timer that comes at `due_at`, a message or signal by `name`, a
    condition, or a program's work (`name` is its topic).

    `activity` is what goes on then: the catching event or task, a boundary event, or the start of an event
    sub-process. `token` waits there, is the one whose activity the boundary belongs to, or holds the sub-process (0: the
    case). `since` is when a timer began, `rounds` how often it will still come (None: for ever). `met`: the condition
    held when it was last asked, and must be false before it counts again.
    """

    number: int
    activity: str
    token: int
    trigger: Trigger
    name: str = ""
    due_at: datetime | None = None
    since: datetime | None = None
    rounds: int | None = 1
    met: bool = False


@dataclass(frozen=True, slots=True)
class ProcessState:
    """Tokens, tasks and waits take their numbers from the one `next_number`; a number is never given twice.
    `suspended_at`: since when no timer comes."""

    tokens: tuple[Token, ...] = ()
    tasks: tuple[Task, ...] = ()
    next_number: int = 1
    variables: Mapping[str, object] = field(default_factory=dict)
    ended: bool = False
    waits: tuple[Wait, ...] = ()
    suspended_at: datetime | None = None


NOT_STARTED = ProcessState()


@dataclass(frozen=True, slots=True)
class Start:
    """`event` is the start event, where it is not the usual one."""

    variables: Mapping[str, object] = field(default_factory=dict)
    event: str = ""


@dataclass(frozen=True, slots=True)
class Reenter:
    """Take a process that had ended up again at `activity`, with nothing else beside it."""

    activity: str


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """`variables` (the outcome among them) are laid over those the case has."""

    task: int
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fire:
    """The timer is due, the message came, or the work is done, that the wait of this number is for."""

    wait: int
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fail:
    """The work of a service task ended with the business error `code`: the process says what follows."""

    wait: int
    code: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message came for the case: the first that waits for `name` takes it."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A signal was given: all that wait for `name` take it; none is no fault."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """Variables changed without a step: conditions are asked anew."""

    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendBack:
    """退回: the token of `task` goes back to `activity`; what could no longer come to a sound end beside it is taken
    away (see `engine.going_back`)."""

    task: int
    activity: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begin:
    """Do `activity` of the ad-hoc sub-process that `token` holds."""

    token: int
    activity: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The ad-hoc sub-process that `token` holds is done."""

    token: int


@dataclass(frozen=True, slots=True)
class Suspend:
    """From now on no timer comes."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Timers go on with the time they had left."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take all tokens, tasks and waits away: the case was withdrawn or closed by other means."""


Command = (
    Start
    | Reenter
    | CompleteTask
    | Fire
    | Fail
    | Deliver
    | Broadcast
    | Change
    | SendBack
    | Begin
    | Finish
    | Suspend
    | Resume
    | Cancel
)


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
