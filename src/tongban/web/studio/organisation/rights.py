"""The table of rights, to read: the same data that decides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongban.apps.org.models import Role
from tongban.apps.org.policy import MATRIX, Deed, Grounds, Scope
from tongban.web.studio.access import door
from tongban.web.studio.showing import show

DEEDS = {
    Deed.VIEW: gettext_lazy("see a case"),
    Deed.LOOK_PERSONAL: gettext_lazy("see personal data in full"),
    Deed.REGISTER: gettext_lazy("register a case"),
    Deed.TAKE: gettext_lazy("take a task"),
    Deed.ASSIGN: gettext_lazy("assign a case"),
    Deed.COMPLETE: gettext_lazy("complete a step"),
    Deed.CONSULT: gettext_lazy("ask other units"),
    Deed.REPLY: gettext_lazy("answer what one's unit was asked"),
    Deed.TRANSFER: gettext_lazy("give a case to another unit"),
    Deed.CORRECT: gettext_lazy("ask for a correction"),
    Deed.ANSWER: gettext_lazy("key in what was supplied"),
    Deed.EXTEND: gettext_lazy("extend the period"),
    Deed.MESSAGE: gettext_lazy("send a message"),
    Deed.NOTE: gettext_lazy("write a note"),
    Deed.ATTACH: gettext_lazy("attach a file"),
    Deed.WITHDRAW: gettext_lazy("record a withdrawal"),
    Deed.SKIP: gettext_lazy("pass over a step"),
    Deed.CLOSE: gettext_lazy("close a case"),
    Deed.REOPEN: gettext_lazy("reopen a case"),
    Deed.REPRINT: gettext_lazy("reprint the receipt"),
    Deed.CONSENT: gettext_lazy("record or withdraw consent"),
    Deed.EXPORT: gettext_lazy("export lists"),
    Deed.STATISTICS: gettext_lazy("read statistics"),
    Deed.MANAGE_UNITS: gettext_lazy("manage units"),
    Deed.MANAGE_PEOPLE: gettext_lazy("manage people"),
    Deed.MANAGE_PACKS: gettext_lazy("edit and publish kinds of case"),
    Deed.MANAGE_SYSTEMS: gettext_lazy("give systems access"),
    Deed.AUDIT: gettext_lazy("read who looked at what"),
}
SCOPES = {
    Scope.ALL: gettext_lazy("all"),
    Scope.SUBTREE: gettext_lazy("own unit and below"),
    Scope.UNIT: gettext_lazy("own unit"),
    Scope.OWNED: gettext_lazy("own kinds of case"),
    Scope.AGENCY: gettext_lazy("kinds of one's agency"),
    Scope.TASK: gettext_lazy("where a task waits"),
    Scope.ASKED: gettext_lazy("where one's unit is asked"),
    Scope.MINE: gettext_lazy("one's own cases"),
    Scope.TAKEN_IN: gettext_lazy("taken in at one's unit"),
}


@door(Deed.MANAGE_PEOPLE)
@require_GET
def rights(request: HttpRequest, reach: Grounds) -> HttpResponse:
    rows = [
        {
            "label": DEEDS.get(deed, deed.value),
            "cells": [
                {"role": role.label, "scopes": [SCOPES[scope] for scope in Scope if scope in by_role.get(role, ())]}
                for role in Role
            ],
        }
        for deed, by_role in MATRIX.items()
    ]
    context = {"rows": rows, "roles": [role.label for role in Role]}
    return show(request, "rights", context, tab="organisation")
