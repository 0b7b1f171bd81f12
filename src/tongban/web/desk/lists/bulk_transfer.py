"""移轉 of many cases at once: to which unit and why is said once, each case answers for itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.apps.cases.actions import ask_transfer
from tongban.apps.cases.models import Transfer
from tongban.apps.org.models import Role, Unit
from tongban.apps.org.policy import Deed, Rights, may
from tongban.apps.org.queries import unit_titles
from tongban.apps.worklists.rows import Row
from tongban.web.desk.case.acts.transferring import TransferForm


def all_units() -> dict[str, str]:
    """Code → name of the units that a case may be given to."""
    units = Unit.objects.filter(active=True).order_by("code")
    codes = dict(units.values_list("pk", "code"))
    return {codes[pk]: title for pk, title in unit_titles(units, get_language() or "zh-hant").items()}


def transfer_form(rights: Rights, request: HttpRequest | None = None) -> TransferForm:
    """Empty, or as it was sent."""
    leads = any(post.role == Role.SUPERVISOR and len(post.unit_ids) > 1 for post in rights.posts)
    return TransferForm(*([request.POST] if request else []), units=all_units(), leads=leads)


def why_not(row: Row) -> str:
    """Why this case is not transferred; empty where it is."""
    if not may(row.asking.rights, Deed.TRANSFER, row.facts):
        return _("Your position does not let you transfer this case.")
    if not row.is_open:
        return _("The case is closed.")
    if row.moved is not None and row.moved.standing == Transfer.OPEN:
        return _("Another unit is asked to take it over already.")
    return "" if row.steps else _("Another system runs this case: it is transferred there.")


def transfer(rights: Rights, given: dict[str, Any], at: datetime, number: str, version: int) -> None:
    """Raises what the action raises."""
    at_once = bool(given.get("at_once"))
    ask_transfer(
        number=number, unit=given["unit"], reason=given["reason"], at_once=at_once, by=rights, at=at, seen=version
    )
