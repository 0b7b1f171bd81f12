"""What an engine answers, in a form that can be compared: JSON, where what JSON cannot say is tagged with its kind."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongban.core.decisions import FeelError, Range, parse, parse_tests
from tongban.core.decisions.feel.text import text_of
from tongban.core.decisions.feel.values import Function, feel, kind

Answer = Any
"""None, bool, str, list, Decimal, or a mapping with one key: the kind, or `refused` with the reason."""


def told(value: object) -> Answer:
    """The answer a FEEL value of ours is."""
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, list):
        return [told(item) for item in value]
    if isinstance(value, Mapping):
        return {"context": {str(name): told(feel(entry)) for name, entry in value.items()}}
    if isinstance(value, Range):
        return {"range": [told(value.low), told(value.high), value.low_included, value.high_included]}
    if isinstance(value, Function):
        return {"function": True}
    return {kind(value): text_of(value)}


def read(answer: Any) -> Answer:
    """An answer as it came over the line, numbers made numbers."""
    if isinstance(answer, list):
        return [read(item) for item in answer]
    if isinstance(answer, dict):
        if "number" in answer:
            return Decimal(answer["number"])
        return {key: read(entry) for key, entry in answer.items()}
    return answer


def ours(text: str, context: Mapping[str, object]) -> Answer:
    try:
        return told(parse(text, tuple(context), lenient=True).evaluate(context))
    except FeelError as error:
        return {"refused": error.text.en}


def ours_tested(cell: str, value: object, context: Mapping[str, object]) -> Answer:
    try:
        return parse_tests(cell, tuple(context)).accept(value, context)
    except FeelError as error:
        return {"refused": error.text.en}


def same(a: Answer, b: Answer) -> bool:
    """Whether two answers are one; bool is no number, and two refusals agree whatever their words."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and ("refused" in a or all(same(a[key], b[key]) for key in a))
    return bool(a == b)


def kind_of(answer: Answer) -> str:
    """The standard's name of the kind of an answer."""
    match answer:
        case None:
            return "null"
        case bool():
            return "boolean"
        case Decimal():
            return "number"
        case str():
            return "string"
        case list():
            return "list"
        case _:
            return str(next(iter(answer)))


def written(answer: Answer) -> str:
    """An answer as people write it: like FEEL where FEEL can say it."""
    match answer:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[answer]
        case str():
            return '"' + answer.replace('"', '""') + '"'
        case list():
            return f"[{', '.join(map(written, answer))}]"
        case {"refused": _}:
            return "an error"
        case {"range": [low, high, with_low, with_high]}:
            return f"{'[' if with_low else '('}{written(low)}..{written(high)}{']' if with_high else ')'}"
        case {"context": entries}:
            return "{" + ", ".join(f"{name}: {written(entry)}" for name, entry in entries.items()) + "}"
        case dict():
            return f'@"{next(iter(answer.values()))}"'
    return str(answer)
