"""Walking over the lexemes of a text, forth, and back where two readings are possible."""

from __future__ import annotations

import re
from typing import NamedTuple

from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.known import Known
from tongban.core.decisions.feel.lexer import Kind, Lexeme, check_length, lexeme_at, skip_space
from tongban.core.decisions.feel.names import plain
from tongban.core.text import Text


class Mark(NamedTuple):
    begin: int
    previous: Lexeme | None


class Reader:
    """`here` is the next lexeme, as the names known at this moment have it."""

    def __init__(self, text: str, known: Known) -> None:
        check_length(text)
        self.text = text
        self.known = known
        self.previous: Lexeme | None = None
        self._begin = skip_space(text, 0)
        self._here: Lexeme | None = None
        self._end = 0
        # Going back costs; a text that would be read for ever is refused.
        self._lexemes_left = 1_000 + 20 * len(text)

    @property
    def here(self) -> Lexeme:
        if self._here is None:
            self._lexemes_left -= 1
            if self._lexemes_left < 0:
                raise FeelError(
                    Text("運算式太複雜，請拆成數個。", "The expression is too complex; split it."), self._begin
                )
            self._here, self._end = lexeme_at(self.text, self._begin, self.known.phrase)
        return self._here

    def take(self) -> Lexeme:
        lexeme = self.here
        self._go(self._end, lexeme)
        return lexeme

    def look_again(self) -> None:
        """Other names are known now."""
        self._here = None

    def mark(self) -> Mark:
        return Mark(self._begin, self.previous)

    def back(self, mark: Mark) -> None:
        self._begin, self.previous = mark
        self._here = None

    def take_name(self, pattern: re.Pattern[str]) -> str | None:
        """A name as `pattern` has it, whatever is known."""
        found = pattern.match(self.text, self._begin)
        if not found:
            return None
        self._go(found.end(), Lexeme(Kind.NAME, found.group(), self._begin))
        return plain(found.group())

    def take_found(self, found: tuple[str, int] | None) -> str | None:
        """A name that was looked for at `begin`, and where it ends."""
        if found is None:
            return None
        self._go(found[1], Lexeme(Kind.NAME, found[0], self._begin))
        return found[0]

    @property
    def begin(self) -> int:
        return self._begin

    def _go(self, end: int, previous: Lexeme) -> None:
        self.previous = previous
        self._begin = skip_space(self.text, end)
        self._here = None

    def meets(self, *symbols: str) -> bool:
        return self.here.kind in (Kind.SYMBOL, Kind.KEYWORD) and self.here.text in symbols

    def accept(self, *symbols: str) -> Lexeme | None:
        return self.take() if self.meets(*symbols) else None

    def expect(self, *symbols: str) -> Lexeme:
        if found := self.accept(*symbols):
            return found
        wanted = symbols[0]
        raise self.unexpected(Text(f"這裡應該是 {wanted} ", f"Expected {wanted} here"))

    def unexpected(self, wanted: Text) -> FeelError:
        found = self.here
        if found.kind is Kind.END:
            return FeelError(
                Text(f"{wanted.zh}，但運算式到此為止。", f"{wanted.en}, but the expression ends."), found.at
            )
        return FeelError(Text(f"{wanted.zh}，卻看到 {found.text} 。", f"{wanted.en}, found {found.text} ."), found.at)

    def finish(self) -> None:
        """Raises FeelError unless the text ends here."""
        if self.here.kind is Kind.END:
            return
        before = self.previous
        if self.here.kind is Kind.NAME and before and before.kind is Kind.NAME:
            both = f"{before.text} {self.here.text}"
            raise FeelError(
                Text(
                    f"兩個名稱相連：「{both}」不是已知的名稱，中間也沒有運算符號。",
                    f"Two names in a row: “{both}” is not a known name, and no operator stands between them.",
                ),
                self.here.at,
            )
        raise self.unexpected(Text("這裡應該是運算符號或結尾", "Expected an operator or the end here"))
