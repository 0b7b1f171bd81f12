"""From a number to the cases behind it: the address of the worklist that shows exactly them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tongban.apps.insight.months import months_later
from tongban.apps.insight.queries import By

from .asked import Asked
from .columns import Column, worklist_column

LONGEST = 200
"""Characters of one filter that the worklist takes."""


def worklist(ask: Asked, column: Column, by: By = By.ALL, key: object = None) -> str:
    """Empty where the desk would show other cases than were counted."""
    if column.cases is None or not ask.may_drill:
        return ""
    terms = {**_chosen(ask), **_line(by, key), **column.cases, **_within(ask, column, by, key)}
    is_unknown = "kind" in terms and terms["kind"] not in ask.kinds
    if is_unknown or any(len(term) > LONGEST for term in terms.values()):
        return ""
    return f"{reverse('desk')}?{urlencode({'view': 'all', **terms}, safe='.,:/')}"


def _chosen(ask: Asked) -> dict[str, str]:
    question = ask.question
    terms = {"owner": question.owner, "kind": question.kind, "channel": question.channel}
    if question.units is not None:
        terms["unit"] = ",".join(str(unit) for unit in sorted(question.units))
    return {name: str(value) for name, value in terms.items() if value is not None}


def _line(by: By, key: object) -> Mapping[str, str]:
    column = worklist_column(by)
    return {column: "none" if key is None else str(key)} if column else {}


def _within(ask: Asked, column: Column, by: By, key: object) -> Mapping[str, str]:
    if not column.within:
        return {}
    period = ask.question.period
    first, until = period.first, period.until
    if by is By.MONTH and isinstance(key, date):
        first, until = key, date.fromordinal(months_later(key, 1).toordinal() - 1)
    return {column.within: f"{first}..{until}"}
