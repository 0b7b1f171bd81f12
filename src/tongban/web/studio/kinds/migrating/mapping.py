"""What becomes of each step, to be looked over and changed: the proposal, and what was chosen instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language

from tongban.apps.cases.migrating.order import proposed
from tongban.apps.cases.models import Token
from tongban.apps.catalogue.models import PackVersion
from tongban.apps.catalogue.queries import definition
from tongban.core.process import Activity
from tongban.core.process.bpmn.wording import kind_words
from tongban.core.process.migrating import manner, rests

FIELD = "to-"
NOWHERE = "-"


def chosen(older: PackVersion, newer: PackVersion, posted: Mapping[str, str]) -> dict[str, str]:
    """The proposal, with what the page says of its rows in its place."""
    said = {name.removeprefix(FIELD): to for name, to in posted.items() if name.startswith(FIELD)}
    left = {id: to for id, to in proposed(older, newer).items() if id not in said}
    return {**left, **{id: to for id, to in said.items() if to != NOWHERE}}


def mapping_rows(older: PackVersion, newer: PackVersion, activities: Mapping[str, str]) -> list[dict[str, Any]]:
    """The steps at which cases can stand, with those of the newer version that can take their place."""
    was, now = (definition(one.pk).process for one in (older, newer))
    if was is None or now is None:
        return []
    there = _standing(older)
    rows = [one for one in was.in_order() if rests(one)]
    offered = [one for one in now.in_order() if rests(one)]
    return [_row(one, offered, activities.get(one.id, NOWHERE), there.get(one.id, 0)) for one in rows]


def _row(one: Activity, offered: Iterable[Activity], to: str, cases: int) -> dict[str, Any]:
    fitting = [other for other in offered if manner(other) == manner(one)]
    return {
        "id": one.id,
        "field": f"{FIELD}{one.id}",
        "name": one.name or one.id,
        "kind": kind_words(one.kind).in_(get_language() or "zh-hant"),
        "cases": cases,
        "to": to,
        "is_other": to != one.id,
        "is_nowhere": to == NOWHERE,
        "options": [{"id": other.id, "name": other.name or other.id} for other in fitting],
    }


def _standing(older: PackVersion) -> dict[str, int]:
    """Activity → open cases of the version with a token there."""
    there = Token.objects.filter(case__kind=older.pack.code, case__pack_version=older, case__closed_on=None).order_by()
    return dict(there.values_list("activity").annotate(n=Count("case", distinct=True)))
