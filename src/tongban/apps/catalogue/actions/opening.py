"""A whole agency opened from a workbook that was planned and shown: all of it or nothing."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.apps.catalogue.workbook.plan import AgencyPlan
from tongban.apps.journal.actions import append
from tongban.apps.journal.chain import Entry
from tongban.apps.org.actions import carry_out, set_password
from tongban.apps.org.models import Person, Unit

from .offering import offer_kind
from .receipts import publish_receipt

MOST_PASSWORDS = 300
"""Hashing a password takes a tenth of a second on purpose; more people than this get their links by mail only."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for something else on paper."""


class Opened(NamedTuple):
    """A new account with its first password, which has to be changed at the first log-in."""

    username: str
    name: str
    password: str


@transaction.atomic
def open_agency(*, plan: AgencyPlan, by: str, at: datetime, with_passwords: bool = True) -> list[Opened]:
    """Units, people, what they take in, receipts. Returns the new accounts when passwords were asked for.

    Raises ValidationError, having done nothing, when what is there has changed since the plan was made. New people
    are mailed a link too, by which they set a password themselves.
    """
    new = [person for person in plan.organisation.people if person.is_new]
    if with_passwords and len(new) > MOST_PASSWORDS:
        most = {"most": MOST_PASSWORDS}
        raise ValidationError(
            _("Passwords can be listed for at most %(most)s new people; let them use the link.") % most
        )
    carry_out(plan=plan.organisation, by=by, at=at)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for offer in plan.offers:
        line = offer.line
        handled_by = units[line.handled_code]
        offer_kind(code=line.code, unit=units[line.unit_code], handled_by=handled_by, by=by, at=at)
    for receipt in plan.receipts:
        publish_receipt(unit=units[receipt.line.unit_code], wording=receipt.line.wording, by=by, at=at)
    _write_down(plan, units, by, at)
    return [_with_password(person.username, by, at) for person in new] if with_passwords else []


def first_password() -> str:
    """Three groups of four, some 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def _with_password(username: str, by: str, at: datetime) -> Opened:
    person = Person.objects.get(username=username)
    password = first_password()
    set_password(person=person, password=password, by=by, at=at, temporary=True)
    return Opened(person.username, person.name, password)


def _write_down(plan: AgencyPlan, units: dict[str, Unit], by: str, at: datetime) -> None:
    """At every unit the workbook made: that it came from one, and with how much."""
    people = sum(person.is_new for person in plan.organisation.people)
    made = [units[unit.line.code] for unit in plan.organisation.units if unit.is_new]
    facts = {"units": len(made), "people": people, "kinds": len(plan.offers), "receipts": len(plan.receipts)}
    for unit in made:
        append(f"unit:{unit.pk}", [Entry("OpenedFromWorkbook", facts)], actor=by, at=at)
