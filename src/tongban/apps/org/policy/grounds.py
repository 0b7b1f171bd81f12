"""On what grounds somebody may do a deed: the same data checks one case and filters a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db.models import Exists, Model, OuterRef, Q

from tongban.apps.org.models import Role

from .matrix import MATRIX, Scope
from .values import CaseFacts, Deed, Post, Rights

_nobody: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table keeps the facts of a case; the defaults are those of the case itself."""

    owner: str = "owner_id"
    unit: str = "unit_id"
    handler: str = "handler_id"
    taken_in: str = "taken_in_id"
    tasks: str = "tasks"
    task_unit: str = "unit_id"
    task_state: str = "state"
    open_state: str = "open"
    task_kind: str = "kind"
    process_kind: str = "step"
    """Of tasks that the process waits for; all others are asked of a unit beside it."""


CASE = Columns()


@dataclass(frozen=True, slots=True)
class Grounds:
    """A case is within reach when any one of these holds. Empty grounds reach nothing."""

    everything: bool = False
    owner_units: frozenset[int] = _nobody
    units: frozenset[int] = _nobody
    task_units: frozenset[int] = _nobody
    asked_units: frozenset[int] = _nobody
    handled_by: frozenset[int] = _nobody
    taken_in_units: frozenset[int] = _nobody

    def __bool__(self) -> bool:
        """Whether there is any case at all that they could reach."""
        return self.everything or any(
            (self.owner_units, self.units, self.task_units, self.asked_units, self.handled_by, self.taken_in_units)
        )

    def cover(self, facts: CaseFacts) -> bool:
        return (
            self.everything
            or facts.owner_id in self.owner_units
            or facts.unit_id in self.units
            or facts.handler_id in self.handled_by
            or facts.taken_in_id in self.taken_in_units
            or not self.task_units.isdisjoint(facts.task_unit_ids)
            or not self.asked_units.isdisjoint(facts.asked_unit_ids)
        )

    def cover_unit(self, unit_id: int) -> bool:
        """The check for deeds about a unit itself: its people, packs, statistics."""
        return self.everything or unit_id in self.units or unit_id in self.owner_units

    def filter(self, prefix: str = "", columns: Columns = CASE) -> Q:
        """Rows whose case `cover` accepts, each at most once.

        `prefix` leads from the table asked to the case (`"case__"`); `columns` names the case's columns.
        """
        if self.everything:
            return Q()
        ties = {
            columns.owner: self.owner_units,
            columns.unit: self.units,
            columns.handler: self.handled_by,
            columns.taken_in: self.taken_in_units,
        }
        reach = Q(pk__in=[])
        for column, ids in ties.items():
            if ids:
                reach |= Q(**{f"{prefix}{column}__in": sorted(ids)})
        if self.task_units == self.asked_units:
            return reach | Q(_TaskWaits(self.task_units, prefix, columns)) if self.task_units else reach
        if self.task_units:
            reach |= Q(_TaskWaits(self.task_units, prefix, columns, of_process=True))
        if self.asked_units:
            reach |= Q(_TaskWaits(self.asked_units, prefix, columns, of_process=False))
        return reach


class _TaskWaits:
    """A condition "an open task waits at one of these units" that finds the task table when the query is built.

    A join would repeat a case that has two such tasks; the policy stands below the cases and cannot name their tables.
    `of_process`: only tasks of the process, or only those beside it; None: either.
    """

    conditional: ClassVar = True

    def __init__(self, units: frozenset[int], prefix: str, columns: Columns, of_process: bool | None = None) -> None:
        self.units, self.prefix, self.columns, self.of_process = units, prefix, columns, of_process

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        model: type[Model] = query.model
        for step in filter(None, self.prefix.split("__")):
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
        relation: Any = model._meta.get_field(self.columns.tasks)
        waiting = relation.related_model._default_manager.filter(
            **{
                relation.field.name: OuterRef(f"{self.prefix}pk"),
                self.columns.task_state: self.columns.open_state,
                f"{self.columns.task_unit}__in": sorted(self.units),
            }
        )
        if self.of_process is not None:
            kind = Q(**{self.columns.task_kind: self.columns.process_kind})
            waiting = waiting.filter(kind if self.of_process else ~kind)
        return Exists(waiting).resolve_expression(query, *args, **kwargs)


def grounds(rights: Rights, deed: Deed) -> Grounds:
    """Everything that somebody's posts together allow for this deed."""
    reach = MATRIX[deed]
    ties: dict[Scope, set[int]] = {scope: set() for scope in Scope}
    everything = False
    for post in rights.posts:
        scopes = reach.get(Role(post.role), frozenset())
        everything = everything or Scope.ALL in scopes
        for scope in scopes:
            ties[scope].update(_tied(scope, post, rights.person_id))
    return Grounds(
        everything=everything,
        owner_units=frozenset(ties[Scope.OWNED] | ties[Scope.AGENCY]),
        units=frozenset(ties[Scope.SUBTREE] | ties[Scope.UNIT]),
        task_units=frozenset(ties[Scope.TASK]),
        asked_units=frozenset(ties[Scope.ASKED]),
        handled_by=frozenset(ties[Scope.MINE]),
        taken_in_units=frozenset(ties[Scope.TAKEN_IN]),
    )


def _tied(scope: Scope, post: Post, person_id: int) -> Iterable[int]:
    if scope is Scope.UNIT:
        return (post.unit_id,)
    if scope is Scope.AGENCY:
        return (post.agency_id,)
    if scope is Scope.MINE:
        return (person_id,) if post.substitute_for is None else (person_id, post.substitute_for)
    return post.unit_ids


def may(rights: Rights, deed: Deed, facts: CaseFacts | None = None) -> bool:
    """Whether somebody may do the deed on this case; without a case, whether on any case at all."""
    found = grounds(rights, deed)
    return bool(found) if facts is None else found.cover(facts)


def acting_for(rights: Rights, deed: Deed, facts: CaseFacts) -> str | None:
    """`"position:7"` when only standing in for that position allows the deed; None when one's own posts do."""
    if grounds(replace(rights, posts=tuple(p for p in rights.posts if p.substitute_for is None)), deed).cover(facts):
        return None
    for post in rights.posts:
        if post.substitute_for is not None and grounds(rights.using(post.position_id), deed).cover(facts):
            return f"position:{post.position_id}"
    return None


def must_say_why(rights: Rights, facts: CaseFacts) -> bool:
    """Whether a look at this case needs a reason: only the hotline's right to every case opens it."""
    others = replace(rights, posts=tuple(post for post in rights.posts if post.role != Role.HOTLINE))
    return not grounds(others, Deed.VIEW).cover(facts)
