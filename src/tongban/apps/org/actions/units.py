"""The tree of units: create, change, move, close."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.apps.org.models import Position, Unit, UnitKind

from .version import changing, write_down

CHANGEABLE = frozenset({"name", "name_en", "prefix", "district", "phone", "address"})


def create_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    by: str,
    at: datetime,
    on_behalf_of: str = "",
    **details: str,
) -> Unit:
    """A new unit below `parent`; only a city stands alone. `details`: any of `CHANGEABLE` besides the name."""
    unit = Unit(code=code, name=name, kind=kind, parent=parent, **_known(details))
    with changing():
        unit.full_clean()
        _refuse_place(kind, parent)
        unit.save()
        data = {"code": code, "kind": str(kind), "parent": parent.pk if parent else None}
        write_down(f"unit:{unit.pk}", "UnitCreated", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return unit


def change_unit(*, unit: Unit, by: str, at: datetime, on_behalf_of: str = "", **details: str) -> Unit:
    """Rename a unit or change how it is reached; the code stays for ever. `details`: any of `CHANGEABLE`."""
    with changing():
        fresh = Unit.objects.select_for_update().get(pk=unit.pk)
        changed = {field: value for field, value in _known(details).items() if getattr(fresh, field) != value}
        for field, value in changed.items():
            setattr(fresh, field, value)
        fresh.full_clean()
        if changed:
            fresh.save(update_fields=list(changed))
            data = {"changed": dict(sorted(changed.items()))}
            write_down(f"unit:{unit.pk}", "UnitChanged", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def move_unit(*, unit: Unit, parent: Unit, by: str, at: datetime, on_behalf_of: str = "") -> Unit:
    with changing():
        fresh = Unit.objects.select_for_update().get(pk=unit.pk)
        _refuse_place(fresh.kind, parent)
        _refuse_circle(fresh, parent)
        before, fresh.parent = fresh.parent_id, parent
        fresh.save(update_fields=["parent"])
        data = {"from": before, "to": parent.pk}
        write_down(f"unit:{unit.pk}", "UnitMoved", data, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def close_unit(*, unit: Unit, by: str, at: datetime, on_behalf_of: str = "") -> Unit:
    """Close a unit that has no open unit below it and nobody in it, today or later. Its history stays."""
    with changing():
        fresh = Unit.objects.select_for_update().get(pk=unit.pk)
        if Unit.objects.filter(parent=fresh, active=True).exists():
            raise ValidationError(_("Close or move the units below it first."), code="has-units")
        today = timezone.localdate(at)
        if Position.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), unit=fresh).exists():
            raise ValidationError(_("People still hold positions there; end those positions first."), code="has-people")
        fresh.active = False
        fresh.save(update_fields=["active"])
        write_down(f"unit:{unit.pk}", "UnitClosed", {}, by=by, at=at, on_behalf_of=on_behalf_of)
    return fresh


def _known(details: dict[str, str]) -> dict[str, str]:
    if unknown := details.keys() - CHANGEABLE:
        raise TypeError(f"no such detail of a unit: {', '.join(sorted(unknown))}")
    return details


def _refuse_place(kind: str, parent: Unit | None) -> None:
    if (parent is None) != (kind == UnitKind.CITY):
        raise ValidationError({"parent": _("Every unit but the city itself stands below another unit.")})
    if parent is not None and not parent.active:
        raise ValidationError({"parent": _("%(unit)s is closed; choose an open unit.") % {"unit": parent}})


def _refuse_circle(unit: Unit, parent: Unit) -> None:
    above: Unit | None = parent
    while above is not None:
        if above.pk == unit.pk:
            raise ValidationError(
                {"parent": _("%(unit)s cannot be moved below itself or one of its own units.") % {"unit": unit}}
            )
        above = above.parent
