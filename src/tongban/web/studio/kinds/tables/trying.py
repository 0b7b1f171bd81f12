"""Try it: values for a decision, what it says in force and in the draft, and the rows that decided, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongban.apps.org.policy import Deed, Grounds
from tongban.core.decisions import Decided, Model, value_words
from tongban.core.process import given
from tongban.web.studio.access import door, pack_within
from tongban.web.studio.showing import said, show

from .addresses import table_url
from .drawing import reasons, row_sentence
from .labels import Questions, questions_of
from .pages import table_head
from .standing import Standing, standing
from .values import Field, fields, inputs_from


@door(Deed.MANAGE_PACKS)
@require_GET
def try_it(request: HttpRequest, reach: Grounds, domain: str, name: str, table: str) -> HttpResponse:
    """Nothing is stored: the values stand in the address, so that a colleague can be sent what one sees."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = standing(pack)
    editions = [(label, model) for label, model in _editions(now) if any(one.id == table for one in model.decisions)]
    if not editions:
        raise Http404
    questions = questions_of(now.definition)
    asked = fields([model for _, model in editions], table, questions, request.GET)
    ready = "try" in request.GET and not any(field.fault for field in asked)
    decision = next(one for one in editions[-1][1].decisions if one.id == table)
    context: dict[str, Any] = {
        **table_head(pack, now),
        "table_name": decision.name,
        "table_url": table_url(pack.code, "", table) if table in editions[-1][1].tables else "",
        "fields": asked,
        "results": [_result(*one, table, asked, questions) for one in editions] if ready else [],
    }
    return show(request, "table_try", context, tab="kinds", status=422 if any(f.fault for f in asked) else 200)


def _editions(now: Standing) -> list[tuple[str, Model]]:
    """What is in force, and the draft where it decides otherwise."""
    following = now.next if now.is_changed or now.current is None else None
    found = ((_("The version in force"), now.current), (_("Draft"), following))
    return [(label, model) for label, model in found if model is not None]


def _result(label: str, model: Model, decision: str, asked: list[Field], questions: Questions) -> dict[str, Any]:
    at = timezone.now()
    known = {"today": given(at)["today"], **inputs_from(asked, model, decision)}
    decided = model.evaluate(decision, known, at=at)
    return {
        "label": label,
        "values": _values(model, decision, decided.value),
        "rows": _rows(model, decided, questions),
        "notes": [said(note.text) for note in decided.notes] if decided.value is None or decided.notes else [],
        "is_nothing": decided.value is None,
    }


def _values(model: Model, decision: str, value: object) -> list[tuple[str, str]]:
    """Each output by its heading; one value alone has none."""
    if not isinstance(value, Mapping):
        return [("", said(value_words(value)))]
    table = model.tables.get(decision)
    headings = {column.name: column.label for column in table.outputs} if table else {}
    return [(headings.get(name) or name, said(value_words(one))) for name, one in value.items()]


def _rows(model: Model, decided: Decided, questions: Questions) -> list[dict[str, Any]]:
    tables = {table.name or table.id: table for table in model.tables.values()}
    hits = [(tables[hit.table], hit.rules) for hit in decided.hits if hit.table in tables]
    return [
        {"sentence": row_sentence(table, number, rule, questions), "reasons": reasons(table, rule)}
        for table, rules in hits
        for number, rule in enumerate(table.rules, 1)
        if rule.id in rules
    ]
