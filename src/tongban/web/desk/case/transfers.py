"""移轉 on the page of a case: who asked whom, what came of it, how often the case has moved; and its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.apps.cases.models.transfer import OFTEN
from tongban.apps.cases.placing import unit_of
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed
from tongban.core.casework import Transfer, TransferStanding
from tongban.web.parts.actors import names_of

from .opening import Opened
from .tasks import may_do

Data = Mapping[str, Any]


@dataclass(frozen=True)
class TransferShown:
    """What waits for an answer, or the last one if that was refused."""

    value: Transfer
    source: str
    target: Unit | None
    asked_by: str
    suggested: str
    may_answer: bool
    may_take_back: bool
    may_ask_again: bool


def transfer_shown(opened: Opened) -> TransferShown | None:
    """None where there is nothing to do about a transfer."""
    transfers = opened.file.state.transfers
    if not transfers or opened.file.state.phase.is_over:
        return None
    one, here = transfers[-1], opened.may(Deed.TRANSFER)
    if not one.is_open and (one.standing is not TransferStanding.REFUSED or not here):
        return None
    answers = may_answer(opened)
    return TransferShown(
        value=one,
        source=unit_title(opened, one.source),
        target=unit_of(one.target, opened.file.org_version),
        asked_by=names_of({one.asked_by}).get(one.asked_by, ""),
        suggested=unit_title(opened, one.suggested) if one.suggested else "",
        may_answer=answers,
        may_take_back=one.is_open and here and not answers,
        may_ask_again=not one.is_open and here,
    )


def may_answer(opened: Opened) -> bool:
    """Whether the reader's unit is the one that is asked, and he may speak for it."""
    one = opened.file.state.transfer
    task = opened.file.task(one.work) if one else None
    return task is not None and opened.may(Deed.REPLY) and may_do(opened, task)


def how_often(opened: Opened) -> dict[str, object]:
    """For the head of every page of the case."""
    times = opened.file.state.times_transferred
    return {"times_transferred": times, "is_passed_around": times >= OFTEN}


def unit_title(opened: Opened, code: str) -> str:
    unit = unit_of(code, opened.file.org_version)
    return unit.title.in_(opened.language) if unit else code


def asked(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("%(to)s was asked to take the case over") % _units(opened, data)


def went(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    said = {**_units(opened, data), "n": data.get("times", "")}
    if data.get("at_once"):
        return _("Given to %(to)s by whoever leads both units; %(from)s had it (transfer no. %(n)s)") % said
    return _("%(to)s took the case over from %(from)s (transfer no. %(n)s)") % said


def refused(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    said = _units(opened, data)
    if not (suggested := data.get("suggested")):
        return _("%(to)s did not take the case over") % said
    said["other"] = unit_title(opened, str(suggested))
    return _("%(to)s did not take the case over; %(other)s is in charge, it says") % said


def taken_back(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Transfer to %(to)s taken back") % _units(opened, data)


def lapsed(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("The case ended before %(to)s had taken it over") % _units(opened, data)


def _units(opened: Opened, data: Data) -> dict[str, object]:
    return {"from": unit_title(opened, str(data.get("from", ""))), "to": unit_title(opened, str(data.get("to", "")))}
