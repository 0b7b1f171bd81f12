"""Passwords: set, and the last few remembered so that they are not used again."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tongban.apps.org.models import PastPassword, Person

from .version import write_down

REMEMBERED = 3
"""防護基準: none of the last three passwords may be used again."""


def set_password(
    *, person: Person, password: str, by: str, at: datetime, temporary: bool = False, on_behalf_of: str = ""
) -> None:
    """All other log-ins of the person end. A temporary password must be changed at the next log-in."""
    with transaction.atomic():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        validate_password(password, fresh)
        fresh.set_password(password)
        fresh.must_change_password = temporary
        fresh.save(update_fields=["password", "must_change_password"])
        PastPassword.objects.create(person=fresh, password=fresh.password, set_at=at)
        kept = PastPassword.objects.filter(person=fresh).order_by("-set_at", "-pk")[:REMEMBERED]
        PastPassword.objects.filter(person=fresh).exclude(pk__in=[past.pk for past in kept]).delete()
        data = {"temporary": temporary}
        write_down(f"person:{person.pk}", "PasswordSet", data, by=by, at=at, on_behalf_of=on_behalf_of)
    person.password, person.must_change_password = fresh.password, temporary
