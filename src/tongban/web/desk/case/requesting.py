"""What is done about a request: by the unit that is asked, and by whoever asked it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.apps.cases.actions import (
    answer_request,
    ask_more_time,
    decide_time,
    nudge_unit,
    pass_back,
    withdraw_request,
)
from tongban.apps.cases.models import Consultation as Row
from tongban.apps.cases.reading import case_file
from tongban.apps.org.policy import Deed, Rights, may
from tongban.core.casework import Consultation
from tongban.web.desk.fields import DeskForm
from tongban.web.parts.forms import FormView, form_view, sent_answers

from .attempt import attempt
from .opening import Opened, opened
from .page import case_page
from .requests import (
    STANDINGS,
    AnswerForm,
    BackForm,
    DecideForm,
    ReasonForm,
    TimeForm,
    TypedRequest,
    askable_units,
    form_for,
)
from .working import back_with

Values = dict[str, Any]


@require_POST
@login_required
def act_on(request: HttpRequest, number: str, asked: int, what: str) -> HttpResponse:
    """`what`: answer, back, time of the asked unit; nudge, withdraw, until of the asker."""
    if what not in _PERFORM:
        raise Http404(what)
    try:
        found = opened(request, number)
    except PermissionDenied:
        return _gone(request, number, asked)
    one = next((c for c in found.file.state.consultations if c.number == asked), None)
    if one is None:
        raise Http404(asked)
    form = _form(request, found, one, what)
    if form is not None and not form.is_valid():
        typed = TypedRequest(asked, what, form, answers=_sent(request, found))
        return case_page(request, found, request_typed=typed, status=422)
    values: Values = form.cleaned_data if form else {}
    tried = attempt(lambda: _PERFORM[what](request, found, one, values))
    if tried.is_done:
        return _done(request, found, str(_DONE[what]()))
    if form is not None:
        form.place("", tried.fields)
    typed = TypedRequest(asked, what, form, tried.text, _sent(request, found))
    return case_page(request, opened(request, number), request_typed=typed, status=tried.status)


def _form(request: HttpRequest, found: Opened, one: Consultation, what: str) -> DeskForm | None:
    sent, prefix = request.POST, f"{what}-{one.number}"
    if what == "answer":
        return AnswerForm(sent, mode=one.mode, prefix=prefix)
    if what == "back":
        return BackForm(sent, units=askable_units(found), prefix=prefix)
    kinds: dict[str, type[DeskForm]] = {"time": TimeForm, "withdraw": ReasonForm, "until": DecideForm}
    return kinds[what](sent, prefix=prefix) if what in kinds else None


def _answer(request: HttpRequest, found: Opened, one: Consultation, values: Values) -> Any:
    schema = form_for(found)
    answers = sent_answers(schema, request.POST) if schema else {}
    return answer_request(**_common(found, one), opinion=values["opinion"], text=values["text"], answers=answers)


def _back(request: HttpRequest, found: Opened, one: Consultation, values: Values) -> Any:
    return pass_back(**_common(found, one), reason=values["reason"], suggested=values["suggested"])


def _time(request: HttpRequest, found: Opened, one: Consultation, values: Values) -> Any:
    return ask_more_time(**_common(found, one), until=values["until"], reason=values["reason"])


def _nudge(request: HttpRequest, found: Opened, one: Consultation, values: Values) -> Any:
    return nudge_unit(**_common(found, one))


def _withdraw(request: HttpRequest, found: Opened, one: Consultation, values: Values) -> Any:
    return withdraw_request(**_common(found, one), reason=values["reason"])


def _until(request: HttpRequest, found: Opened, one: Consultation, values: Values) -> Any:
    granted = request.POST.get("decision") != "refuse"
    until = (values["until"] or one.wanted_until or one.due_on) if granted else None
    return decide_time(**_common(found, one), until=until, reason=values["reason"])


def _common(found: Opened, one: Consultation) -> Values:
    return {"number": found.number, "request": one.number, "by": found.rights, "at": found.at}


_PERFORM: dict[str, Callable[[HttpRequest, Opened, Consultation, Values], Any]] = {
    "answer": _answer,
    "back": _back,
    "time": _time,
    "nudge": _nudge,
    "withdraw": _withdraw,
    "until": _until,
}
_DONE: dict[str, Callable[[], str]] = {
    "answer": lambda: _("Your unit's answer was sent to the asker."),
    "back": lambda: _("Passed back to the asker with the reason."),
    "time": lambda: _("The asker was asked for more time; until it is given the old day counts."),
    "nudge": lambda: _("The unit was nudged."),
    "withdraw": lambda: _("Withdrawn; the unit is told."),
    "until": lambda: _("Decided; the unit is told."),
}


def _sent(request: HttpRequest, found: Opened) -> FormView | None:
    """What was filled into the pack's form, judged."""
    schema = form_for(found)
    if schema is None:
        return None
    answers = sent_answers(schema, request.POST)
    checked = schema.check(answers, at=found.at)
    return form_view(schema, answers, at=found.at, checked=checked, roc_dates=True)


def _done(request: HttpRequest, found: Opened, said: str) -> HttpResponse:
    """Back to the case; to the list where the reader sees the case no longer."""
    if may(found.rights, Deed.VIEW, case_file(found.number).facts):
        return back_with(request, found, said)
    messages.success(request, said)
    return HttpResponseRedirect("/desk/?view=asked")


def _gone(request: HttpRequest, number: str, asked: int) -> HttpResponse:
    """The request ended while its answer was being typed: why, and what was typed. 403 for everybody else."""
    row = (
        Row.objects.filter(case__number=number, number=asked).exclude(standing=Row.OPEN).select_related("unit").first()
    )
    rights: Rights = request.rights  # type: ignore[attr-defined]
    if row is None or not any(row.unit.pk in post.unit_ids for post in rights.posts):
        raise PermissionDenied
    names = ("text", "reason")
    typed = [
        text for key in request.POST if key.rpartition("-")[2] in names and (text := str(request.POST[key]).strip())
    ]
    context = {"number": number, "word": STANDINGS[row.standing][1], "typed": typed}
    return render(request, "desk/request_gone.html", context, status=409)
