"""Reads about the organisation that more than one page needs."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from .models import Person, Position, Role, Unit
from .policy import Grounds, Rights


def unit_titles(units: QuerySet[Unit], language: str) -> dict[int, str]:
    """Units by the name that tells them apart, in their order: sections of several agencies share theirs."""
    return {unit.pk: unit.title.in_(language) for unit in units.select_related("parent__parent")}


class NamedPost(NamedTuple):
    position_id: int
    unit: str
    role: str
    title: str
    substitute_for: str
    """Name of the colleague stood in for; empty for one's own."""


def posts_by_name(rights: Rights) -> list[NamedPost]:
    """Somebody's posts as people call them, in the order of the rights."""
    positions = Position.objects.select_related("unit__parent", "person").in_bulk(
        [post.position_id for post in rights.posts]
    )
    return [
        NamedPost(
            post.position_id,
            positions[post.position_id].unit.title.in_(get_language() or "zh-hant"),
            str(Role(post.role).label),
            positions[post.position_id].title,
            positions[post.position_id].person.name if post.substitute_for else "",
        )
        for post in rights.posts
    ]


def units_under(grounds: Grounds) -> QuerySet[Unit]:
    """The units that a deed about units, people or packs reaches."""
    units = Unit.objects.order_by("code")
    return units if grounds.everything else units.filter(pk__in=grounds.units | grounds.owner_units)


def people_under(grounds: Grounds) -> QuerySet[Person]:
    """Everyone who ever held a position in those units; with grounds for everything, everyone."""
    people = Person.objects.order_by("username")
    if grounds.everything:
        return people
    return people.filter(pk__in=Position.objects.filter(unit_id__in=grounds.units).values("person_id"))
