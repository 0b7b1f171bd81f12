"""What was asked of which units, as the case page shows it: to whoever asked, to whoever is asked, to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.apps.cases.actions import looks_after
from tongban.apps.cases.placing import unit_of
from tongban.apps.cases.reading import OpenTask
from tongban.apps.org.models import Person, Unit
from tongban.apps.org.policy import Deed
from tongban.apps.org.queries import unit_titles
from tongban.core.casework import OPINIONS, Consultation, Mode, Opinion, Round, Standing, rounds
from tongban.core.forms import FormSchema
from tongban.core.forms.showing import value_text
from tongban.web.desk.fields import DeskForm, paragraphs
from tongban.web.parts.actors import names_of
from tongban.web.parts.fields import DayField
from tongban.web.parts.forms import FormView, form_view

from .opening import Opened
from .tasks import colleagues_for, may_do

SOON = 2
"""Working days."""
_ACTS = {Mode.CO_PROCESSING: "consult", Mode.PARALLEL_DISPATCH: "dispatch"}
"""Of the menu."""
OPINION_NAMES: Mapping[str, Any] = {
    Opinion.AGREE: gettext_lazy("Agree"),
    Opinion.DISAGREE: gettext_lazy("Disagree"),
    Opinion.NO_OPINION: gettext_lazy("No opinion"),
    Opinion.OTHER: gettext_lazy("Another opinion"),
    Opinion.DONE: gettext_lazy("Part done"),
    Opinion.CANNOT: gettext_lazy("Cannot be done"),
}
STANDINGS: Mapping[str, tuple[str, Any]] = {
    Standing.ASKED: ("waiting", gettext_lazy("Waits for the answer")),
    Standing.ANSWERED: ("done", gettext_lazy("Answered")),
    Standing.PASSED_BACK: ("soon", gettext_lazy("Passed back: not in charge")),
    Standing.WITHDRAWN: ("paused", pgettext_lazy("request", "Withdrawn")),
    Standing.REPLACED: ("paused", gettext_lazy("Given to another unit")),
    Standing.LAPSED: ("paused", gettext_lazy("No longer needed")),
}
"""The meaning of colour, and the word."""


def askable_units(opened: Opened) -> dict[str, str]:
    """Code → name of the units that may be asked, in the order of the organisation."""
    units = Unit.objects.filter(active=True).exclude(pk=opened.file.unit_id).order_by("code")
    codes = dict(units.values_list("pk", "code"))
    return {codes[pk]: title for pk, title in unit_titles(units, opened.language).items()}


class UnitField(forms.CharField):
    """A unit chosen from the list of suggestions by name, or typed by its code. Gives the code."""

    def __init__(self, units: Mapping[str, str], **options: Any) -> None:
        self.units = units
        attrs = {"list": "units", "autocomplete": "off", "class": "form-control"}
        super().__init__(max_length=120, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed or typed in self.units:
            return str(typed)
        codes = [code for code, title in self.units.items() if title == typed]
        if len(codes) != 1:
            raise forms.ValidationError(_("There is no such unit: choose one from the suggestions."))
        return codes[0]

    def prepare_value(self, value: Any) -> Any:
        return self.units.get(str(value), value)


class AnswerForm(DeskForm):
    opinion = forms.ChoiceField(label=pgettext_lazy("opinion", "Answer"), widget=forms.RadioSelect)
    text = paragraphs(
        gettext_lazy("What you have to say"),
        required=False,
        help_text=gettext_lazy("The asker and the other asked units read it."),
    )

    def __init__(self, *args: Any, mode: Mode, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(opinion.value, OPINION_NAMES[opinion]) for opinion in OPINIONS[mode]]
        self.fields["opinion"].choices = offered  # type: ignore[attr-defined]
        if mode is Mode.PARALLEL_DISPATCH:
            self.fields["text"].label = _("What was done")


class BackForm(DeskForm):
    reason = paragraphs(gettext_lazy("Why it is not your unit's matter"), rows=2)

    def __init__(self, *args: Any, units: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["suggested"] = UnitField(units, label=_("Whom to ask instead"), required=False)


class TimeForm(DeskForm):
    until = DayField(label=gettext_lazy("You need until"))
    reason = paragraphs(gettext_lazy("Why you need more time"), rows=2)


class ReasonForm(DeskForm):
    reason = paragraphs(gettext_lazy("Reason"), rows=2)


class DecideForm(DeskForm):
    until = DayField(label=gettext_lazy("New day"), required=False)
    reason = paragraphs(gettext_lazy("Reason, if you refuse"), required=False, rows=2)


@dataclass(frozen=True)
class TypedRequest:
    """A form about request `number` that was not accepted: shown again as it was, with what stood in the way."""

    number: int
    what: str
    form: DeskForm | None
    text: str = ""
    answers: FormView | None = None


@dataclass(frozen=True)
class RequestShown:
    value: Consultation
    unit: str
    asked_by: str
    ended_by: str
    suggested: str
    meaning: str
    word: str
    opinion: str
    due_state: str
    due_days: int
    answers: list[tuple[str, str]]
    may_tend: bool
    """Nudge it, give it time."""
    may_withdraw: bool
    may_nudge: bool
    redirect: str
    """The act that gives what was passed back to another unit; empty where there is none to do."""
    taken_by: str = ""
    withdraw: DeskForm | None = None
    decide: DeskForm | None = None
    fault: str = ""
    opens: str = ""
    """Which of its forms was sent and is shown open."""


@dataclass(frozen=True)
class ToAnswer:
    """The asked unit's card: what is asked, and the forms that answer it."""

    shown: RequestShown
    task: OpenTask
    is_mine: bool
    may_take: bool
    colleagues: list[Person]
    form: DeskForm
    back: DeskForm
    time: DeskForm
    answers: FormView | None = None
    fault: str = ""
    opens: str = ""


