"""會辦 and 平行派案: units are asked while the case stays where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import ask_units
from tongban.apps.cases.reading import OpenTask
from tongban.apps.org.policy import Deed
from tongban.core.casework import Consultation, Mode, Standing, UnitRequest
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.requests import UnitField, askable_units
from tongban.web.desk.case.tasks import may_do
from tongban.web.desk.fields import DeskForm, paragraphs
from tongban.web.parts.fields import DayField

from .act import Act, over

ROWS, MORE, MOST = 3, 3, 40
DAYS = 5
"""Working days that units are given, unless the officer sets another day."""


class AskForm(DeskForm):
    """One question and one day for all; each unit may have its own instead."""

    task = forms.TypedChoiceField(label=gettext_lazy("For the step"), coerce=int)
    question = paragraphs(gettext_lazy("What is asked"), required=False)
    due_on = DayField(label=gettext_lazy("To be answered by"), required=False)
    remind = forms.IntegerField(
        label=gettext_lazy("Remind before, in working days"),
        min_value=0,
        max_value=10,
        help_text=gettext_lazy("0: only on the day itself and after it."),
    )
    enough = forms.IntegerField(
        label=gettext_lazy("Answers needed to go on"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Empty: the answers of all units."),
    )
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, opened: Opened, mode: Mode, rows: int, **options: Any) -> None:
        self.opened, self.rows = opened, range(rows)
        units = askable_units(opened)
        for place in self.rows:
            self.base_row(place, units)
        super().__init__(*args, **options)
        self.fields |= self.extra
        steps = own_steps(opened)
        self.fields["task"].choices = [(task.number, opened.activity_name(task.activity)) for task in steps]  # type: ignore[attr-defined]
        if len(steps) == 1:
            self.fields["task"].widget = forms.HiddenInput()
            self.fields["task"].initial = steps[0].number
        if mode is Mode.PARALLEL_DISPATCH:
            del self.fields["enough"]

    def base_row(self, place: int, units: Mapping[str, str]) -> None:
        self.extra = getattr(self, "extra", {}) | {
            f"unit-{place}": UnitField(units, label=_("Unit %(n)s") % {"n": place + 1}, required=False),
            f"question-{place}": paragraphs(_("What this unit is asked"), required=False, rows=2),
            f"due_on-{place}": DayField(label=_("This unit's day"), required=False),
        }
        for field in self.extra.values():
            field.widget.attrs.setdefault("class", "form-control")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The fields unit by unit, for the page; `is_own`: it has a question or a day of its own."""
        found = []
        for place in self.rows:
            names = (f"unit-{place}", f"question-{place}", f"due_on-{place}")
            unit, question, due_on = (self[name] for name in names)
            is_own = bool(question.value() or due_on.value() or question.errors or due_on.errors)
            found.append({"unit": unit, "question": question, "due_on": due_on, "is_own": is_own})
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        values["requests"] = tuple(one for place in self.rows if (one := self._request(values, place, seen)))
        if not values["requests"] and not any(name.startswith("unit-") for name in self.errors):
            self.add_error("unit-0", _("Choose at least one unit."))
        most, enough = len(values["requests"]), values.get("enough")
        if enough and most and enough > most:
            self.add_error("enough", _("Only %(most)s units are asked.") % {"most": most})
        return values

    def _request(self, values: Mapping[str, Any], place: int, seen: set[str]) -> UnitRequest | None:
        unit = values.get(f"unit-{place}")
        if not unit:
            return None
        if unit in seen:
            self.add_error(f"unit-{place}", _("Ask each unit once at a time."))
        seen.add(unit)
        question = values.get(f"question-{place}") or values.get("question") or ""
        due_on = values.get(f"due_on-{place}") or values.get("due_on")
        if not question and "question" not in self.errors:
            self.add_error("question", _("Say what you ask, here or at each unit."))
        if due_on is None:
            if "due_on" not in self.errors and f"due_on-{place}" not in self.errors:
                self.add_error("due_on", _("Say by when, here or at each unit."))
            return None
        if due_on < self.opened.today:
            own = f"due_on-{place}" if values.get(f"due_on-{place}") else "due_on"
            if own not in self.errors:
                self.add_error(own, _("The day lies in the past."))
        return UnitRequest(unit=unit, question=question, due_on=due_on, remind=values.get("remind") or 0)


class Consult(Act):
    code, deed, form, template = "consult", Deed.CONSULT, DeskForm, "desk/case_ask_units.html"
    name, button = gettext_lazy("Ask other units (co-processing)"), gettext_lazy("Ask the units")
    done = gettext_lazy("The units were asked; their answers appear in the case.")
    mode: ClassVar[Mode] = Mode.CO_PROCESSING

    def refused(self, opened: Opened) -> str:
        if why := over(opened):
            return why
        return "" if own_steps(opened) else _("No step of the case waits for you, so there is nothing to ask for.")

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("The units see the case until they have answered. You keep it, and the time limit runs on."),
            _("This step can be completed when enough units have answered, or what is missing is withdrawn."),
        ]

    def new_form(self, request: HttpRequest, opened: Opened) -> AskForm:
        initial: dict[str, object] = {
            "due_on": opened.calendar.add_working_days(opened.today, DAYS, opened.file.state.clock.place),
            "remind": 2,
        }
        before = _passed_back(request.GET, opened, self.mode)
        if before is not None:
            initial |= {"instead_of": before.number, "unit-0": before.suggested, "question": before.question}
            initial |= {"task": before.task}
        return AskForm(initial=initial, opened=opened, mode=self.mode, rows=1 if before else ROWS)

    def sent_form(self, request: HttpRequest, opened: Opened) -> AskForm:
        sent = request.POST.get("rows", "")
        rows = min(int(sent), MOST) if sent.isascii() and sent.isdigit() else ROWS
        if "preview" in request.POST:
            # More rows: what is typed stays, and nothing is judged yet.
            rows = min(rows + MORE, MOST)
            initial = {name: value for name, value in request.POST.items() if value}
            return AskForm(initial=initial, opened=opened, mode=self.mode, rows=rows)
        return AskForm(request.POST, opened=opened, mode=self.mode, rows=max(rows, 1))

    def context(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        return {"units": askable_units(opened)}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        requests = values["requests"]
        return ask_units(
            number=opened.number,
            task=values["task"],
            mode=self.mode,
            requests=requests,
            enough=values.get("enough") or len(requests),
            instead_of=values.get("instead_of") or 0,
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )


class Dispatch(Consult):
    code = "dispatch"
    name, button = gettext_lazy("Give parts to several units (parallel dispatch)"), gettext_lazy("Give out the parts")
    done = gettext_lazy("The parts were given out; the units report in the case.")
    mode = Mode.PARALLEL_DISPATCH

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("Each unit does its part and reports here; you make one consolidated reply. The time limit runs on."),
            _("This step can be completed when every part has been reported, withdrawn or given to another unit."),
        ]


def own_steps(opened: Opened) -> list[OpenTask]:
    """The waiting steps that this reader may do: others are asked for their sake."""
    return [task for task in opened.file.open_tasks if task.is_step and may_do(opened, task)]


def _passed_back(query: QueryDict, opened: Opened, mode: Mode) -> Consultation | None:
    """What `?instead_of=3` names: it is to go to another unit."""
    number = query.get("instead_of", "")
    found = (one for one in opened.file.state.consultations if str(one.number) == number and one.mode is mode)
    return next((one for one in found if one.standing is Standing.PASSED_BACK), None)
