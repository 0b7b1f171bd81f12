"""Waiting tasks: who may do them, with which outcomes, and the form that completes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.reading import OpenTask
from tongban.apps.org.models import Person, Position, Role, Unit
from tongban.apps.org.policy import Deed
from tongban.apps.org.queries import unit_titles
from tongban.core.casework import Phase
from tongban.core.forms import FormSchema
from tongban.core.text import Text
from tongban.web.desk.fields import DeskForm, line, paragraphs
from tongban.web.parts.fields import DayField
from tongban.web.parts.forms import FormView, form_view

from .opening import Opened
from .outcomes import Choice, choices
from .penalties import DeviationShown, ProposalShown, deviation_shown, proposal_shown
from .wording import prepared

CORRECTION_DAYS = 10
"""Working days a citizen is given for a correction, unless the officer sets another day."""

CONSEQUENCE = Text(
    "逾期未補正者，將依現有資料審查或駁回申請。",
    "If it is not supplied in time, the application is decided on the documents at hand, or rejected.",
)


class CompletionForm(DeskForm):
    amount = forms.IntegerField(label=gettext_lazy("Fine in NT$"), required=False, min_value=0)
    deviation = paragraphs(gettext_lazy("Why it differs from the standard"), required=False, rows=3)
    text = paragraphs(gettext_lazy("Text for the applicant"), required=False, rows=4)
    comment = paragraphs(gettext_lazy("Comment for colleagues"), required=False, rows=2)
    effective_on = DayField(
        label=gettext_lazy("Took effect on"),
        required=False,
        help_text=gettext_lazy("Empty: today. For what happened earlier than it is keyed in."),
    )
    late_reason = line(gettext_lazy("Reason, if more than three days ago"), required=False, longest=200)

    def keep(self, *, text: bool, penalty: bool) -> None:
        """Only what this step has."""
        gone = [*([] if text else ["text"]), *([] if penalty else ["amount", "deviation"])]
        for name in gone:
            self.fields.pop(name, None)


class CorrectionForm(DeskForm):
    """What is asked of the citizen: all of it is sent."""

    missing = paragraphs(gettext_lazy("What is missing"), rows=3)
    reason = paragraphs(gettext_lazy("Why it is needed"), rows=2)
    due_on = DayField(label=gettext_lazy("To be supplied by"))
    consequence = paragraphs(gettext_lazy("If it is not supplied"), rows=2)


@dataclass
class Typed:
    """What somebody sent for one task and what was wrong with it; shown again as it was."""

    task: int
    form: CompletionForm
    correction: CorrectionForm | None = None
    answers: FormView | None = None
    outcome: str = ""
    text: str = ""


@dataclass(frozen=True)
class TaskShown:
    number: int
    name: str
    unit: str
    role: str
    assignee: str
    is_mine: bool
    may_take: bool
    may_assign: bool
    why_not: str
    """Why this reader cannot complete it; empty: he can."""
    is_waiting_for_citizen: bool
    choices: list[Choice] = field(default_factory=list)
    colleagues: list[Person] = field(default_factory=list)
    form: DeskForm | None = None
    correction: DeskForm | None = None
    answers: FormView | None = None
    proposal: ProposalShown | None = None
    deviation: DeviationShown | None = None
    outcome: Choice | None = None
    step: str = ""
    fault: str = ""


def tasks_shown(opened: Opened, typed: Typed | None = None) -> list[TaskShown]:
    units = unit_titles(Unit.objects.filter(pk__in={t.unit_id for t in opened.file.open_tasks}), opened.language)
    people = {
        p.pk: p.name for p in Person.objects.filter(pk__in={t.assignee_id for t in opened.file.open_tasks} - {None})
    }
    return [
        _shown(opened, task, units, people, typed if typed and typed.task == task.number else None)
        for task in opened.file.open_tasks
        if task.is_step
    ]


def _shown(
    opened: Opened, task: OpenTask, units: Mapping[int, str], people: Mapping[int, str], typed: Typed | None
) -> TaskShown:
    waits = task.activity in opened.definition.clock.pauses
    why_not = _why_not(opened, task)
    common: dict[str, Any] = {
        "number": task.number,
        "name": opened.activity_name(task.activity),
        "unit": units.get(task.unit_id, ""),
        "role": str(Role(task.role).label) if task.role in Role.values else task.role,
        "assignee": people.get(task.assignee_id or 0, ""),
        "is_mine": task.assignee_id == opened.rights.person_id,
        "may_take": not waits
        and task.assignee_id != opened.rights.person_id
        and opened.may(Deed.TAKE)
        and may_do(opened, task),
        "may_assign": not waits and opened.may(Deed.ASSIGN),
        "why_not": why_not,
        "is_waiting_for_citizen": waits,
    }
    if common["may_assign"]:
        common["colleagues"] = colleagues_for(task)
    if deviation := deviation_shown(opened, task.number):
        return TaskShown(**common, deviation=deviation)
    return TaskShown(**common, **({} if waits or why_not else _completion(opened, task, typed)))


def _completion(opened: Opened, task: OpenTask, typed: Typed | None) -> dict[str, Any]:
    offered = choices(opened.definition, task.activity, opened.language)
    step = opened.definition.step_on(task.activity)
    schema = form_of(opened, task.activity)
    text = prepared(opened, step.text)[1] if step else ""
    proposed = proposal_shown(opened, task.activity)
    initial = {"text": text, "amount": proposed.amount if proposed else None}
    form: CompletionForm = typed.form if typed else CompletionForm(initial=initial, prefix=f"task-{task.number}")
    form.keep(text=step is not None, penalty=proposed is not None)
    answers = typed.answers if typed else None
    if schema is not None and answers is None:
        answers = form_view(
            schema, {**schema.defaults(at=opened.at), **opened.file.state.answers}, at=opened.at, roc_dates=True
        )
    return {
        "choices": offered,
        "form": form,
        "correction": typed.correction if typed else None,
        "answers": answers,
        "proposal": proposed,
        "outcome": next((c for c in offered if typed and c.value == typed.outcome), None),
        "step": opened.definition.step_name(step).in_(opened.language) if step else "",
        "fault": typed.text if typed else "",
    }


def correction_defaults(opened: Opened) -> dict[str, object]:
    return {
        "due_on": opened.calendar.add_working_days(opened.today, CORRECTION_DAYS, opened.file.state.clock.place),
        "consequence": CONSEQUENCE.in_(opened.file.language),
    }


def form_of(opened: Opened, activity: str) -> FormSchema | None:
    """The form that is filled in to complete the step."""
    process = opened.definition.process
    known = process.activities.get(activity) if process else None
    return opened.definition.forms[known.form] if known and known.form else None


def may_do(opened: Opened, task: OpenTask) -> bool:
    """Whether the reader's posts are those the task waits for: the same rule as the act's own."""
    if opened.rights.holds(task.role, task.unit_id):
        return True
    return task.role != Role.SUPERVISOR and opened.rights.holds(Role.SUPERVISOR, task.unit_id)


def _why_not(opened: Opened, task: OpenTask) -> str:
    if opened.file.state.phase is Phase.SUSPENDED:
        return _("The clock stands still: resume the case first.")
    if opened.file.state.phase is Phase.AWAITING_CORRECTION:
        return _("The case waits for the applicant's correction.")
    if not opened.may(Deed.COMPLETE) or not may_do(opened, task):
        return _("This step is for another position.")
    return ""


def colleagues_for(task: OpenTask) -> list[Person]:
    """Whom the task can be given to: those who hold its role at its unit or the one above, today."""
    holding = Position.objects.filter(
        Q(unit_id=task.unit_id) | Q(unit__children=task.unit_id), role__in={task.role, Role.SUPERVISOR}, until_on=None
    )
    found = Person.objects.filter(pk__in=holding.values("person_id"), is_active=True).exclude(pk=task.assignee_id)
    return list(found.order_by("name", "pk"))


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(Person.objects.filter(is_active=True))
