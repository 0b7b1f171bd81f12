"""Taking, giving and completing tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.apps.cases.acting import Done
from tongban.apps.cases.actions import ask_deviation, assign_task, complete_task, take_task
from tongban.apps.worklists.actions import forget_draft
from tongban.core.casework import CorrectionRequest
from tongban.web.parts.forms import form_view, sent_answers

from .attempt import Attempt, attempt
from .changes import reopened, seen_in
from .opening import Opened, opened
from .outcomes import choices
from .page import case_page, draft_key
from .penalties import proposal_shown
from .tasks import AssignForm, CompletionForm, CorrectionForm, Typed, correction_defaults, form_of
from .wording import changed, prepared

ASKED = ("number", "task", "outcome", "comment", "effective_on", "late_reason")
"""What of a completion goes with the request for another amount."""


@require_POST
@login_required
def take(request: HttpRequest, number: str, task: int) -> HttpResponse:
    found = opened(request, number)
    version, event = seen_in(request)
    tried = attempt(lambda: take_task(number=number, task=task, by=found.rights, at=found.at, seen=version))
    if tried.is_done:
        return back_with(request, found, _("The task is yours."))
    return _not_done(request, found, event, tried)


@require_POST
@login_required
def assign(request: HttpRequest, number: str, task: int) -> HttpResponse:
    found = opened(request, number)
    version, event = seen_in(request)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return case_page(request, found, fault=_("Choose whom to give the task to."), status=422)
    to = form.cleaned_data["to"]
    tried = attempt(lambda: assign_task(number=number, task=task, to=to, by=found.rights, at=found.at, seen=version))
    if tried.is_done:
        return back_with(request, found, _("The task was given to %(name)s.") % {"name": to.name})
    return _not_done(request, found, event, tried)


@require_POST
@login_required
def complete(request: HttpRequest, number: str, task: int) -> HttpResponse:
    """Complete the task; an outcome that asks for a correction is first answered with the questions about it."""
    found = opened(request, number)
    version, event = seen_in(request)
    waiting = found.file.task(task)
    if waiting is None:
        return _not_done(request, found, event, Attempt(422, _("This task was completed or cancelled meanwhile.")))
    sent = _Sent(request, found, task, waiting.activity)
    if sent.must_ask_correction:
        return case_page(request, found, typed=sent.asking())
    if not sent.is_valid:
        return case_page(request, found, typed=sent.faulty(), status=422)
    tried = attempt(lambda: sent.perform(version))
    if tried.is_done:
        forget_draft(person_id=found.rights.person_id, key=draft_key(number, f"complete:{task}"))
        if sent.deviation is not None:
            return back_with(request, found, _("Sent for approval; until then the amount has no effect."))
        return back_with(request, found, _("Completed: %(name)s") % {"name": found.activity_name(waiting.activity)})
    if tried.is_stale:
        fresh, since = reopened(request, found, event)
        again = replace(sent.faulty(), text=tried.text)
        return case_page(request, fresh, typed=again, changes=since, fault=tried.text, status=409)
    shown = opened(request, number) if tried.is_incident else found
    return case_page(request, shown, typed=sent.refused(tried), status=tried.status)


class _Sent:
    """What came with the form of one task."""

    def __init__(self, request: HttpRequest, found: Opened, task: int, activity: str) -> None:
        self.found, self.task, self.activity = found, task, activity
        self.form = CompletionForm(request.POST, prefix=f"task-{task}")
        self.outcome = request.POST.get("outcome", "")
        self.choice = next(
            (c for c in choices(found.definition, activity, found.language) if c.value == self.outcome), None
        )
        self.asks = bool(self.choice and self.choice.asks_correction)
        has_block = "correction-missing" in request.POST
        self.correction = CorrectionForm(request.POST, prefix="correction") if has_block and self.asks else None
        self.step = found.definition.step_on(activity)
        self.schema = form_of(found, activity)
        self.answers = sent_answers(self.schema, request.POST) if self.schema else {}
        self.rule = found.definition.penalty_on(activity)
        self.form.keep(text=self.step is not None, penalty=self.rule is not None)

    @property
    def deviation(self) -> int | None:
        """The amount that was typed where it is not the one that the standard proposes."""
        amount = self.form.cleaned_data.get("amount")
        if amount is None or self.rule is None or self.rule.outcome not in ("", self.outcome):
            return None
        shown = proposal_shown(self.found, self.activity)
        return amount if shown is not None and amount != shown.amount else None

    def perform(self, seen: int) -> Done:
        by, at, amount = self.found.rights, self.found.at, self.deviation
        if amount is None:
            return complete_task(**self.command, by=by, at=at, seen=seen)
        asked = {name: self.command[name] for name in ASKED}
        reason = self.form.cleaned_data["deviation"]
        return ask_deviation(**asked, amount=amount, reason=reason, by=by, at=at, seen=seen)

    @property
    def must_ask_correction(self) -> bool:
        return self.asks and self.correction is None

    @property
    def is_valid(self) -> bool:
        forms = [self.form, *([self.correction] if self.correction else [])]
        judged = (
            self.schema.check(self.answers, at=self.found.at, previous=self.found.file.state.answers)
            if self.schema
            else None
        )
        # Every form is asked, so that all faults are found.
        valid = [form.is_valid() for form in forms]
        return all(valid) and (judged is None or judged.is_complete)

    @property
    def command(self) -> dict[str, Any]:
        values = self.form.cleaned_data
        text = changed(values["text"], prepared(self.found, self.step.text)[1]) if self.step else ""
        return {
            "number": self.found.number,
            "task": self.task,
            "outcome": self.outcome,
            "answers": self.answers,
            "text": text,
            "amount": values.get("amount") if self.rule and self.rule.outcome in ("", self.outcome) else None,
            "comment": values["comment"],
            "effective_on": values["effective_on"],
            "late_reason": values["late_reason"],
            "correction": CorrectionRequest(**self.correction.cleaned_data) if self.correction else None,
        }

    def asking(self) -> Typed:
        """The same form again with the questions about the correction."""
        initial = correction_defaults(self.found)
        return self._typed(correction=CorrectionForm(initial=initial, prefix="correction"), judged=False)

    def faulty(self) -> Typed:
        return self._typed(correction=self.correction, judged=True)

    def refused(self, tried: Attempt) -> Typed:
        self.form.place("", tried.fields)
        if self.correction is not None:
            self.correction.place("", tried.fields)
        return self._typed(correction=self.correction, judged=True, text=tried.text)

    def _typed(self, *, correction: CorrectionForm | None, judged: bool, text: str = "") -> Typed:
        answers = None
        if self.schema is not None:
            checked = self.schema.check(self.answers, at=self.found.at, previous=self.found.file.state.answers)
            answers = form_view(
                self.schema, self.answers, at=self.found.at, checked=checked if judged else None, roc_dates=True
            )
        return Typed(self.task, self.form, correction, answers, self.outcome, text)


def _not_done(request: HttpRequest, found: Opened, event: int, tried: Attempt) -> HttpResponse:
    fresh, since = reopened(request, found, event)
    changes = [] if tried.is_incident else since
    return case_page(request, fresh, changes=changes, fault=tried.text, status=tried.status)


def back_with(request: HttpRequest, found: Opened, said: str) -> HttpResponse:
    messages.success(request, said)
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk_case", args=[found.number]) + (f"?{query}" if query else ""))
