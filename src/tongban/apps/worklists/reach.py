"""What the policy lets somebody see, as a condition that the database can answer from its indexes.

`Grounds.filter` asks about tasks by EXISTS, and an OR with it makes PostgreSQL read every case. Here the few cases that
only a waiting task brings within reach are read first, as numbers: then each arm of the OR has an index, and where the
planner reads the table after all, it looks the numbers up in a hash. Both say the same; a test holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tongban.apps.cases.models import Task
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Grounds

from .asking import Asking
from .view import Scope

NOTHING = Q(pk__in=[])


def within(scope: str, asking: Asking) -> Q:
    """The cases of a scope; never more than the policy allows."""
    if scope == Scope.ALL:
        return reach(asking.grounds)
    if scope == Scope.UNIT:
        return Q(unit_id__in=sorted(asking.my_units)) if asking.my_units else NOTHING
    if scope == Scope.TASKS:
        return Q(pk__in=_waiting(_task_units(asking)).values("case_id"))
    if scope == Scope.ASKED:
        return Q(pk__in=_asked(asking).values("case_id"))
    return _mine(asking)


def reach(grounds: Grounds) -> Q:
    """Rows of Case that `grounds.cover` accepts."""
    if grounds.everything:
        return Q()
    found = NOTHING
    for column, ids in (
        ("owner_id", grounds.owner_units),
        ("unit_id", grounds.units),
        ("handler_id", grounds.handled_by),
        ("taken_in_id", grounds.taken_in_units),
    ):
        if ids:
            found |= Q(**{f"{column}__in": sorted(ids)})
    if grounds.asked_units and grounds.asked_units != grounds.task_units:
        beside = _waiting(grounds.asked_units).exclude(kind=Task.STEP)
        found |= _numbered(beside.exclude(case__unit_id__in=sorted(grounds.units)))
    if not grounds.task_units:
        return found
    # A task at its case's own unit brings nothing that the unit does not bring already, if the units are the same.
    tasks = _waiting(grounds.task_units)
    tasks = tasks if grounds.asked_units == grounds.task_units else tasks.filter(kind=Task.STEP)
    tasks = tasks.filter(away=True) if grounds.task_units <= grounds.units else tasks
    elsewhere = tasks.exclude(case__unit_id__in=sorted(grounds.units))
    return found | _numbered(elsewhere)


def _numbered(tasks: QuerySet[Task]) -> Q:
    return Q(pk__in=sorted(set(tasks.values_list("case_id", flat=True))))


def _mine(asking: Asking) -> Q:
    """Cases I handle, tasks given to me, and reviews that wait for me as the supervisor; also for whom I stand in."""
    reached = asking.grounds
    myself = asking.myself if reached.everything else asking.myself & reached.handled_by
    tasks = Task.objects.filter(state=Task.OPEN)
    if not reached.everything:
        tasks = tasks.filter(unit_id__in=sorted(reached.task_units | reached.asked_units))
    reviews = Q(assignee=None, role=Role.SUPERVISOR, unit_id__in=sorted(_supervised(asking)))
    given = tasks.filter(Q(assignee_id__in=sorted(asking.myself)) | reviews)
    return Q(handler_id__in=sorted(myself)) | _numbered(given.exclude(case__handler_id__in=sorted(myself)))


def _asked(asking: Asking) -> QuerySet[Task]:
    """What others ask of my units and no colleague has taken; supervisors see theirs too."""
    units = asking.answers_for if asking.grounds.everything else asking.answers_for & asking.grounds.asked_units
    mine = Q(assignee=None) | Q(assignee_id__in=sorted(asking.myself)) | Q(unit_id__in=sorted(_supervised(asking)))
    return _waiting(units).filter(mine).exclude(kind=Task.STEP)


def _supervised(asking: Asking) -> frozenset[int]:
    posts = (post for post in asking.rights.posts if post.role == Role.SUPERVISOR)
    return frozenset(unit for post in posts for unit in post.unit_ids)


def _task_units(asking: Asking) -> frozenset[int]:
    mine = frozenset(unit for post in asking.rights.posts for unit in post.unit_ids)
    return mine if asking.grounds.everything else mine & asking.grounds.task_units


def _waiting(units: Iterable[int]) -> QuerySet[Task]:
    return Task.objects.filter(state=Task.OPEN, unit_id__in=sorted(units))
