"""The daily digest: one letter a person a working day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from tongban.apps.correspondence.composing import to_people
from tongban.apps.correspondence.digests import digest
from tongban.apps.correspondence.enqueue import digest_later, store
from tongban.apps.correspondence.models import Message
from tongban.apps.correspondence.occasions import Occasion
from tongban.apps.officedays.queries import calendar as current_calendar
from tongban.apps.org.models import Person, Role
from tongban.apps.org.policy import current_version, rights_of
from tongban.core.calendar import day_of

_IDS = UUID("0f6f3e0a-5f5e-5d0e-8c0e-1f6f0c3b7a21")
"""Namespace of digests' ids."""


@transaction.atomic
def start_digests(*, at: datetime) -> int:
    """A job for everyone who handles or supervises something; none on a day off. How many."""
    today = day_of(at)
    if not current_calendar().is_working(today):
        return 0
    roles = (Role.HANDLER, Role.SUPERVISOR)
    officers = Person.objects.filter(is_active=True, positions__role__in=roles).exclude(email="")
    substitutes = Person.objects.filter(is_active=True, substituting__until_on__gte=today).exclude(email="")
    people = sorted({*officers.values_list("pk", flat=True), *substitutes.values_list("pk", flat=True)})
    for person in people:
        digest_later(person, today.isoformat())
    return len(people)


@transaction.atomic
def prepare_digest(*, person: int, day: date, at: datetime) -> UUID | None:
    """The person's letter of that day; None when it exists, there is nothing to say, or the day is over."""
    if day_of(at) != day:
        return None
    occasion = Occasion(id=uuid5(_IDS, f"{person}:{day.isoformat()}"), event="digest", code="")
    reader = Person.objects.select_for_update(of=("self",)).filter(pk=person, is_active=True).exclude(email="").first()
    if reader is None or Message.objects.filter(pk=occasion.message_id("email", person)).exists():
        return None
    letter = digest(reader, rights_of(person, day, current_version()), day, current_calendar())
    return store(to_people(occasion, None, [(reader, letter)], at))[0] if letter else None