@dataclass(frozen=True)
class RoundShown:
    value: Round
    requests: list[RequestShown] = field(default_factory=list)


def requests_shown(opened: Opened, typed: TypedRequest | None = None) -> dict[str, object]:
    """`rounds` for the panel, `requests_to_answer` for the reader's own cards; nothing where nothing was asked."""
    asked = opened.file.state.consultations
    if not asked:
        return {}
    work = {task.number: task for task in opened.file.open_tasks if not task.is_step}
    people = {f"person:{task.assignee_id}" for task in work.values() if task.assignee_id}
    names = names_of({one.asked_by for one in asked} | {one.ended_by for one in asked if one.ended_by} | people)
    shown = {one.number: _shown(opened, one, names, work.get(one.work), _own(typed, one)) for one in asked}
    mine = [one for one in asked if one.is_open and one.work in work and may_do(opened, work[one.work])]
    cards = [_to_answer(opened, shown[one.number], work[one.work], _own(typed, one)) for one in mine]
    panels = [RoundShown(one, [shown[request.number] for request in one.requests]) for one in rounds(asked)]
    return {
        "rounds": panels[::-1],
        "requests_to_answer": cards,
        "units": askable_units(opened) if cards else {},
    }


def _own(typed: TypedRequest | None, one: Consultation) -> TypedRequest | None:
    return typed if typed and typed.number == one.number else None


def _shown(
    opened: Opened, one: Consultation, names: Mapping[str, str], work: OpenTask | None, typed: TypedRequest | None
) -> RequestShown:
    tends = opened.may(Deed.CONSULT) and looks_after(opened.rights, opened.file, one)
    is_part = one.mode is Mode.PARALLEL_DISPATCH and one.standing is Standing.PASSED_BACK
    meaning, word = STANDINGS[one.standing]
    state, days = _due(opened, one)
    reported = one.mode is Mode.PARALLEL_DISPATCH and one.standing is Standing.ANSWERED
    return RequestShown(
        value=one,
        unit=_title(opened, one.unit),
        asked_by=names.get(one.asked_by, ""),
        ended_by=names.get(one.ended_by, ""),
        suggested=_title(opened, one.suggested) if one.suggested else "",
        meaning="late" if state == "late" else meaning,
        word=_("Reported") if reported else str(word),
        opinion=str(OPINION_NAMES.get(one.opinion, "")),
        due_state=state,
        due_days=days,
        answers=_answers(opened, one),
        may_tend=tends and one.is_open,
        may_withdraw=tends and (one.is_open or is_part),
        may_nudge=tends and one.is_open and one.nudged_on != opened.today,
        redirect=_ACTS[one.mode] if tends and one.standing is Standing.PASSED_BACK and _asks(opened) else "",
        taken_by=names.get(f"person:{work.assignee_id}", "") if work and work.assignee_id else "",
        withdraw=_kept(typed, "withdraw") or ReasonForm(prefix=f"withdraw-{one.number}"),
        decide=_kept(typed, "until") or DecideForm(initial={"until": one.wanted_until}, prefix=f"until-{one.number}"),
        fault=typed.text if typed and typed.what in ("nudge", "withdraw", "until") else "",
        opens=typed.what if typed else "",
    )


def _asks(opened: Opened) -> bool:
    return any(task.is_step and may_do(opened, task) for task in opened.file.open_tasks)


def _to_answer(opened: Opened, shown: RequestShown, task: OpenTask, typed: TypedRequest | None) -> ToAnswer:
    one, schema = shown.value, form_for(opened)
    number = one.number
    later = opened.calendar.add_working_days(max(one.due_on, opened.today), 3)
    answers = typed.answers if typed else None
    if schema is not None and answers is None:
        answers = form_view(schema, schema.defaults(at=opened.at), at=opened.at, roc_dates=True)
    return ToAnswer(
        shown=shown,
        task=task,
        is_mine=task.assignee_id == opened.rights.person_id,
        may_take=opened.may(Deed.TAKE) and task.assignee_id != opened.rights.person_id,
        colleagues=colleagues_for(task) if opened.rights.holds("supervisor", task.unit_id) else [],
        form=_kept(typed, "answer") or AnswerForm(mode=one.mode, prefix=f"answer-{number}"),
        back=_kept(typed, "back") or BackForm(units=askable_units(opened), prefix=f"back-{number}"),
        time=_kept(typed, "time") or TimeForm(initial={"until": later}, prefix=f"time-{number}"),
        answers=answers,
        fault=typed.text if typed and typed.what in ("answer", "back", "time") else "",
        opens=typed.what if typed else "",
    )


def form_for(opened: Opened) -> FormSchema | None:
    """The form that the pack has for asked units."""
    return opened.definition.forms.get(opened.definition.consultation_form)


def _kept(typed: TypedRequest | None, what: str) -> DeskForm | None:
    return typed.form if typed and typed.what == what else None


def _title(opened: Opened, code: str) -> str:
    unit = unit_of(code, opened.file.org_version)
    return unit.title.in_(opened.language) if unit else code


def _due(opened: Opened, one: Consultation) -> tuple[str, int]:
    if not one.is_open:
        return "done", 0
    days = (one.due_on - opened.today).days
    if days < 0:
        return "late", -days
    left = opened.calendar.working_days_between(opened.today, one.due_on)
    return ("soon" if left <= SOON else "ok"), days


def _answers(opened: Opened, one: Consultation) -> list[tuple[str, str]]:
    schema = form_for(opened)
    questions = schema.questions if schema and one.answers else ()
    return [
        (question.label.in_(opened.language), value_text(question, one.answers[question.name], opened.language))
        for question in questions
        if one.answers.get(question.name) is not None
    ]
