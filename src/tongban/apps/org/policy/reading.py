"""Rights read from the tables and kept in the process until the organisation changes or the day does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from tongban.apps.org.models import OrgVersion, Position, Substitution, Unit, UnitKind

from .values import Post, Rights

KEPT = 8_192
"""People of one day whose rights a process keeps: some 2 KB each."""


class Place(NamedTuple):
    """A unit in the tree: itself with all below, and the agency it is part of."""

    below: frozenset[int]
    agency_id: int


def current_version() -> int:
    """The organisation's version; one primary-key read. 0 before anything was set up."""
    return OrgVersion.objects.values_list("number", flat=True).order_by("pk").first() or 0


@lru_cache(maxsize=KEPT)
def rights_of(person_id: int, on: date, version: int) -> Rights:
    """What somebody may use on a day (date in Taipei), own positions first, then those stood in for."""
    places = _tree(version)
    held = Position.objects.filter(_within(on), person_id=person_id, person__is_active=True).order_by("pk")
    standing_in = (
        Substitution.objects.filter(_within(on), _within(on, "position__"))
        .filter(substitute_id=person_id, substitute__is_active=True)
        .select_related("position")
        .order_by("position_id")
        .distinct("position_id")
    )
    used: list[tuple[Position, int | None]] = [(position, None) for position in held]
    used += [(substitution.position, substitution.position.person_id) for substitution in standing_in]
    # A unit younger than the version asked for is not in the tree kept for it: the next request knows it.
    return Rights(person_id, version, tuple(_post(p, places[p.unit_id], s) for p, s in used if p.unit_id in places))


def subtree(unit_id: int, version: int) -> frozenset[int]:
    """The unit and everything below it; the unit alone when it is younger than that version."""
    place = _tree(version).get(unit_id)
    return place.below if place else frozenset([unit_id])


def forget() -> None:
    """Drop everything kept: for tests and loaders that write past the actions."""
    rights_of.cache_clear()
    _tree.cache_clear()


def _within(on: date, prefix: str = "") -> Q:
    open_end = Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": on})
    return Q(**{f"{prefix}from_on__lte": on}) & open_end


def _post(position: Position, place: Place, substitute_for: int | None) -> Post:
    return Post(position.pk, position.role, position.unit_id, place.below, place.agency_id, substitute_for)


@lru_cache(maxsize=4)
def _tree(version: int) -> Mapping[int, Place]:
    units = {pk: (parent, kind) for pk, parent, kind in Unit.objects.values_list("pk", "parent_id", "kind")}
    below: dict[int, set[int]] = {pk: {pk} for pk in units}
    agencies: dict[int, int] = {}
    for pk in units:
        agency: int | None = None
        up: int | None = pk
        while up is not None:
            below[up].add(pk)
            parent, kind = units[up]
            if agency is None and (kind != UnitKind.SECTION or parent is None):
                agency = up
            up = parent
        agencies[pk] = agency or pk
    return {pk: Place(frozenset(below[pk]), agencies[pk]) for pk in units}
