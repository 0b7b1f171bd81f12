"""A plan and what came of it, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.apps.cases.migrating.planning import Plan, Verdict
from tongban.apps.cases.models import Case, MigratedCase, Migration
from tongban.apps.catalogue.differences import differences
from tongban.apps.catalogue.models import PackVersion
from tongban.apps.catalogue.queries import definition
from tongban.apps.org.policy import Deed, Rights, grounds
from tongban.web.studio.kinds.drafts import change_rows
from tongban.web.studio.showing import said

MOST = 100
"""Cases listed that could not go; the rest is counted."""


def plan_context(plan: Plan, rights: Rights) -> dict[str, Any]:
    seen = _seen({number for line in plan.lines for number in line.examples}, rights)
    return {
        "plan": plan,
        "lines": [
            {
                "where": said(line.where),
                "what": _verdict(line.verdict),
                "is_refused": line.verdict is Verdict.REFUSED,
                "why": said(line.why) if line.why else "",
                "cases": line.cases,
                "is_estimated": line.is_estimated,
                "examples": [number for number in line.examples if number in seen],
            }
            for line in plan.lines
        ],
    }


def _verdict(verdict: Verdict) -> str:
    return {
        Verdict.TOGETHER: _("Goes on at the same step"),
        Verdict.SINGLY: _("Goes on at the same step; looked at one by one"),
        Verdict.REFUSED: _("Stays where it is"),
    }[verdict]


def consequences(older: PackVersion, newer: PackVersion) -> list[str]:
    """What a citizen and an officer notice of it."""
    was, now = definition(older.pk), definition(newer.pk)
    found = [
        _("Nothing moves: every case stays at its step, with its tasks, and whoever had taken one keeps it."),
        _("What was done stays done: public steps, corrections, penalties, the journal."),
    ]
    if was.limit != now.limit:
        found.append(
            _("The time limit of a case stays its own (%(old)s), whatever the new version says (%(new)s).")
            % {"old": said(was.limit.text), "new": said(now.limit.text)}
        )
    else:
        found.append(_("The clock of every case runs on as it is: neither limit nor time used changes."))
    found.append(_("From then on forms, conditions, messages and public steps are those of the new version."))
    return found


def changes(older: PackVersion, newer: PackVersion) -> list[dict[str, Any]]:
    return change_rows(differences(definition(older.pk), definition(newer.pk)))


def result_context(migration: Migration, rights: Rights) -> dict[str, Any]:
    results = MigratedCase.objects.filter(migration=migration)
    moved = results.filter(is_moved=True).count()
    refused = results.filter(is_moved=False)
    count = refused.count()
    listed = list(refused.select_related("case").order_by("case_id")[:MOST])
    seen = _seen({one.case.number for one in listed}, rights)
    dealt_with = moved + count
    return {
        "moved": moved,
        "refused": count,
        "dealt_with": dealt_with,
        "left": max(0, migration.total - dealt_with),
        "reasons": _reasons(listed, seen),
        "unlisted": max(0, count - MOST),
        "state": STATES[migration.state](),
        "meaning": {Migration.DONE: "done", Migration.STOPPED: "late"}.get(migration.state, "waiting"),
    }


def _reasons(listed: Iterable[MigratedCase], seen: set[str]) -> list[dict[str, Any]]:
    """Why, and which cases, in groups of the same reason."""
    found: dict[str, dict[str, Any]] = {}
    for one in listed:
        reason = found.setdefault(said(one.text), {"why": said(one.text), "cases": 0, "numbers": []})
        reason["cases"] += 1
        reason["numbers"] += [one.case.number] if one.case.number in seen else []
    return sorted(found.values(), key=lambda reason: -reason["cases"])


STATES = {
    Migration.WAITING: lambda: _("waiting for its turn"),
    Migration.RUNNING: lambda: _("under way"),
    Migration.STOPPED: lambda: _("stopped"),
    Migration.DONE: lambda: _("done"),
}


def summary(migration: Migration) -> str:
    said = ngettext("%(n)s case", "%(n)s cases", migration.total) % {"n": migration.total}
    return f"{said}, {STATES[migration.state]()}"


def _seen(numbers: set[str], rights: Rights) -> set[str]:
    """Those that this reader may open at the desk."""
    reach = grounds(rights, Deed.VIEW)
    if not reach or not numbers:
        return set()
    return set(Case.objects.filter(reach.filter(), number__in=numbers).values_list("number", flat=True))
