"""Regular expressions as XPath 3.1 writes them (F&O 5.6; DMN 1.5, table 76), told to the `regex` library.

A pattern or flag that is wrong, and a replacement of nothing (a pattern that the empty string matches) give null,
as they are errors there. A pattern that takes too long ends the evaluation, so that a loop cannot try it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import regex

from tongban.core.decisions.feel.bounds import LONGEST_TEXT
from tongban.core.decisions.feel.errors import TooMuch
from tongban.core.decisions.feel.xpath import PatternError, translated
from tongban.core.text import Text

_SECONDS = 1.0
"""How long one search may take; patterns that do not backtrack without end need a thousandth."""
_LONGEST_PATTERN = 10_000


def matches(text: str, pattern: str, flags: str) -> bool | None:
    """Whether the pattern is found somewhere in the text."""
    searched = _compiled(pattern, flags)
    if searched is None:
        return None
    with _in_time():
        return searched.search(text, timeout=_SECONDS) is not None


def replaced(text: str, pattern: str, replacement: str, flags: str) -> str | None:
    """The text with every match replaced; `$1` in `replacement` is what the first group matched."""
    searched = _compiled(pattern, flags)
    if searched is None:
        return None
    try:
        parts = [replacement] if "q" in flags else list(_parts(replacement, searched.groups))
        pieces, end, length = [], 0, len(text)
        for match in _found(searched, text):
            new = "".join(part if isinstance(part, str) else match[part] or "" for part in parts)
            length += len(new)
            if length > LONGEST_TEXT:
                return None
            pieces += [text[end : match.start()], new]
            end = match.end()
    except PatternError:
        return None
    return "".join([*pieces, text[end:]])


def split(text: str, pattern: str) -> list[str] | None:
    """What is between the matches."""
    searched = _compiled(pattern, "")
    if searched is None:
        return None
    pieces, end = [], 0
    try:
        for match in _found(searched, text):
            pieces.append(text[end : match.start()])
            end = match.end()
    except PatternError:
        return None
    return [*pieces, text[end:]]


def _found(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    if pattern.search("", timeout=_SECONDS):
        raise PatternError
    with _in_time():
        yield from pattern.finditer(text, timeout=_SECONDS)


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise TooMuch(
            Text(
                "比對樣式花太多時間，已經停止。請改寫樣式。",
                "Matching the pattern takes too long; rewrite the pattern.",
            )
        ) from None


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> regex.Pattern[str] | None:
    if not set(flags) <= set("smixq") or len(pattern) > _LONGEST_PATTERN:
        return None
    case = regex.IGNORECASE if "i" in flags else 0
    try:
        text = regex.escape(pattern) if "q" in flags else translated(pattern, flags)
        return regex.compile(text, regex.V1 | case)
    except (PatternError, regex.error, ValueError, OverflowError, RecursionError):
        return None


def _parts(replacement: str, groups: int) -> Iterator[str | int]:
    """Texts and numbers of groups. A number takes as many digits as there are groups for."""
    at = 0
    while at < len(replacement):
        character = replacement[at]
        after = replacement[at + 1 : at + 2]
        at += 1
        if character == "\\":
            if after not in ("\\", "$"):
                raise PatternError
            yield after
            at += 1
        elif character == "$":
            if not ("0" <= after <= "9"):
                raise PatternError
            number, at = _group(replacement, at, groups)
            yield number if number <= groups else ""
        else:
            yield character


def _group(replacement: str, at: int, groups: int) -> tuple[int, int]:
    """The number of the group at `at` and where it ends."""
    number, at = int(replacement[at]), at + 1
    while at < len(replacement) and "0" <= replacement[at] <= "9" and number * 10 + int(replacement[at]) <= groups:
        number, at = number * 10 + int(replacement[at]), at + 1
    return number, at
