"""Cut the text of an expression into tokens."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tongban.core.forms.xpath.faults import ExpressionFault

LONGEST = 5_000

_TOKEN = re.compile(
    r"""\s+
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>'[^']*'|"[^"]*")
    |(?P<reference>\$\{\s*[^\s{}]*\s*\})
    |(?P<name>[A-Za-z_][\w.:-]*)
    |(?P<sign>!=|<=|>=|//|\.\.|[=<>+\-*|(),./\[\]@])
    """,
    re.VERBOSE | re.ASCII,
)


class Token(NamedTuple):
    kind: str
    text: str
    position: int


def tokens(source: str) -> list[Token]:
    """All tokens of `source`, with an `end` token last; raises ExpressionFault."""
    if len(source) > LONGEST:
        raise ExpressionFault(
            f"運算式超過 {LONGEST} 字。", f"The expression is longer than {LONGEST} characters.", LONGEST
        )
    found: list[Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _unreadable(source, position)
        if match.lastgroup:
            found.append(Token(match.lastgroup, match.group().strip(), position))
        position = match.end()
    return [*found, Token("end", "", len(source))]


def _unreadable(source: str, position: int) -> ExpressionFault:
    sign = source[position]
    half_width = unicodedata.normalize("NFKC", sign)
    if half_width != sign:
        return ExpressionFault(
            f"第 {position + 1} 字「{sign}」是全形符號，請改為半形「{half_width}」。",
            f"Character {position + 1}, “{sign}”, is full-width; write “{half_width}”.",
            position,
        )
    if sign in "'\"":
        return ExpressionFault(
            f"第 {position + 1} 字起的引號沒有結束。",
            f"The quotation that begins at character {position + 1} does not end.",
            position,
        )
    return ExpressionFault(
        f"第 {position + 1} 字「{sign}」無法辨識。",
        f"Character {position + 1}, “{sign}”, means nothing here.",
        position,
    )
