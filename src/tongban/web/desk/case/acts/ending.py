"""Withdrawing, closing outside the drawn process, taking up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import close_case, reopen_case, withdraw_case
from tongban.apps.org.policy import Deed
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.outcomes import final_outcomes
from tongban.web.desk.fields import DeskForm, paragraphs
from tongban.web.parts.fields import DayField

from .act import Act, over, tells


class WithdrawForm(DeskForm):
    reason = paragraphs(gettext_lazy("Why the applicant withdraws"), rows=2)
    effective_on = DayField(
        label=gettext_lazy("Withdrawn on"),
        required=False,
        help_text=gettext_lazy("Empty: today. At most three days back."),
    )


class Withdraw(Act):
    code, deed, form, is_dangerous = "withdraw", Deed.WITHDRAW, WithdrawForm, True
    name, button = gettext_lazy("Withdraw for the applicant"), gettext_lazy("Withdraw the application")
    done = gettext_lazy("The application was withdrawn.")

    def refused(self, opened: Opened) -> str:
        return over(opened)

    def consequences(self, opened: Opened) -> list[str]:
        ends = _("The case ends; tasks that wait are cancelled. A supervisor can reopen it.")
        return [ends, *tells(opened, "withdrawn")]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return withdraw_case(number=opened.number, by=opened.rights, at=opened.at, seen=seen, **values)


class CloseForm(DeskForm):
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=[])
    reason = paragraphs(gettext_lazy("Reason"), rows=2)


class Close(Act):
    code, deed, form, is_dangerous = "close", Deed.CLOSE, CloseForm, True
    name, button = gettext_lazy("Close outside the process"), gettext_lazy("Close the case")
    done = gettext_lazy("The case was closed.")

    def refused(self, opened: Opened) -> str:
        return over(opened)

    def consequences(self, opened: Opened) -> list[str]:
        ends = _("The case ends without going through what is left of its process; tasks that wait are cancelled.")
        told = any(event == "closed" or event.startswith("closed:") for event in opened.definition.notify)
        return [ends, *([_("The applicant is told by e-mail and SMS.")] if told else [])]

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _offering(super().new_form(request, opened), "outcome", _outcomes(opened))

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _offering(super().sent_form(request, opened), "outcome", _outcomes(opened))

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return close_case(number=opened.number, by=opened.rights, at=opened.at, seen=seen, **values)


class ReopenForm(DeskForm):
    activity = forms.ChoiceField(label=gettext_lazy("Go on at"), choices=[], required=False)
    reason = paragraphs(gettext_lazy("Reason"), rows=2)


class Reopen(Act):
    code, deed, form = "reopen", Deed.REOPEN, ReopenForm
    name, button = gettext_lazy("Reopen"), gettext_lazy("Reopen the case")
    done = gettext_lazy("The case was reopened.")

    def is_shown(self, opened: Opened) -> bool:
        return opened.file.state.phase.is_over

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("What was left of the period runs on; the time in between does not count."),
            _("No date and no decision is erased: the earlier closing stays in the history."),
        ]

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _offering(super().new_form(request, opened), "activity", _steps(opened))

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return _offering(super().sent_form(request, opened), "activity", _steps(opened))

    def initial(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        steps = _steps(opened)
        return {"activity": steps[-1][0] if steps else ""}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return reopen_case(number=opened.number, by=opened.rights, at=opened.at, seen=seen, **values)


Offered = list[tuple[str, str]]


def _outcomes(opened: Opened) -> Offered:
    drawn = opened.definition
    return [("", "—"), *((code, drawn.outcome_name(code).in_(opened.language)) for code in final_outcomes(drawn))]


def _steps(opened: Opened) -> Offered:
    process = opened.definition.process
    if process is None:
        return []
    return [(a.id, a.name or a.id) for a in process.user_tasks if a.id not in opened.definition.clock.pauses]


def _offering(form: DeskForm, name: str, offered: Offered) -> DeskForm:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    if offered:
        field.choices = offered
    else:
        del form.fields[name]
    return form
