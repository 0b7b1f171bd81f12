"""What the policy lets somebody see, as a condition that the database can answer from its indexes.

`Grounds.filter` asks about tasks by EXISTS, and an OR with it makes PostgreSQL read every case. Here the cases with
waiting tasks are gathered once, as an array: then each arm of the OR has an index. Both say the same; a test holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from tongban.apps.cases.models import Task
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Grounds

from .asking import Asking
from .view import Scope

NOTHING = Q(pk__in=[])


class AnyOf(Func):
    """`id = ANY(ARRAY(SELECT …))`"""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def within(scope: str, asking: Asking) -> Q:
    """The cases of a scope; never more than the policy allows."""
    if scope == Scope.ALL:
        return reach(asking.grounds)
    if scope == Scope.UNIT:
        return Q(unit_id__in=sorted(asking.my_units)) if asking.my_units else NOTHING
    if scope == Scope.TASKS:
        return having(_waiting(_task_units(asking)))
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
    return found | having(_waiting(grounds.task_units)) if grounds.task_units else found


def having(tasks: QuerySet[Task]) -> Q:
    return Q(AnyOf(F("pk"), ArraySubquery(tasks.values("case_id"))))


def _mine(asking: Asking) -> Q:
    """Cases I handle, tasks given to me, and reviews that wait for me as the supervisor; also for whom I stand in."""
    reached = asking.grounds
    myself = asking.myself if reached.everything else asking.myself & reached.handled_by
    tasks = Task.objects.filter(state=Task.OPEN)
    if not reached.everything:
        tasks = tasks.filter(unit_id__in=sorted(reached.task_units))
    reviews = Q(assignee=None, role=Role.SUPERVISOR, unit_id__in=sorted(_supervised(asking)))
    return Q(handler_id__in=sorted(myself)) | having(tasks.filter(Q(assignee_id__in=sorted(asking.myself)) | reviews))


def _supervised(asking: Asking) -> frozenset[int]:
    posts = (post for post in asking.rights.posts if post.role == Role.SUPERVISOR)
    return frozenset(unit for post in posts for unit in post.unit_ids)


def _task_units(asking: Asking) -> frozenset[int]:
    mine = frozenset(unit for post in asking.rights.posts for unit in post.unit_ids)
    return mine if asking.grounds.everything else mine & asking.grounds.task_units


def _waiting(units: Iterable[int]) -> QuerySet[Task]:
    return Task.objects.filter(state=Task.OPEN, unit_id__in=sorted(units))
