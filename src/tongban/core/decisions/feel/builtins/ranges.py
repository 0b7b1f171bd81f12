"""`range("[1..5)")`: a range from its text (DMN 1.5, table 75)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tongban.core.decisions.feel.builtins.builtin import single
from tongban.core.decisions.feel.temporal import read_day, read_duration, read_moment, read_temporal, read_time
from tongban.core.decisions.feel.values import CONTEXT, Range, feel, kind, less

_STRING = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?"
_CALL = rf"(?:date and time|date|time|duration)\s*\(\s*{_STRING}\s*\)"
_BOUND = rf"\s*({_NUMBER}|@?{_STRING}|{_CALL}|)\s*"
_RANGE = re.compile(rf"\s*([\[\](]){_BOUND}\.\.{_BOUND}([\[\])])\s*", re.ASCII | re.DOTALL)
_LONGEST = 10_000
_READERS: Mapping[str, Callable[[str], object]] = {
    "date": read_day,
    "time": read_time,
    "date and time": read_moment,
    "duration": read_duration,
}


def range_from(source: object) -> Range | None:
    """A bound may be left out, on the open side only; null when one cannot be read or they do not go together."""
    text = single(source)
    found = _RANGE.fullmatch(text) if isinstance(text, str) and len(text) <= _LONGEST else None
    if found is None:
        return None
    low, high = _bound(found[2]), _bound(found[3])
    low_included, high_included = found[1] == "[", found[4] == "]"
    unread = (found[2] and low is None) or (found[3] and high is None)
    endless = (low is None and low_included) or (high is None and high_included)
    if unread or endless or not (found[2] or found[3]):
        return None
    if low is not None and high is not None and (kind(low) != kind(high) or less(high, low) is not False):
        return None
    return Range(low, high, low_included, high_included)


def _bound(text: str) -> object:
    if not text:
        return None
    if not text.endswith(('"', ")")):
        return feel(CONTEXT.create_decimal(text))
    name, _, quoted = text.partition('"')
    content = re.sub(r"\\(.)", r"\1", quoted[: quoted.rindex('"')], flags=re.DOTALL)
    name = " ".join(name.strip(" (\t\r\n").split())
    if not name:
        return content
    return read_temporal(content) if name == "@" else _READERS[name](content)
