"""An expression's value, as FEEL writes it."""

from __future__ import annotations

from tongban.core.decisions import parse
from tongban.core.decisions.feel.text import literal_of


def written(text: str, **context: object) -> str:
    return literal_of(parse(text, lenient=True).evaluate(context))
