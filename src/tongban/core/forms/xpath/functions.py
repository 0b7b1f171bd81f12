"""The functions an expression may call: XPath 1.0's own and those of the ODK XForms specification."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.forms.xpath.patterns import pattern
from tongban.core.forms.xpath.values import Value, to_boolean, to_number, to_string

MANY = 64


@dataclass(frozen=True)
class Function:
    """`call(at, arguments)`; between `fewest` and `most` arguments."""

    fewest: int
    most: int
    call: Callable[[datetime, Sequence[Value]], Value]

    @property
    def arity(self) -> str:
        return str(self.fewest) if self.fewest == self.most else f"{self.fewest}–{self.most}"


def _chosen(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(to_string(value).split())


def _to_date(value: Value) -> Value:
    """A date from a date, a moment, an ISO text or days since 1970; an impossible one is blank."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value[:10])
        return date.fromordinal(date(1970, 1, 1).toordinal() + int(to_number(value)))
    except (ValueError, OverflowError):
        return ""


def _format_date(value: Value, form: str) -> str:
    """ODK's signs: %Y %y %m %n %d %e %H %h %M %S."""
    day = value if isinstance(value, datetime) else _to_date(value)
    if not isinstance(day, date):
        return ""
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001
    signs = {
        "%Y": f"{day.year:04}", "%y": f"{day.year % 100:02}", "%m": f"{day.month:02}", "%n": f"{day.month}",
        "%d": f"{day.day:02}", "%e": f"{day.day}", "%H": f"{clock.hour:02}", "%h": f"{clock.hour}",
        "%M": f"{clock.minute:02}", "%S": f"{clock.second:02}",
    }  # fmt: skip
    for sign, text in signs.items():
        form = form.replace(sign, text)
    return form


def _round(value: float, digits: float) -> float:
    """Half away from zero, as people count; Python's own rounds half to even."""
    if not math.isfinite(value) or not math.isfinite(digits) or abs(digits) > 15:
        return value
    scale = 10.0 ** int(digits)
    scaled = abs(value) * scale
    return math.copysign(math.floor(scaled + 0.5) / scale, value) if math.isfinite(scaled) else value


def _whole(value: float, how: Callable[[float], int]) -> float:
    return float(how(value)) if math.isfinite(value) else value


def _part(text: str, start: float, end: float) -> str:
    """`substr(text, start, end)`: from 0, `end` not included, negative from the end (ODK)."""
    if math.isnan(start) or math.isnan(end):
        return ""
    bound = len(text)
    return text[int(max(-bound, min(bound, start))) : int(max(-bound, min(bound, end)))]


def _selected_at(chosen: tuple[str, ...], index: float) -> str:
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


def _extreme(values: Sequence[Value], how: Callable[[list[float]], float]) -> float:
    numbers = [to_number(value) for value in values if value != ""]
    return how(numbers) if numbers else math.nan


def _of_texts(fewest: int, most: int, call: Callable[..., Value]) -> Function:
    return Function(fewest, most, lambda _at, values: call(*map(to_string, values)))


def _of_numbers(fewest: int, most: int, call: Callable[..., Value]) -> Function:
    return Function(fewest, most, lambda _at, values: call(*map(to_number, values)))


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda _at, _: True),
    "false": Function(0, 0, lambda _at, _: False),
    "not": Function(1, 1, lambda _at, v: not to_boolean(v[0])),
    "boolean": Function(1, 1, lambda _at, v: to_boolean(v[0])),
    "if": Function(3, 3, lambda _at, v: v[1] if to_boolean(v[0]) else v[2]),
    "coalesce": Function(2, MANY, lambda _at, v: next((one for one in v if to_string(one) != ""), "")),
    "string": _of_texts(1, 1, lambda text: text),
    "concat": _of_texts(1, MANY, lambda *texts: "".join(texts)),
    "contains": _of_texts(2, 2, lambda text, part: part in text),
    "starts-with": _of_texts(2, 2, lambda text, part: text.startswith(part)),
    "ends-with": _of_texts(2, 2, lambda text, part: text.endswith(part)),
    "string-length": _of_texts(1, 1, lambda text: float(len(text))),
    "normalize-space": _of_texts(1, 1, lambda text: " ".join(text.split())),
    "substr": Function(
        2, 3, lambda _at, v: _part(to_string(v[0]), to_number(v[1]), to_number(v[2]) if len(v) == 3 else math.inf)
    ),
    "regex": _of_texts(2, 2, lambda text, source: pattern(source).matches(text)),
    "number": _of_numbers(1, 1, lambda number: number),
    "int": _of_numbers(1, 1, lambda number: _whole(number, math.trunc)),
    "floor": _of_numbers(1, 1, lambda number: _whole(number, math.floor)),
    "ceiling": _of_numbers(1, 1, lambda number: _whole(number, math.ceil)),
    "abs": _of_numbers(1, 1, abs),
    "round": _of_numbers(1, 2, lambda number, digits=0.0: _round(number, digits)),
    "min": Function(1, MANY, lambda _at, v: _extreme(v, min)),
    "max": Function(1, MANY, lambda _at, v: _extreme(v, max)),
    "selected": Function(2, 2, lambda _at, v: to_string(v[1]).strip() in _chosen(v[0])),
    "selected-at": Function(2, 2, lambda _at, v: _selected_at(_chosen(v[0]), to_number(v[1]))),
    "count-selected": Function(1, 1, lambda _at, v: float(len(_chosen(v[0])))),
    "today": Function(0, 0, lambda at, _: at.date()),
    "now": Function(0, 0, lambda at, _: at),
    "date": Function(1, 1, lambda _at, v: _to_date(v[0])),
    "format-date": Function(2, 2, lambda _at, v: _format_date(v[0], to_string(v[1]))),
}
