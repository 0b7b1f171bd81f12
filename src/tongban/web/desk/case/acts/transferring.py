"""移轉 and 改分: giving the case to another unit; that unit's answer; taking the request back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongban.apps.cases.actions import accept_transfer, ask_transfer, refuse_transfer, withdraw_transfer
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Deed
from tongban.core.casework.transferring import MOST_RETURNS
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.requests import UnitField, askable_units
from tongban.web.desk.case.transfers import may_answer, unit_title
from tongban.web.desk.fields import DeskForm, paragraphs
from tongban.web.parts.formatting import date_for

from .act import Act, over, tells


class TransferForm(DeskForm):
    reason = paragraphs(
        gettext_lazy("Why the case goes there"),
        rows=3,
        help_text=gettext_lazy("The unit reads it; the applicant does not."),
    )
    at_once = forms.BooleanField(
        label=gettext_lazy("Give it at once, without being accepted (for units that you lead)"), required=False
    )

    def __init__(self, *args: Any, units: Mapping[str, str], leads: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = UnitField(
            units, label=_("To which unit"), help_text=_("Type a part of its name and choose from the suggestions.")
        )
        self.order_fields(("unit", "reason", "at_once"))
        if not leads:
            del self.fields["at_once"]


class Transfer(Act):
    code, deed, form = "transfer", Deed.TRANSFER, TransferForm
    template = "desk/case_transfer_ask.html"
    name, button = gettext_lazy("Transfer to another unit"), gettext_lazy("Transfer")
    done = gettext_lazy("Done. Which unit has the case stands under “Responsible”.")

    def is_shown(self, opened: Opened) -> bool:
        return opened.file.state.transfer is None

    def refused(self, opened: Opened) -> str:
        if opened.file.state.process is None:
            return _("Another system runs this case: it is transferred there.")
        return over(opened)

    def consequences(self, opened: Opened) -> list[str]:
        lines = [
            _("Until the unit accepts, the case stays here: its period runs on, and work on it goes on."),
            _(
                "When it has accepted, what waits at your unit waits there; number, period and history stay as they are."
            ),
            *tells(opened, "transferred"),
        ]
        if times := opened.file.state.times_transferred:
            went = ngettext(
                "It has gone from unit to unit %(n)s time already; back to one that had it, it may go %(most)s times.",
                "It has gone from unit to unit %(n)s times already; back to one that had it, it may go %(most)s times.",
                times,
            )
            lines.append(went % {"n": times, "most": MOST_RETURNS})
        return lines

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        initial = {"unit": request.GET.get("unit", "")}
        return TransferForm(units=askable_units(opened), leads=_leads(opened), initial=initial)

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return TransferForm(request.POST, units=askable_units(opened), leads=_leads(opened))

    def context(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        return {"units": askable_units(opened)}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        given = {"unit": values["unit"], "reason": values["reason"], "at_once": values.get("at_once", False)}
        return ask_transfer(number=opened.number, by=opened.rights, at=opened.at, seen=seen, **given)


class _Answer(Act):
    deed = Deed.REPLY

    def is_shown(self, opened: Opened) -> bool:
        return may_answer(opened)

    def why_not(self, opened: Opened) -> str:
        return "" if may_answer(opened) else _("Only for the unit that is asked to take the case over.")


class AcceptForm(DeskForm):
    take = forms.BooleanField(label=gettext_lazy("I handle it myself"), required=False)


class AcceptTransfer(_Answer):
    code, form = "accept-transfer", AcceptForm
    name, button = gettext_lazy("Take the case over"), gettext_lazy("Accept the case")
    done = gettext_lazy("The case is your unit's now.")

    def consequences(self, opened: Opened) -> list[str]:
        one = opened.file.state.transfer
        lines = [_("Your unit handles the case from now on, and what waits at the other unit waits at yours.")]
        if one is not None and (due_on := opened.row.due_on):
            lines.append(_("Its period has run on: it is due on %(day)s.") % {"day": date_for(due_on, opened.language)})
        return lines + tells(opened, "transferred")

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        number = _number(opened)
        return accept_transfer(
            number=opened.number, transfer=number, take=values["take"], by=opened.rights, at=opened.at
        )


class RefuseForm(DeskForm):
    reason = paragraphs(gettext_lazy("Why it is not your unit's matter"), rows=3)

    def __init__(self, *args: Any, units: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["suggested"] = UnitField(units, label=_("The unit in charge, if you know it"), required=False)


class RefuseTransfer(_Answer):
    code, form = "refuse-transfer", RefuseForm
    template = "desk/case_transfer_ask.html"
    name, button = gettext_lazy("Do not take the case over"), gettext_lazy("Refuse the case")
    done = gettext_lazy("The case stays with the unit that asked; it reads your reason.")

    def consequences(self, opened: Opened) -> list[str]:
        return [_("The case stays where it is, and your unit sees it no longer. Whoever asked is told.")]

    def new_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return RefuseForm(units=self._units(opened))

    def sent_form(self, request: HttpRequest, opened: Opened) -> DeskForm:
        return RefuseForm(request.POST, units=self._units(opened))

    def context(self, request: HttpRequest, opened: Opened) -> Mapping[str, object]:
        return {"units": self._units(opened)}

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        number = _number(opened)
        return refuse_transfer(number=opened.number, transfer=number, by=opened.rights, at=opened.at, **values)

    def next_url(self, request: HttpRequest, opened: Opened, result: Any) -> str:
        return "/desk/?view=asked"

    @staticmethod
    def _units(opened: Opened) -> dict[str, str]:
        """Neither one's own nor the one that asked."""
        one = opened.file.state.transfer
        return {code: title for code, title in askable_units(opened).items() if one is None or code != one.target}


class WithdrawTransfer(Act):
    code, deed = "withdraw-transfer", Deed.TRANSFER
    name, button = gettext_lazy("Take the transfer back"), gettext_lazy("Take the request back")
    done = gettext_lazy("The case stays with your unit.")

    def is_shown(self, opened: Opened) -> bool:
        return opened.file.state.transfer is not None and not may_answer(opened)

    def consequences(self, opened: Opened) -> list[str]:
        one = opened.file.state.transfer
        unit = unit_title(opened, one.target) if one else ""
        return [_("%(unit)s has not answered yet, is told, and sees the case no longer.") % {"unit": unit}]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        return withdraw_transfer(number=opened.number, transfer=_number(opened), by=opened.rights, at=opened.at)


def _leads(opened: Opened) -> bool:
    """Whether the reader supervises more than the unit that has the case."""
    unit = opened.file.unit_id
    return any(
        post.role == Role.SUPERVISOR and unit in post.unit_ids and len(post.unit_ids) > 1
        for post in opened.rights.posts
    )


def _number(opened: Opened) -> int:
    one = opened.file.state.transfer
    return one.number if one else 0
