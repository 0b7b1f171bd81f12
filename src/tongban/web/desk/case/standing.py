"""How a waiting step stands: since when, where in the process, by when the drawing wants it, and whether it came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.apps.cases.models import Task
from tongban.apps.cases.returning import sent_back
from tongban.core.calendar import day_of
from tongban.web.parts.actors import names_of

from .opening import Opened
from .whereabouts import path


@dataclass(frozen=True, slots=True)
class Wanted:
    """By when the drawing wants the step done; `state` and `days` as a due date has them."""

    at: datetime
    state: str
    days: int


@dataclass(frozen=True, slots=True)
class CameBack:
    step: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    since: datetime
    path: list[str]
    wanted: Wanted | None
    came_back: CameBack | None


def standings(opened: Opened) -> Mapping[int, Standing]:
    """Waiting task → how it stands."""
    back = sent_back(opened.file.id)
    names = names_of(one.by for one in back.values()) if back else {}
    since = Task.objects.filter(case=opened.file.id, state=Task.OPEN).values_list("number", "created_at", "due_at")
    found = {}
    for number, created_at, due_at in since:
        one = back.get(number)
        came = CameBack(opened.activity_name(one.activity), names[one.by], one.at, one.reason) if one else None
        wanted = _wanted(opened, due_at) if due_at else None
        found[number] = Standing(created_at, path(opened, number), wanted, came)
    return found


def _wanted(opened: Opened, due_at: datetime) -> Wanted:
    days = (day_of(due_at) - opened.today).days
    if days < 0:
        return Wanted(due_at, "late", -days)
    return Wanted(due_at, "soon" if days <= 1 else "ok", days)
