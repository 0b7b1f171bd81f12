"""What the checks find in tables, as it is listed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from tongban.apps.catalogue.models import Pack
from tongban.core.decisions import Finding, Model, Severity
from tongban.web.studio.showing import said

from .addresses import table_url
from .values import written

MEANINGS = {Severity.ERROR: "late", Severity.WARNING: "soon", Severity.NOTE: "waiting"}


def finding_rows(pack: Pack, model: Model, table: str = "") -> list[dict[str, Any]]:
    """Of one table by its name, or of the whole model; what must be mended first."""
    found = [one for one in model.check() if not table or one.table == table]
    return [_row(pack, model, one) for one in sorted(found, key=lambda one: list(MEANINGS).index(one.severity))]


def _row(pack: Pack, model: Model, one: Finding) -> dict[str, Any]:
    return {
        "meaning": MEANINGS[one.severity],
        "is_grave": one.severity is not Severity.NOTE,
        "table": one.table,
        "where": said(one.where),
        "text": said(one.text),
        "remedy": said(one.remedy),
        "try_url": _try_url(pack, model, one),
    }


def _try_url(pack: Pack, model: Model, one: Finding) -> str:
    """Where the example is tried, if its values are inputs that one can fill in."""
    decision = next((known for known in model.decisions if known.name == one.table), None)
    if decision is None or not one.example:
        return ""
    needed = {need.name for need in model.inputs_of(decision.id)}
    values = {name: written(value) for name, value in one.example}
    if not needed.issuperset(values):
        return ""
    query = urlencode({f"in-{name}": value for name, value in values.items()} | {"try": "1"})
    url = table_url(pack.code, "try", decision.id)
    return f"{url}?{query}" if url else ""
