"""Who asks for a list, and when: what relative dates, `me` and the choices of filters refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.translation import get_language

from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.models import Person, Role, Unit
from tongban.apps.org.policy import Deed, Grounds, Rights, grounds
from tongban.apps.org.queries import unit_titles
from tongban.core.calendar import Calendar
from tongban.core.casework import Definition

DOERS = (Role.HANDLER, Role.SUPERVISOR)


class BadTerm(ValueError):
    """What stands in the URL for a column says nothing; the sentence names the remedy."""


@dataclass(frozen=True)
class Asking:
    """One request: what it needs is read at most once, and only if it is needed."""

    rights: Rights
    today: date
    deed: Deed = Deed.VIEW
    kinds: frozenset[str] = field(default=frozenset())
    """The kinds the list is narrowed to: their questions can be columns."""

    @cached_property
    def grounds(self) -> Grounds:
        return grounds(self.rights, self.deed)

    @cached_property
    def personal(self) -> Grounds:
        return grounds(self.rights, Deed.LOOK_PERSONAL)

    @cached_property
    def myself(self) -> frozenset[int]:
        """Oneself and those one stands in for."""
        stood_in_for = {post.substitute_for for post in self.rights.posts if post.substitute_for is not None}
        return frozenset({self.rights.person_id, *stood_in_for})

    @cached_property
    def answers_for(self) -> frozenset[int]:
        """The units for which one answers what others ask them."""
        return frozenset(unit for post in self.rights.posts if post.role in DOERS for unit in post.unit_ids)

    @cached_property
    def my_units(self) -> frozenset[int]:
        """The units of one's posts with all below them, as far as one may see their cases."""
        mine = frozenset(unit for post in self.rights.posts for unit in post.unit_ids)
        return mine if self.grounds.everything else mine & self.grounds.units

    @cached_property
    def calendar(self) -> Calendar:
        return calendar()

    @cached_property
    def language(self) -> str:
        return get_language() or "zh-hant"

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Every published kind by its code, as new cases take it."""
        rows = Pack.objects.filter(current__isnull=False).order_by("code").values_list("code", "current_id")
        return {code: definition(version) for code, version in rows}

    @cached_property
    def narrowed(self) -> list[Definition]:
        return [drawn for code, drawn in self.definitions.items() if code in self.kinds]

    @cached_property
    def units(self) -> dict[str, str]:
        """The units whose cases may be in the list, by the names that tell them apart."""
        every = Unit.objects.filter(active=True).order_by("code")
        if not self.grounds.everything:
            every = every.filter(pk__in=self.my_units | self.grounds.owner_units | self.grounds.units)
        return {str(pk): title for pk, title in unit_titles(every, self.language).items()}

    @cached_property
    def colleagues(self) -> dict[str, str]:
        """Who handles cases in one's own units today."""
        held = Q(positions__unit__in=self.my_units, positions__role__in=DOERS, positions__from_on__lte=self.today) & (
            Q(positions__until_on__isnull=True) | Q(positions__until_on__gte=self.today)
        )
        found = Person.objects.filter(held, is_active=True).order_by("name", "pk").distinct()
        return {str(pk): name for pk, name in found.values_list("pk", "name")}
