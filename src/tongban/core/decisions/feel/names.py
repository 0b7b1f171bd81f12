"""Names as FEEL writes them (DMN 1.5, 10.3.1.2): Chinese too, and with spaces or operators in them when known.

Two departures from the grammar's character ranges, both for people who type Chinese: full-width punctuation
(`＝`, `（`, `、`) is no part of a name, for it is always a slip of the input method, and known names may
hold any character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3005-\u3007\u3021-\uD7FF\uF900-\uFDCF\uFDF0-\uFEFE\uFF21-\uFF3A\uFF41-\uFF5A\uFF66-\uFFDC"
    r"\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F\u2040\uFF10-\uFF19"
_SIGNS = r".\-'+*"

WORD = re.compile(f"[{_START}][{_PART}]*")
GAP = r"(?:\s|//[^\n]*|/\*[\s\S]*?\*/)"
"""What may stand between any two words, within a name too: space and comments."""
_GAPS = re.compile(f"{GAP}+")
_PIECE = re.compile(rf"[{_PART}]+|\S")
_PLAIN = re.compile(f"[{_PART}]+")
_NAMING = re.compile(f"[{_PART}].*[{_START}]|[{_START}]", re.DOTALL)
"""A key such as `"1"` or `"\\""` is no name: a number or a string would be taken for it."""


def _declared(stop: str) -> re.Pattern[str]:
    """A name at the place where it is given, any operators and spaces in it, up to `stop`."""
    piece = rf"[{_PART}{_SIGNS}]|/(?![/*])"
    return re.compile(rf"[{_START}](?:{piece}|{GAP}+(?={stop}|{piece}))*?(?={GAP}*{stop})")


KEY = _declared(":")
"""Of a context entry or a named argument."""
PARAMETER = _declared("[:,)]")
VARIABLE = _declared(rf"\bin(?![{_PART}])")
"""Of `for`, `some` and `every`."""


def plain(name: str) -> str:
    """A name as it was typed, with one space for every gap in it."""
    return _GAPS.sub(" ", name).strip()


def words(text: str, at: int, stops: frozenset[str]) -> tuple[str, int] | None:
    """The longest row of words that begins at `at` and holds none of `stops`, and where it ends."""
    row: list[str] = []
    begin = end = at
    while (word := WORD.match(text, begin)) and word.group() not in stops:
        row.append(word.group())
        end = word.end()
        gap = _GAPS.match(text, end)
        if gap is None:
            break
        begin = gap.end()
    return (" ".join(row), end) if row else None


class Phrases:
    """The known names that are more than one plain word: matched longest first, spaces at will."""

    def __init__(self, names: Iterable[str], *, followed_by: str = f"(?![{_PART}])") -> None:
        phrases = sorted({n for n in names if _NAMING.match(n) and not WORD.fullmatch(n)}, key=len, reverse=True)
        self._names = [" ".join(name.split()) for name in phrases]
        self._begin = frozenset(_PIECE.findall(name)[0] for name in phrases)
        choice = "|".join(f"({_pattern(name)})" for name in phrases)
        self._pattern = re.compile(f"(?:{choice}){followed_by}") if phrases else None

    def match(self, text: str, at: int) -> tuple[str, int] | None:
        """The known name that begins at `at` and where it ends."""
        if self._pattern is None or not (piece := _PIECE.match(text, at)) or piece.group() not in self._begin:
            return None
        found = self._pattern.match(text, at)
        return (self._names[(found.lastindex or 1) - 1], found.end()) if found else None


@lru_cache(maxsize=512)
def known_phrases(names: frozenset[str]) -> Phrases:
    return Phrases(names)


def _pattern(name: str) -> str:
    pieces: list[str] = _PIECE.findall(name)
    pattern = re.escape(pieces[0])
    for before, piece in pairwise(pieces):
        both_words = _PLAIN.fullmatch(before) and _PLAIN.fullmatch(piece)
        pattern += (f"{GAP}+" if both_words else f"{GAP}*") + re.escape(piece)
    return pattern
