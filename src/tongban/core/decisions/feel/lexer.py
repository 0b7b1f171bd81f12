"""Text → lexemes, one at a time: which names are known depends on the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tongban.core.decisions.feel.builtins import BUILTINS
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.names import GAP, WORD, Phrases
from tongban.core.decisions.feel.values import CONTEXT
from tongban.core.text import Text

MAX_LENGTH = 10_000

_CONSTANTS = ("true", "false", "null")
_OPERATORS = ("and", "or", "in", "between", "instance")
_FORMS = ("if", "then", "else", "for", "return", "some", "every", "satisfies", "function")
KEYWORDS = frozenset(_CONSTANTS + _OPERATORS + _FORMS)
_SPACE = re.compile(f"{GAP}*")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SYMBOL = re.compile(r"\*\*|\.\.|!=|<=|>=|->|[-+*/=<>()\[\],.{}:@]")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
# `date and time` is also an expression over two names; only the parenthesis tells.
_FUNCTIONS = Phrases(BUILTINS, followed_by=rf"(?={GAP}*\()")
_LOOKALIKES = {"“": '"', "”": '"', "「": '"', "」": '"', "‘": '"', "’": '"', "、": ",", "≠": "!=", "≤": "<=", "≥": ">="}


class Kind(StrEnum):
    NUMBER = "number"
    STRING = "string"
    NAME = "name"
    KEYWORD = "keyword"
    SYMBOL = "symbol"
    END = "end"


class Lexeme(NamedTuple):
    kind: Kind
    text: str
    at: int
    value: Decimal | str | None = None


def check_length(text: str) -> None:
    """Raises FeelError when there is more of it than anyone writes."""
    if len(text) > MAX_LENGTH:
        raise FeelError(
            Text(
                f"運算式長達 {len(text)} 個字，上限 {MAX_LENGTH} 個字，請拆成數個。",
                f"The expression has {len(text)} characters, {MAX_LENGTH} are allowed; split it.",
            ),
            MAX_LENGTH,
        )


def skip_space(text: str, at: int) -> int:
    """Where the next lexeme begins; comments are space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def lexeme_at(text: str, at: int, known: Callable[[str, int], tuple[str, int] | None]) -> tuple[Lexeme, int]:
    """The lexeme that begins at `at`, and where it ends. `known` finds a name of more than one word there."""
    if at >= len(text):
        return Lexeme(Kind.END, "", len(text)), len(text)
    if phrase := known(text, at) or _FUNCTIONS.match(text, at):
        return Lexeme(Kind.NAME, phrase[0], at), phrase[1]
    if word := WORD.match(text, at):
        kind = Kind.KEYWORD if word.group() in KEYWORDS else Kind.NAME
        return Lexeme(kind, word.group(), at), word.end()
    if number := _NUMBER.match(text, at):
        return Lexeme(Kind.NUMBER, number.group(), at, _number(number.group(), at)), number.end()
    if text[at] == '"':
        return _string(text, at)
    if symbol := _SYMBOL.match(text, at):
        return Lexeme(Kind.SYMBOL, symbol.group(), at), symbol.end()
    raise FeelError(_stray(text[at]), at)


def _number(digits: str, at: int) -> Decimal:
    value = CONTEXT.create_decimal(digits)
    if not value.is_finite():
        raise FeelError(Text("數字太大。", "The number is too large."), at)
    return value


def _string(text: str, at: int) -> tuple[Lexeme, int]:
    found = _STRING.match(text, at)
    if not found:
        raise FeelError(Text('文字缺少結尾的引號 "。', 'The text has no closing quotation mark ".'), at)
    value = _ESCAPE.sub(lambda escape: _unescaped(escape.group(1), at), found.group()[1:-1])
    # A pair of \\u escapes may write one character beyond U+FFFF.
    value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Lexeme(Kind.STRING, found.group(), at, value), found.end()


def _unescaped(code: str, at: int) -> str:
    if code[0] in "uU" and len(code) > 1:
        point = int(code[1:], 16)
        if point > 0x10FFFF:
            raise FeelError(Text(f"沒有 \\{code} 這個字元。", f"There is no character \\{code}."), at)
        return chr(point)
    return _ESCAPED.get(code, "\\" + code)


def _stray(character: str) -> Text:
    plain = _LOOKALIKES.get(character) or unicodedata.normalize("NFKC", character)
    if plain != character and plain.isascii():
        return Text(
            f"這裡不能用「{character}」，請改用半形的 {plain} 。", f"“{character}” cannot stand here; type {plain} ."
        )
    return Text(f"這裡不能用「{character}」。", f"“{character}” cannot stand here.")
