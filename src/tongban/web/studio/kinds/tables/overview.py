"""The decisions of a pack in one list: how each decides, what it looks at, where it is asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.apps.catalogue.models import Pack
from tongban.core.casework import Definition
from tongban.core.decisions import Model, Needed, Table, policy_words
from tongban.web.studio.showing import said

from .addresses import table_url
from .labels import Questions, questions_of
from .standing import Standing


def decision_rows(pack: Pack, now: Standing) -> list[dict[str, Any]]:
    """Decisions in the order of the file, then tables of functions that decisions call."""
    if now.next is None:
        return []
    called = [Needed(id_, table.name) for id_, table in now.next.tables.items() if id_ not in _ids(now.next)]
    return [_row(pack, now, now.next, one) for one in (*now.next.decisions, *called)]


def _ids(model: Model) -> set[str]:
    return {one.id for one in model.decisions}


def _row(pack: Pack, now: Standing, model: Model, one: Needed) -> dict[str, Any]:
    table = model.tables.get(one.id)
    is_decision = one.id in _ids(model)
    return {
        "name": one.name,
        "url": table_url(pack.code, "", one.id) if table else "",
        "try_url": table_url(pack.code, "try", one.id) if is_decision else "",
        "how": _how(table),
        "inputs": _inputs(model, one, questions_of(now.definition)) if is_decision else [],
        "uses": _uses(now.definition, one.id),
        "is_changed": table is not None and now.is_table_changed(one.id),
    }


def _how(table: Table | None) -> str:
    if table is None:
        return _("computed from other decisions")
    rows = ngettext("%(n)s row", "%(n)s rows", len(table.rules)) % {"n": len(table.rules)}
    return _("%(rows)s; %(policy)s") % {"rows": rows, "policy": said(policy_words(table))}


def _inputs(model: Model, one: Needed, questions: Questions) -> list[str]:
    needed = [need.name for need in model.inputs_of(one.id)]
    return [said(questions[name].label) if name in questions else name for name in needed]


def _uses(definition: Definition | None, id_: str) -> list[str]:
    """The steps that ask for it."""
    if definition is None or definition.process is None:
        return []
    process = definition.process
    asked = [task.name or task.id for task in process.rule_tasks if task.decision == id_]
    fines = [process.activities[rule.on] for rule in definition.penalties if rule.decision == id_]
    if definition.dispatch is not None and definition.dispatch.decision == id_:
        asked.insert(0, _("Dispatch on registration"))
    return [*asked, *(_("Fine at “%(step)s”") % {"step": step.name or step.id} for step in fines)]
