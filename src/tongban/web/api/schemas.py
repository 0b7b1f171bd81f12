"""What goes in and out. Dates are ISO 8601; days are those of Asia/Taipei."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# pydantic's own base: ninja's looks through every value for model instances, which are never given here.
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00]*$")]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000, pattern=r"^[^\x00]*$")]
Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(1912, 1, 1), le=date(2999, 12, 31))]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConsentIn(Strict):
    """The applicant agreed that contacts are kept: on paper, orally or on the web."""

    form: Literal["paper", "oral", "web"] = "paper"


class ApplicantIn(Strict):
    name: Named
    kind: Literal["person", "company", "premises"] = "person"
    identifier: Short = ""
    phone: Short = ""
    email: Short = ""
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*$")] = ""
    district: Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00]*$")] = ""
    language: Literal["zh-hant", "en"] = "zh-hant"
    consent: ConsentIn | None = None


class CaseIn(Strict):
    """An application taken in by another system. `reference` is its number there and makes it unique."""

    kind: Named
    unit: Annotated[str, StringConstraints(max_length=64)] = Field(description="Code of the unit that takes it in")
    reference: Named
    channel: Literal["counter", "post", "fax", "phone", "web", "system"] = "counter"
    applicant: ApplicantIn
    answers: dict[Named, Any] = Field(default_factory=dict, max_length=500)
    effective_on: Day | None = None
    late_reason: Long = ""


class RegisteredOut(BaseModel):
    """`query_password` is told once; null when this reference had been registered before."""

    number: str
    query_password: str | None
    already_registered: bool
    url: str


class StepOut(BaseModel):
    activity: str
    name: str
    done_on: date
    text: str


class TaskOut(BaseModel):
    number: int
    activity: str
    name: str
    role: str
    outcomes: list[str]


class ConsultationOut(BaseModel):
    """會辦 or 平行派案: a unit that was asked beside the process; what was written stays on the desk."""

    number: int
    round: int
    mode: str
    unit: str
    asked_on: date
    due_on: date
    standing: str
    opinion: str


class CaseOut(BaseModel):
    number: str
    kind: str
    phase: str
    outcome: str
    received_on: date
    due_on: date | None
    version: int
    steps: list[StepOut]
    tasks: list[TaskOut]
    awaits: list[str]
    """Names of the messages that the process waits for now."""
    consultations: list[ConsultationOut]


class TaskIn(Strict):
    outcome: Short = ""
    answers: dict[Named, Any] = Field(default_factory=dict, max_length=500)
    text: Long = ""
    comment: Long = ""
    effective_on: Day | None = None
    late_reason: Long = ""
    seen: Annotated[int, Field(ge=1, le=2_000_000_000)] | None = None


class StepIn(Strict):
    """A public step of a mirrored case; with `outcome` the case is closed."""

    activity: Named
    text: Long = ""
    outcome: Short = ""
    effective_on: Day | None = None


class MessageIn(Strict):
    """A message that the process waits for, by the name that `awaits` gives."""

    name: Named
    comment: Long = ""
    seen: Annotated[int, Field(ge=1, le=2_000_000_000)] | None = None


class AnswerIn(Strict):
    """What the citizen supplied after a correction was asked for."""

    answers: dict[Named, Any] = Field(default_factory=dict, max_length=500)
    comment: Long = ""
    effective_on: Day | None = None
    late_reason: Long = ""


class DoneOut(BaseModel):
    number: str
    version: int
    phase: str
    due_on: date | None


class ReserveIn(Strict):
    """`word` is the series (字), such as 桃社老."""

    word: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20, pattern=r"^[^\x00]*$")]
    count: Annotated[int, Field(ge=1, le=100)] = 1


class NumbersOut(BaseModel):
    numbers: list[str]


class AttachIn(Strict):
    number: Named


class QuestionOut(BaseModel):
    name: str
    type: str
    label: str
    required: bool
    choices: list[str]


class KindOut(BaseModel):
    code: str
    name: str
    channels: list[str]
    units: list[str]


class KindDetailOut(KindOut):
    questions: list[QuestionOut]
    steps: list[str]
    outcomes: list[str]


class ProblemOut(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    errors: list[dict[str, str]] = []
