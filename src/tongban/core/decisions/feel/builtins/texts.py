"""Functions of strings (DMN 1.5, 10.3.4.3). Positions count characters, however many bytes one takes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tongban.core.decisions.feel.bounds import LONGEST_TEXT
from tongban.core.decisions.feel.builtins.builtin import Builtin, items_of, of_texts, single, whole
from tongban.core.decisions.feel.patterns import matches, replaced, split


def _substring(string: object, start: object, length: object = None) -> object:
    string, count = single(string), whole(length)
    first = whole(start)
    if not isinstance(string, str) or not first or abs(first) > len(string):
        return None
    if length is not None and (count is None or count < 1):
        return None
    begin = first - 1 if first > 0 else len(string) + first
    return string[begin:] if count is None else string[begin : begin + count]


def _string_length(string: str) -> Decimal:
    return Decimal(len(string))


def _before(string: str, match: str) -> str:
    return string.partition(match)[0] if match and match in string else ""


def _after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


def _string_join(strings: object, delimiter: object = None) -> object:
    """Nulls are passed over."""
    items, between = items_of(strings), single(delimiter)
    if items is None or not isinstance(between, str | None):
        return None
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) + items.count(None) < len(items):
        return None
    length = sum(map(len, texts)) + len(texts) * len(between or "")
    return (between or "").join(texts) if length <= LONGEST_TEXT else None


def _matches(string: object, pattern: object, flags: object = None) -> object:
    return of_texts(matches)(string, pattern, "" if flags is None else flags)


def _replace(string: object, pattern: object, replacement: object, flags: object = None) -> object:
    return of_texts(replaced)(string, pattern, replacement, "" if flags is None else flags)


_ONE = (("string",),)
_MATCH = (("string", "match"),)

TEXTS: Mapping[str, Builtin] = {
    "substring": Builtin(_substring, (("string", "start position"), ("string", "start position", "length"))),
    "string length": Builtin(of_texts(_string_length), _ONE),
    "upper case": Builtin(of_texts(str.upper), _ONE),
    "lower case": Builtin(of_texts(str.lower), _ONE),
    "substring before": Builtin(of_texts(_before), _MATCH),
    "substring after": Builtin(of_texts(_after), _MATCH),
    "contains": Builtin(of_texts(str.__contains__), _MATCH),
    "starts with": Builtin(of_texts(str.startswith), _MATCH),
    "ends with": Builtin(of_texts(str.endswith), _MATCH),
    "split": Builtin(of_texts(split), (("string", "delimiter"),)),
    "string join": Builtin(_string_join, (("list",), ("list", "delimiter"))),
    "matches": Builtin(_matches, (("input", "pattern"), ("input", "pattern", "flags"))),
    "replace": Builtin(_replace, (("input", "pattern", "replacement"), ("input", "pattern", "replacement", "flags"))),
}
