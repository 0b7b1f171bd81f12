"""Patterns of XPath 3.1 written as the `regex` library wants them (its version 1 behaviour)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]{1,5}(?:,[0-9]{0,5})?\})\??", re.ASCII)
_PROPERTY = re.compile(r"\{[A-Za-z0-9\-]+\}", re.ASCII)
_SPACE = " \t\n\r"
_NAME_START = r"\p{L}\p{Nl}_:"
_NAME = _NAME_START + r"\p{M}\p{Nd}.\-·"
_WORD_NOT = r"\p{P}\p{Z}\p{C}"
_CLASSES: Mapping[str, str] = {
    "d": r"[\p{Nd}]",
    "D": r"[^\p{Nd}]",
    "s": rf"[{_SPACE}]",
    "S": rf"[^{_SPACE}]",
    "w": rf"[^{_WORD_NOT}]",
    "W": rf"[{_WORD_NOT}]",
    "i": rf"[{_NAME_START}]",
    "I": rf"[^{_NAME_START}]",
    "c": rf"[{_NAME}]",
    "C": rf"[^{_NAME}]",
}
_CONTROLS: Mapping[str, str] = {"n": r"\n", "r": r"\r", "t": r"\t"}
_PUNCTUATION = "\\|.?*+(){}-[]^$"


class PatternError(Exception):
    """The pattern is not one of XPath's."""


def translated(pattern: str, flags: str) -> str:
    """The pattern for `regex`; raises PatternError."""
    return _Translation(pattern, flags).whole()


class _Translation:
    def __init__(self, pattern: str, flags: str) -> None:
        self._text = pattern
        self._at = 0
        self._groups = 0
        self._open: list[int] = []
        self._skips_space = "x" in flags
        lines = "m" in flags
        self._signs: Mapping[str, str] = {
            ".": "(?s:.)" if "s" in flags else r"[^\n\r]",
            "^": "(?m:^)" if lines else r"\A",
            "$": "(?m:$)" if lines else r"\Z",
            "|": "|",
        }

    def whole(self) -> str:
        pieces: list[str] = []
        while self._at < len(self._text):
            character = self._next()
            if not (self._skips_space and character in _SPACE):
                pieces.append(self._piece(character))
        if self._open:
            raise PatternError
        return "".join(pieces)

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise PatternError
        self._at += 1
        return self._text[self._at - 1]

    def _here(self, text: str) -> bool:
        return self._text.startswith(text, self._at)

    def _piece(self, character: str) -> str:
        """One character of the pattern, or all that begins with it, and how often it is wanted."""
        if character in self._signs:
            sign = self._signs[character]
            return sign + self._quantifier() if character == "." else sign
        match character:
            case "(":
                return self._group()
            case ")":
                return self._group_end()
            case "[":
                return self._set() + self._quantifier()
            case "\\":
                return self._escape() + self._quantifier()
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise PatternError
        return _literal(character) + self._quantifier()

    def _quantifier(self) -> str:
        found = _QUANTIFIER.match(self._text, self._at)
        if not found:
            return ""
        self._at = found.end()
        if _QUANTIFIER.match(self._text, self._at):
            raise PatternError
        return found[0]

    def _group(self) -> str:
        if not self._here("?"):
            self._groups += 1
            self._open.append(self._groups)
            return "("
        if not self._here("?:"):
            raise PatternError
        self._at += 2
        self._open.append(0)
        return "(?:"

    def _group_end(self) -> str:
        if not self._open:
            raise PatternError
        self._open.pop()
        return ")" + self._quantifier()

    def _escape(self) -> str:
        """What a backslash begins, outside a set."""
        character = self._text[self._at : self._at + 1]
        return self._back_reference() if "1" <= character <= "9" else self._escaped()

    def _back_reference(self) -> str:
        number = int(self._next())
        while self._at < len(self._text) and "0" <= self._text[self._at] <= "9":
            longer = number * 10 + int(self._text[self._at])
            if longer > self._groups:
                break
            number, self._at = longer, self._at + 1
        if number > self._groups or number in self._open:
            raise PatternError
        return rf"(?:\{number})"

    def _escaped(self) -> str:
        character = self._next()
        if character in _CLASSES:
            return _CLASSES[character]
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character in ("p", "P"):
            return self._property(character)
        if character not in _PUNCTUATION:
            raise PatternError
        return "\\" + character

    def _property(self, sign: str) -> str:
        found = _PROPERTY.match(self._text, self._at)
        if not found:
            raise PatternError
        self._at = found.end()
        name = found[0][1:-1]
        return f"\\{sign}{{Block={name[2:]}}}" if name.startswith("Is") else f"\\{sign}{{{name}}}"

    def _set(self) -> str:
        """`[a-z]`, `[^a-z]`, and `[a-z-[aeiou]]`, which takes the second away from the first."""
        negated = self._here("^")
        self._at += negated
        members: list[str] = []
        less = ""
        while not self._here("]"):
            if self._here("-["):
                self._at += 2
                less = self._set()
                break
            members.append(self._member(first=not members))
        if self._next() != "]" or not members:
            raise PatternError
        positive = f"[{'^' if negated else ''}{''.join(members)}]"
        return f"[{positive}--{less}]" if less else positive

    def _member(self, first: bool) -> str:
        """A character, a range of characters or a class."""
        character = self._next()
        if character == "[" or (character == "-" and not (first or self._here("]") or self._here("-["))):
            raise PatternError
        low = self._escaped() if character == "\\" else _literal(character)
        if not self._here("-") or self._here("-]") or self._here("-["):
            return low
        self._at += 1
        after = self._next()
        high = self._escaped() if after == "\\" else _literal(after)
        if after in "[]" or low.startswith(("[", "\\p", "\\P")) or high.startswith(("[", "\\p", "\\P")):
            raise PatternError
        return f"{low}-{high}"


def _literal(character: str) -> str:
    """The character itself, which is none of the signs of `regex`, not even with its neighbours."""
    return character if character.isalnum() else f"\\{character}" if character.isascii() else character
