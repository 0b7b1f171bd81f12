"""What a kind of case is: everything a pack says, read and checked, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.core.calendar import Calendar, ExtensionRule, Limit
from tongban.core.decisions import Expression, Model
from tongban.core.forms import FormSchema
from tongban.core.process import Process
from tongban.core.text import Text

NO_TEXT = Text("", "")
MAIN_FORM = "form"
CORRECTION = "correction"
"""Key of the ground under which a correction stops the clock (行政程序法 §51: 補正期間不計入)."""

AUTOMATIC = (
    "registered",
    "correction",
    "correction-reminder",
    "correction-expired",
    "extended",
    "transferred",
    "closed",
    "withdrawn",
)
"""What the citizen is told by itself, if the pack names a message for it under `notify`."""


@dataclass(frozen=True, slots=True)
class Offset:
    """When a reminder falls relative to a due date: a number of working days before (-) or after (+); 0 is the day."""

    working_days: int

    def day(self, due_on: date, calendar: Calendar, place: str | None = None) -> date:
        if self.working_days == 0:
            return due_on
        return calendar.add_working_days(due_on, self.working_days, place)


@dataclass(frozen=True, slots=True)
class Reminder:
    """`to` is a role: handler or supervisor (of the unit that handles the case)."""

    offset: Offset
    to: str

    @property
    def key(self) -> str:
        return f"{self.offset.working_days:+d}:{self.to}"


@dataclass(frozen=True, slots=True)
class ClockRules:
    """`pauses` maps an activity (or `correction`, asked for at any step) to the legal ground that stops the clock."""

    pauses: Mapping[str, Text] = field(default_factory=dict)
    extension: ExtensionRule | None = None
    remind: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step as the citizen sees it: done when activity `on` is left. `text` names the message that words it."""

    on: str
    text: str
    notify: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A prepared text. The subject of a public step's message is the step's name; `sms` may be empty."""

    code: str
    subject: Text
    body: Text
    sms: Text


@dataclass(frozen=True, slots=True)
class Control:
    """What must not be forgotten: a date field to watch while `when` holds, or a unit to tell once it holds."""

    key: str
    when: Expression | None
    field: str = ""
    remind: tuple[Reminder, ...] = ()
    to: str = "handler"
    escalate: str = "supervisor"
    notify_unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """裁罰基準: completing the user task `on` (with `outcome`, where only one of them punishes) imposes what
    `decision` says.

    `amount`, `least` and `most` are outputs of the decision in NT dollars: the amount proposed, and the statute's
    bounds for any other; `amount` is empty where the decision has a single output. `approve` is the role of the second
    person.
    """

    on: str
    decision: str
    outcome: str = ""
    amount: str = ""
    least: str = ""
    most: str = ""
    approve: str = "supervisor"


@dataclass(frozen=True, slots=True)
class DispatchRule:
    """分案: `decision` gives the code of the unit that handles a case, or null where the unit that the offer names
    has it."""

    decision: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a pack. `process` is None where another system runs the process and pushes public steps."""

    code: str
    kind: str
    name: Text
    owner: str
    legal_basis: Text
    channels: tuple[str, ...]
    limit: Limit
    clock: ClockRules
    process: Process | None
    forms: Mapping[str, FormSchema]
    messages: Mapping[str, Message]
    public_steps: tuple[PublicStep, ...]
    notify: Mapping[str, str]
    outcomes: Mapping[str, Text]
    controls: tuple[Control, ...] = ()
    decisions: Model | None = None
    penalties: tuple[PenaltyRule, ...] = ()
    dispatch: DispatchRule | None = None
    consultation_form: str = ""
    """The form that a unit asked beside the process fills in with its answer; empty where there is none."""
    rights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retention_years: int = 5
    personal_data: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[Text, ...] = ()
    assumptions: tuple[Text, ...] = ()
    summary: Text = NO_TEXT

    @property
    def form(self) -> FormSchema:
        """What is filled in at intake."""
        return self.forms[MAIN_FORM]

    def step_name(self, step: PublicStep) -> Text:
        return self.messages[step.text].subject

    def step_on(self, activity: str) -> PublicStep | None:
        return next((step for step in self.public_steps if step.on == activity), None)

    def penalty_on(self, activity: str) -> PenaltyRule | None:
        return next((rule for rule in self.penalties if rule.on == activity), None)

    def outcome_name(self, outcome: str) -> Text:
        return self.outcomes.get(outcome, Text(outcome, outcome))

    def offered(self, activity: str) -> tuple[str, ...]:
        """The outcomes somebody may choose at a user task, in the order of the drawing; empty where there is no choice.

        A default flow is offered under its own id when the pack gives that id a name under `outcomes`; otherwise it
        is a way out for surprises only.
        """
        if self.process is None:
            return ()
        asked = self.process.outcomes_of(activity)
        defaults = [
            gateway.default
            for gateway in (self.process.activities[target] for target in self.process.after(activity))
            if gateway.default is not None and gateway.default in self.outcomes
        ]
        return (*asked, *(flow for flow in defaults if flow not in asked)) if asked else ()
