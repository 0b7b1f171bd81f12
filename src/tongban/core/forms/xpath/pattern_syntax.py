"""Read the text of a regular expression: the common ground of Java's, JavaScript's and Python's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tongban.core.forms.xpath.faults import ExpressionFault

_MOST_REPEATS = 500
_DEEPEST = 30
_COUNT = re.compile(r"\{(\d{1,4})(,?)(\d{0,4})\}", re.ASCII)
_CODE = re.compile(r"u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda c: "0" <= c <= "9",
    "w": lambda c: c.isascii() and (c.isalnum() or c == "_"),
    "s": lambda c: c in " \t\n\r\f\v",
}


@dataclass(frozen=True)
class Characters:
    """One character that `accepts` says yes to."""

    accepts: Callable[[str], bool]


@dataclass(frozen=True)
class Sequence:
    parts: tuple[Syntax, ...]


@dataclass(frozen=True)
class Alternatives:
    branches: tuple[Syntax, ...]


@dataclass(frozen=True)
class Repeat:
    """`inner` from `least` to `most` times; `most` None is without end."""

    inner: Syntax
    least: int
    most: int | None


Syntax: TypeAlias = Characters | Sequence | Alternatives | Repeat


def read(source: str) -> Syntax:
    """The structure of a pattern that must match a whole text; raises ExpressionFault."""
    body = source.removeprefix("^")
    if body.endswith("$") and not body.endswith("\\$"):
        body = body[:-1]
    reader = _Reader(body)
    syntax = reader.alternatives()
    if reader.peek():
        raise _fault(f"多了「{reader.peek()}」", f"a stray “{reader.peek()}”")
    return syntax


def _fault(zh: str, en: str) -> ExpressionFault:
    return ExpressionFault(f"regex 樣式無法使用：{zh}。", f"The regex pattern cannot be used: {en}.")


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0

    def peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _take(self) -> str:
        sign = self.peek()
        if not sign:
            raise _fault("沒有寫完", "it breaks off")
        self._at += 1
        return sign

    def alternatives(self) -> Syntax:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _fault("括號層數過多", "too many nested brackets")
        branches = [self._sequence()]
        while self.peek() == "|":
            self._take()
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Alternatives(tuple(branches))

    def _sequence(self) -> Syntax:
        parts: list[Syntax] = []
        while self.peek() and self.peek() not in "|)":
            parts.append(self._repeated(self._atom()))
        return Sequence(tuple(parts))

    def _repeated(self, inner: Syntax) -> Syntax:
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.peek() and self.peek() in "*+?":
            least, most = bounds[self._take()]
        elif self.peek() == "{":
            least, most = self._count()
        else:
            return inner
        if self.peek() == "?":  # a lazy repetition matches the same whole texts
            self._take()
        if self.peek() and self.peek() in "*+?{":
            raise _fault("重複次數寫了兩次", "a repetition of a repetition")
        return Repeat(inner, least, most)

    def _count(self) -> tuple[int, int | None]:
        match = _COUNT.match(self._source, self._at)
        if match is None:
            raise _fault("「{」之後要寫次數", "“{” needs a count")
        self._at = match.end()
        least = int(match[1])
        most = int(match[3]) if match[3] else None if match[2] else least
        if max(least, most or 0) > _MOST_REPEATS or (most is not None and most < least):
            raise _fault(f"重複次數不對（最多 {_MOST_REPEATS}）", f"a wrong count (at most {_MOST_REPEATS})")
        return least, most

    def _atom(self) -> Syntax:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        if sign == ".":
            return Characters(lambda c: c not in "\r\n")
        if sign == "\\":
            return Characters(self._escape())
        if sign in "*+?{^$":
            raise _fault(f"「{sign}」的位置不對", f"“{sign}” is in the wrong place")
        return Characters(_is(sign))

    def _group(self) -> Syntax:
        if self.peek() == "?":
            if self._source[self._at : self._at + 2] != "?:":
                raise _fault("不支援 (?…) 這種寫法", "“(?…)” is not supported")
            self._at += 2
        inner = self.alternatives()
        if self._take() != ")":
            raise _fault("括號沒有對應", "unbalanced brackets")
        return inner

    def _escape(self) -> Callable[[str], bool]:
        code = _CODE.match(self._source, self._at)
        if code:
            self._at = code.end()
            return _is(chr(int(code[1] or code[2], 16)))
        sign = self._take()
        if sign.lower() in _CLASSES:
            accepts = _CLASSES[sign.lower()]
            return accepts if sign.islower() else lambda c: not accepts(c)
        if sign in _CONTROLS:
            return _is(_CONTROLS[sign])
        if sign.isalnum():
            raise _fault(f"不支援「\\{sign}」", f"“\\{sign}” is not supported")
        return _is(sign)

    def _class(self) -> Syntax:
        negated = self.peek() == "^"
        if negated:
            self._take()
        tests: list[Callable[[str], bool]] = []
        while self.peek() != "]" or not tests:
            tests.append(self._class_item())
        self._take()
        return Characters(lambda c: any(test(c) for test in tests) != negated)

    def _class_item(self) -> Callable[[str], bool]:
        first, test = self._class_character()
        if self.peek() != "-" or self._source[self._at + 1 : self._at + 2] in ("]", ""):
            return test
        self._take()
        last, _ = self._class_character()
        if not first or not last or last < first:
            raise _fault("[ ] 內的範圍不對", "a wrong range inside [ ]")
        return lambda c: first <= c <= last

    def _class_character(self) -> tuple[str, Callable[[str], bool]]:
        """The character (empty for a class such as \\d) and its test."""
        sign = self._take()
        if sign != "\\":
            return sign, _is(sign)
        start = self._at
        test = self._escape()
        written = self._source[start : self._at]
        if written[0].lower() in _CLASSES:
            return "", test
        if len(written) > 1:
            return chr(int(written[1:], 16)), test
        return _CONTROLS.get(written, written), test


def _is(sign: str) -> Callable[[str], bool]:
    return lambda c: c == sign
