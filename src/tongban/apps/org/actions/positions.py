"""Who holds which position from when until when, and who stands in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongban.apps.org.models import Person, Position, Role, Substitution, Unit

from .guards import refuse_without_city_admin
from .version import changing, write_down


def give_position(
    *,
    person: Person,
    unit: Unit,
    role: str,
    from_on: date,
    by: str,
    at: datetime,
    until_on: date | None = None,
    title: str = "",
    on_behalf_of: str = "",
) -> Position:
    """Both days are included; no end means: until ended. The same position twice at a time is refused."""
    position = Position(person=person, unit=unit, role=role, from_on=from_on, until_on=until_on, title=title)
    with changing():
        position.full_clean()
        if not unit.active:
            raise ValidationError({"unit": _("%(unit)s is closed; choose an open unit.") % {"unit": unit}})
        twin = Position.objects.filter(_overlapping(from_on, until_on), person=person, unit=unit, role=role).first()
        if twin:
            raise ValidationError({"from_on": _("This very position is already held from %(day)s.") % _day(twin)})
        position.save()
        data = {"position": position.pk, "unit": unit.pk, "role": str(role), **_period(from_on, until_on)}
        write_down(f"person:{person.pk}", "PositionGiven", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return position


def end_position(*, position: Position, until_on: date, by: str, at: datetime, on_behalf_of: str = "") -> Position:
    """`until_on` is the last day it is held. Substitutions that would outlive it end with it."""
    with changing():
        fresh = Position.objects.select_for_update(of=("self",)).select_related("person").get(pk=position.pk)
        if until_on < fresh.from_on:
            raise ValidationError(
                {"until_on": _("The position begins on %(day)s; it cannot end before.") % _day(fresh)}
            )
        fresh.until_on = until_on
        fresh.save(update_fields=["until_on"])
        for substitution in Substitution.objects.filter(position=fresh, until_on__gt=until_on):
            _shorten(substitution, until_on)
        if fresh.role == Role.CITY_ADMIN:
            refuse_without_city_admin(until_on + timedelta(days=1))
        data = {"position": fresh.pk, "until": until_on.isoformat()}
        write_down(f"person:{fresh.person_id}", "PositionEnded", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def name_substitute(
    *,
    position: Position,
    substitute: Person,
    from_on: date,
    until_on: date,
    by: str,
    at: datetime,
    on_behalf_of: str = "",
) -> Substitution:
    """職務代理: for these days (both included) the substitute may do what the position may."""
    substitution = Substitution(position=position, substitute=substitute, from_on=from_on, until_on=until_on)
    with changing():
        substitution.full_clean()
        _refuse_substitute(position, substitute, from_on, until_on)
        substitution.save()
        data = {"position": position.pk, "substitute": substitute.pk, **_period(from_on, until_on)}
        subject = f"person:{position.person_id}"
        write_down(subject, "SubstituteNamed", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return substitution


def end_substitution(
    *, substitution: Substitution, until_on: date, by: str, at: datetime, on_behalf_of: str = ""
) -> None:
    """End it with this day; before its first day it is called off altogether."""
    with changing():
        _shorten(substitution, until_on)
        data = {
            "position": substitution.position_id,
            "substitute": substitution.substitute_id,
            "until": until_on.isoformat(),
        }
        subject = f"person:{substitution.position.person_id}"
        write_down(subject, "SubstitutionEnded", data, by=by, at=at, on_behalf_of=on_behalf_of)


def _refuse_substitute(position: Position, substitute: Person, from_on: date, until_on: date) -> None:
    if substitute.pk == position.person_id:
        raise ValidationError({"substitute": _("Nobody stands in for himself; name a colleague.")})
    if not substitute.is_active:
        raise ValidationError({"substitute": _("The account of %(person)s is closed.") % {"person": substitute}})
    if from_on < position.from_on or (position.until_on and until_on > position.until_on):
        raise ValidationError({"until_on": _("The position itself is not held for all of these days.")})
    same: QuerySet[Substitution] = Substitution.objects.filter(position=position, substitute=substitute)
    if same.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        raise ValidationError({"from_on": _("%(person)s already stands in on these days.") % {"person": substitute}})


def _shorten(substitution: Substitution, until_on: date) -> None:
    if until_on < substitution.from_on:
        substitution.delete()
    elif until_on < substitution.until_on:
        substitution.until_on = until_on
        substitution.save(update_fields=["until_on"])


def _overlapping(from_on: date, until_on: date | None) -> Q:
    still_held = Q(until_on__isnull=True) | Q(until_on__gte=from_on)
    return still_held & Q(from_on__lte=until_on) if until_on else still_held


def _period(from_on: date, until_on: date | None) -> dict[str, str | None]:
    return {"from": from_on.isoformat(), "until": until_on.isoformat() if until_on else None}


def _day(position: Position) -> dict[str, str]:
    return {"day": position.from_on.isoformat()}
