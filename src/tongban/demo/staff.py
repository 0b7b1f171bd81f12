"""Which officer does a deed: by role and unit, as the policy has it, on any day of the demo's year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property

from tongban.apps.org.models import Position, Role, Substitution, Unit
from tongban.apps.org.policy import Rights, current_version, rights_of, subtree


class Staff:
    """The officers as they stand; read once. `day` is one on which nobody was away."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.version = current_version()
        self.posts: dict[tuple[str, int], list[int]] = defaultdict(list)
        for role, unit, person in Position.objects.order_by("pk").values_list("role", "unit_id", "person_id"):
            self.posts[role, unit].append(person)
        self.parents = dict(Unit.objects.values_list("pk", "parent_id"))

    def of(self, role: str, unit_id: int | None) -> list[int]:
        """Those who hold the role in the unit, else in the nearest one above it that has any."""
        while unit_id is not None:
            if found := self.posts.get((role, unit_id)):
                return found
            unit_id = self.parents[unit_id]
        raise LookupError(f"nobody is {role} there")

    def everyone(self, role: Role, unit_id: int) -> list[int]:
        below = subtree(unit_id, self.version)
        return [p for (held, unit), people in self.posts.items() if held == role and unit in below for p in people]

    def rights(self, person_id: int, on: date) -> Rights:
        """What the officer may use that day. Days without a substitution are all alike, so they are read once."""
        return rights_of(person_id, on if self._stands_in(person_id, on) else self.day, self.version)

    def _stands_in(self, person_id: int, on: date) -> bool:
        return any(first <= on <= last for first, last in self._substitutions.get(person_id, ()))

    @cached_property
    def _substitutions(self) -> dict[int, list[tuple[date, date]]]:
        found: dict[int, list[tuple[date, date]]] = defaultdict(list)
        for person, first, last in Substitution.objects.values_list("substitute_id", "from_on", "until_on"):
            found[person].append((first, last))
        return dict(found)
