"""Who may do what, as data: for each deed and role, by which ties a case is within reach."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tongban.apps.org.models import Role

from .values import Deed


class Scope(StrEnum):
    """A tie between a post and a case; one of them is enough."""

    ALL = "all"
    SUBTREE = "subtree"
    """Handled by the post's unit or one below it."""
    UNIT = "unit"
    """Handled by exactly the post's unit."""
    OWNED = "owned"
    """Its kind belongs to the post's unit or one below it, whoever handles it."""
    AGENCY = "agency"
    """Its kind belongs to the agency the post's unit is part of."""
    TASK = "task"
    """A task waits at the post's unit or one below it."""
    ASKED = "asked"
    """The post's unit, or one below it, is asked beside the process (會辦), or to take the case over (移轉), and has not
    answered yet."""
    MINE = "mine"
    """Assigned to the person, or to the one he stands in for."""
    TAKEN_IN = "taken-in"
    """Registered at the post's unit or one below it."""


Reach = frozenset[Scope]


def _reach(*scopes: Scope) -> Reach:
    return frozenset(scopes)


_ALL = _reach(Scope.ALL)
_TREE = _reach(Scope.SUBTREE)
_OVERSEE = _reach(Scope.SUBTREE, Scope.OWNED)
_SEE = _reach(Scope.SUBTREE, Scope.OWNED, Scope.TASK, Scope.ASKED, Scope.MINE)
_ACT = _reach(Scope.UNIT, Scope.TASK, Scope.MINE)
_LEAD = _reach(Scope.SUBTREE, Scope.TASK, Scope.MINE)
_ASKED = _reach(Scope.ASKED)
_DESK = _reach(Scope.SUBTREE, Scope.TAKEN_IN)
_ERRAND = _reach(Scope.TASK, Scope.MINE)
"""A task that waits at the counter itself: a card issued on the spot, a fee paid, something fetched."""

MATRIX: Mapping[Deed, Mapping[Role, Reach]] = {
    Deed.VIEW: {
        Role.HANDLER: _SEE,
        Role.SUPERVISOR: _SEE,
        Role.COUNTER: _SEE | _DESK,
        Role.HOTLINE: _ALL,
    },
    Deed.LOOK_PERSONAL: {
        Role.HANDLER: _LEAD | _ASKED,
        Role.SUPERVISOR: _SEE,
        Role.COUNTER: _DESK,
    },
    Deed.REGISTER: {
        Role.HANDLER: _reach(Scope.AGENCY, Scope.UNIT),
        Role.SUPERVISOR: _reach(Scope.AGENCY, Scope.SUBTREE),
        Role.COUNTER: _ALL,
    },
    Deed.TAKE: {Role.HANDLER: _ACT | _ASKED, Role.SUPERVISOR: _LEAD | _ASKED, Role.COUNTER: _ERRAND},
    Deed.ASSIGN: {Role.SUPERVISOR: _TREE | _ASKED},
    Deed.COMPLETE: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD, Role.COUNTER: _ERRAND},
    Deed.CONSULT: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD},
    Deed.REPLY: {Role.HANDLER: _ASKED, Role.SUPERVISOR: _ASKED},
    Deed.TRANSFER: {Role.HANDLER: _reach(Scope.UNIT, Scope.MINE), Role.SUPERVISOR: _TREE},
    Deed.CORRECT: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD},
    Deed.ANSWER: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD, Role.COUNTER: _DESK},
    Deed.EXTEND: {Role.SUPERVISOR: _TREE},
    Deed.MESSAGE: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD},
    Deed.NOTE: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD, Role.COUNTER: _DESK, Role.HOTLINE: _ALL},
    Deed.ATTACH: {Role.HANDLER: _ACT | _ASKED, Role.SUPERVISOR: _LEAD | _ASKED, Role.COUNTER: _DESK},
    Deed.WITHDRAW: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD, Role.COUNTER: _DESK},
    Deed.SKIP: {Role.SUPERVISOR: _TREE},
    Deed.CLOSE: {Role.SUPERVISOR: _TREE},
    Deed.REOPEN: {Role.SUPERVISOR: _TREE},
    Deed.REPRINT: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD, Role.COUNTER: _DESK},
    Deed.CONSENT: {Role.HANDLER: _ACT, Role.SUPERVISOR: _LEAD, Role.COUNTER: _DESK},
    Deed.EXPORT: {Role.HANDLER: _SEE, Role.SUPERVISOR: _SEE},
    Deed.STATISTICS: {Role.SUPERVISOR: _OVERSEE, Role.AGENCY_ADMIN: _OVERSEE, Role.CITY_ADMIN: _ALL},
    Deed.MANAGE_UNITS: {Role.AGENCY_ADMIN: _TREE, Role.CITY_ADMIN: _ALL},
    Deed.MANAGE_PEOPLE: {Role.AGENCY_ADMIN: _TREE, Role.CITY_ADMIN: _ALL},
    Deed.MANAGE_PACKS: {Role.AGENCY_ADMIN: _OVERSEE, Role.CITY_ADMIN: _ALL},
    Deed.MANAGE_SYSTEMS: {Role.CITY_ADMIN: _ALL},
    Deed.AUDIT: {Role.AGENCY_ADMIN: _TREE, Role.CITY_ADMIN: _ALL},
}
"""A role not named for a deed may not do it."""
