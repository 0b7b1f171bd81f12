"""The views everyone has."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tongban.apps.org.models import Role
from tongban.apps.org.policy import Rights

from .view import Scope, View

_CLOSED = ("closed_on", "number", "kind", "applicant", "outcome", "on_time", "handler")
_EVERYTHING = ("received_on", "number", "kind", "applicant", "phase", "due_on", "handler", "why", "unread")
_ASKED = ("reply_by", "number", "kind", "applicant", "owner", "handler", "due_on", "why", "unread")
_CONSULTING = ("due_on", "number", "kind", "applicant", "reply_by", "consultation", "handler", "why", "unread")
_TASKS = ("due_on", "number", "kind", "applicant", "step", "unit", "handler", "why", "unread")
MEANINGS: Mapping[str, str] = {
    "late": "late",
    "today": "soon",
    "soon": "soon",
    "waiting": "waiting",
    "asked": "soon",
    "consulting": "waiting",
    "incidents": "late",
}
"""The colour of a view's count."""


def builtin(rights: Rights) -> dict[str, View]:
    """By code, in the order of the tabs. Late, due and waiting are one's own cases, for supervisors the unit's."""
    near = nearest(rights)
    views = [
        View("mine", _("To do"), Scope.MINE, {"open": "yes"}),
        View("late", _("Late"), near, {"open": "yes", "due_on": "..today-1"}),
        View("today", _("Due today"), near, {"open": "yes", "due_on": "today"}),
        View("soon", _("Due soon"), near, {"open": "yes", "due_on": "today+1..today+3w"}),
        View("waiting", _("Waiting for correction"), near, {"phase": "awaiting-correction"}),
        View("asked", _("Asked of us"), Scope.ASKED, {"open": "yes"}, _ASKED, "reply_by"),
        View("consulting", _("Other units asked"), near, {"open": "yes", "consultation": "asked"}, _CONSULTING),
        View("incidents", _("Process incidents"), _wider(near), {"open": "yes", "incident": "yes"}),
        View("tasks", _("For my unit to do"), Scope.TASKS, {"open": "yes"}, _TASKS),
        View("unit", _("My unit"), Scope.UNIT, {"open": "yes"}),
        View("all", _("All"), Scope.ALL, {}, _EVERYTHING, "-received_on"),
        View("closed", _("Closed"), _wider(near), {"open": "no"}, _CLOSED, "-closed_on"),
    ]
    return {view.code: view for view in views}


def first_for(rights: Rights) -> str:
    """The view that opens when nobody chose another: the one in which somebody's work turns up."""
    if rights.roles & {Role.HANDLER, Role.SUPERVISOR}:
        return "mine"
    return "tasks" if Role.COUNTER in rights.roles else "all"


def nearest(rights: Rights) -> Scope:
    if Role.SUPERVISOR in rights.roles:
        return Scope.UNIT
    return Scope.MINE if Role.HANDLER in rights.roles else Scope.ALL


def _wider(near: Scope) -> Scope:
    return Scope.UNIT if near is Scope.MINE else near
