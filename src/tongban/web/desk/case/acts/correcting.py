"""通知補正 outside a drawn correction, and keying in what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import answer_correction, ask_correction
from tongban.apps.org.policy import Deed
from tongban.apps.parties.queries import protected_answers
from tongban.core.casework import CorrectionRequest, Phase
from tongban.core.forms import Checked, FormSchema
from tongban.web.desk.case.answers import protected_id
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.tasks import CorrectionForm, correction_defaults
from tongban.web.desk.fields import DeskForm, line, paragraphs
from tongban.web.parts.fields import DayField
from tongban.web.parts.forms import form_view, sent_answers

from .act import Act, not_running, tells


class AskForm(CorrectionForm):
    effective_on = DayField(label=gettext_lazy("Asked for on"), required=False, help_text=gettext_lazy("Empty: today."))


class AskCorrection(Act):
    code, deed, form = "ask", Deed.CORRECT, AskForm
    name, button = gettext_lazy("Ask for a correction"), gettext_lazy("Ask for the correction")
    done = gettext_lazy("The correction was asked for; the clock stands still.")

    def refused(self, opened: Opened) -> str:
        return not_running(opened)

    def consequences(self, opened: Opened) -> list[str]:
        stops = _("The clock stands still until the correction comes or its own due date passes.")
        return [stops, *tells(opened, "correction")]

    def initial(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        return correction_defaults(opened)

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return ask_correction(
            number=opened.number,
            request=CorrectionRequest(**{name: values[name] for name in CorrectionForm.base_fields}),
            effective_on=values["effective_on"],
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )


class AnswerForm(DeskForm):
    effective_on = DayField(
        label=gettext_lazy("Came on"),
        required=False,
        help_text=gettext_lazy("Empty: today. The postmark counts for what came by registered mail."),
    )
    late_reason = line(gettext_lazy("Reason, if more than three days ago"), required=False, longest=200)
    comment = paragraphs(gettext_lazy("Comment for colleagues"), required=False, rows=2)


class AnswerCorrection(Act):
    """The application form can be amended with what came; protected answers stay unless typed anew."""

    code, deed, form, template = "answer", Deed.ANSWER, AnswerForm, "desk/case_answer.html"
    name, button = gettext_lazy("Record the correction"), gettext_lazy("Record it, the clock runs again")
    done = gettext_lazy("The correction is recorded; the clock runs again.")

    def is_shown(self, opened: Opened) -> bool:
        return opened.file.state.phase is Phase.AWAITING_CORRECTION

    def consequences(self, opened: Opened) -> list[str]:
        lines = [_("The clock runs on from the day the correction came.")]
        correction = opened.file.state.correction
        process = opened.definition.process
        if correction and correction.task is not None and process is not None:
            ways = {way.outcome: way.leads_to for way in process.consequences_of(correction.code)}
            names = [opened.activity_name(target) for target in ways.get("answered", ())]
            lines += [_("Next: %(step)s") % {"step": _(" or ").join(names)}] if names else []
        return lines

    def context(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        schema = opened.definition.form
        if request.method != "POST":
            return {"answers": form_view(schema, opened.file.state.answers, at=opened.at, roc_dates=True)}
        sent = sent_answers(schema, request.POST)
        judged = _judged(opened, schema, sent)
        return {"answers": form_view(schema, sent, at=opened.at, checked=judged, roc_dates=True), "amended": True}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return answer_correction(
            number=opened.number,
            answers=_amendments(opened, sent_answers(opened.definition.form, request.POST)),
            comment=values["comment"],
            effective_on=values["effective_on"],
            late_reason=values["late_reason"],
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )


def _amendments(opened: Opened, sent: Mapping[str, object]) -> dict[str, object]:
    """What was sent, without protected answers left empty; nothing at all where nothing was changed."""
    personal = opened.definition.personal_data
    given = {name: value for name, value in sent.items() if name not in personal or value}
    judged = _judged(opened, opened.definition.form, sent)
    if judged.faults:
        return given
    known = opened.file.state.answers
    before = {name: known[name] for name in opened.definition.form.question_named if name in known}
    after = {name: value for name, value in judged.answers.items() if name not in personal}
    typed_anew = any(name in personal for name in given)
    return given if typed_anew or after != before else {}


def _judged(opened: Opened, schema: FormSchema, sent: Mapping[str, object]) -> Checked:
    personal = opened.definition.personal_data
    kept = protected_id(opened)
    protected = (protected_answers(kept) if kept else None) or {}
    given = {name: value for name, value in sent.items() if name not in personal or value}
    return schema.check({**protected, **given}, at=opened.at, previous=opened.file.state.answers)
