"""A stand-in for cases and tasks in temporary tables, so that the policy is tested below the app that has them."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import connection, models

from tongban.apps.org.policy import CaseFacts

_registry = Apps(["tests.apps.org"])


class Matter(models.Model):
    owner_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    handler_id = models.BigIntegerField(null=True)
    taken_in_id = models.BigIntegerField(null=True)

    class Meta:
        apps = _registry
        app_label = "org"
        db_table = "pg_temp_matter"


class Waiting(models.Model):
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="tasks", db_constraint=False)
    unit_id = models.BigIntegerField()
    state = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, default="step")

    class Meta:
        apps = _registry
        app_label = "org"
        db_table = "pg_temp_waiting"


class Remark(models.Model):
    """Something that hangs on a case: the filter must reach it through the link."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="remarks", db_constraint=False)

    class Meta:
        apps = _registry
        app_label = "org"
        db_table = "pg_temp_remark"


_TABLES: ClassVar = [Matter, Waiting, Remark]


def create_tables() -> None:
    """In the session's temporary schema: the serving role may create no others."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_temp, public")
    with connection.schema_editor() as editor:
        editor.deferred_sql.clear()
        for model in _TABLES:
            editor.create_model(model)
            editor.deferred_sql.clear()


def store(facts: CaseFacts, closed_task_units: frozenset[int] = frozenset()) -> Matter:
    """One case with two open tasks at each unit, which a careless join would show twice."""
    matter = Matter.objects.create(
        owner_id=facts.owner_id, unit_id=facts.unit_id, handler_id=facts.handler_id, taken_in_id=facts.taken_in_id
    )
    states = [(unit, "open", "step") for unit in facts.task_unit_ids for _ in range(2)]
    states += [(unit, "open", "consultation") for unit in facts.asked_unit_ids for _ in range(2)]
    states += [(unit, "done", kind) for unit in closed_task_units for kind in ("step", "consultation")]
    Waiting.objects.bulk_create(
        Waiting(matter=matter, unit_id=unit, state=state, kind=kind) for unit, state, kind in states
    )
    Remark.objects.create(matter=matter)
    return matter
