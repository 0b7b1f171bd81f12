"""Accounts: add, change, deactivate, open again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone

from tongban.apps.org.models import Person, Position, Role

from .guards import refuse_without_city_admin
from .version import changing, write_down

IDLE_DAYS = 180
CHANGEABLE = frozenset({"name", "email", "phone", "language"})


def add_person(
    *,
    username: str,
    name: str,
    by: str,
    at: datetime,
    email: str = "",
    phone: str = "",
    on_behalf_of: str = "",
) -> Person:
    """An account without a password: the person sets one by the link that `SendPasswordLink` mails."""
    person = Person(username=username, name=name, email=email, phone=phone, date_joined=at, active_since=at)
    person.set_unusable_password()
    with changing():
        person.full_clean(exclude=["password"])
        person.save()
        write_down(f"person:{person.pk}", "PersonAdded", {}, by=by, at=at, on_behalf_of=on_behalf_of)
    return person


def change_person(*, person: Person, by: str, at: datetime, on_behalf_of: str = "", **details: str) -> Person:
    """`details`: any of `CHANGEABLE`. The journal names the fields, not what they hold."""
    if unknown := details.keys() - CHANGEABLE:
        raise TypeError(f"no such detail of a person: {', '.join(sorted(unknown))}")
    with changing():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        changed = {field: value for field, value in details.items() if getattr(fresh, field) != value}
        for field, value in changed.items():
            setattr(fresh, field, value)
        fresh.full_clean(exclude=["password"])
        if changed:
            fresh.save(update_fields=list(changed))
            data = {"fields": sorted(changed)}
            write_down(f"person:{person.pk}", "PersonChanged", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def deactivate_person(
    *, person: Person, by: str, at: datetime, why: str = "by-administrator", on_behalf_of: str = ""
) -> Person:
    """Close an account: logged out at once, no rights from then on. Positions stay, so that a substitute can act."""
    with changing():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        if not fresh.is_active:
            return fresh
        fresh.is_active = False
        fresh.save(update_fields=["is_active"])
        if Position.objects.filter(person=fresh, role=Role.CITY_ADMIN).exists():
            refuse_without_city_admin(timezone.localdate(at))
        data = {"why": why}
        write_down(f"person:{person.pk}", "PersonDeactivated", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def reactivate_person(*, person: Person, by: str, at: datetime, on_behalf_of: str = "") -> Person:
    """Open a closed account again; the person has to choose a new password at the next log-in."""
    with changing():
        fresh = Person.objects.select_for_update().get(pk=person.pk)
        if fresh.is_active:
            return fresh
        fresh.is_active, fresh.active_since, fresh.must_change_password = True, at, True
        fresh.save(update_fields=["is_active", "active_since", "must_change_password"])
        write_down(f"person:{person.pk}", "PersonReactivated", {}, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def close_idle_accounts(*, by: str, at: datetime) -> int:
    """Deactivate who has not logged in for `IDLE_DAYS` (防護基準); the last city administrator is left. How many."""
    since = at - timedelta(days=IDLE_DAYS)
    unused = Q(last_login__isnull=True) | Q(last_login__lt=since)
    closed = 0
    for person in Person.objects.filter(unused, is_active=True, active_since__lt=since).order_by(F("pk")):
        try:
            deactivate_person(person=person, by=by, at=at, why="idle")
        except ValidationError:
            continue
        closed += 1
    return closed
