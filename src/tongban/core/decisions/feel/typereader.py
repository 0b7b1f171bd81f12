"""Type expressions: `number`, `list<date>`, `context<a: string>`, `range<number>`, `function<number> -> string`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.lexer import Kind
from tongban.core.decisions.feel.names import KEY, WORD, known_phrases
from tongban.core.decisions.feel.reader import Reader
from tongban.core.decisions.feel.types import ANY, TYPES, ContextType, FunctionType, ListType, RangeType, Type
from tongban.core.text import Text

T = TypeVar("T")

_MAX_DEPTH = 20
_QUALIFIED = re.compile(rf"{WORD.pattern}(?:\s*\.\s*{WORD.pattern})*")


class TypeReader:
    """Reads types at the place where `reader` is; `types` are the model's own, by name.

    A type that does not exist is kept in `unknown` and taken for Any, for the reading can go on.
    """

    def __init__(self, reader: Reader, types: Mapping[str, Type]) -> None:
        self.unknown: FeelError | None = None
        self._reader = reader
        self._types = types
        self._phrases = known_phrases(frozenset((*types, *TYPES)))

    def type(self, depth: int = 0) -> Type:
        reader = self._reader
        if depth > _MAX_DEPTH:
            raise FeelError(Text("型別的層次太多。", "The type is nested too deeply."), reader.begin)
        at = reader.begin
        name = self._name()
        if reader.meets("<"):
            match name:
                case "list":
                    return ListType(self._one(depth))
                case "range":
                    return RangeType(self._one(depth))
                case "context":
                    return ContextType(self._many(lambda: self._member(depth)))
                case "function":
                    parameters = self._many(lambda: self.type(depth + 1))
                    return FunctionType(parameters, self.type(depth + 1) if reader.accept("->") else ANY)
        found = self._types.get(name) or TYPES.get(name)
        if found is None:
            self.unknown = FeelError(Text(f"沒有「{name}」這個型別。", f"There is no type “{name}”."), at)
        return found or ANY

    def _name(self) -> str:
        reader = self._reader
        if found := reader.take_found(self._phrases.match(reader.text, reader.begin)):
            return found
        if found := reader.take_name(_QUALIFIED):
            return found
        raise reader.unexpected(Text("這裡應該是型別", "Expected a type here"))

    def _one(self, depth: int) -> Type:
        self._reader.expect("<")
        found = self.type(depth + 1)
        self._reader.expect(">")
        return found

    def _many(self, item: Callable[[], T]) -> tuple[T, ...]:
        reader = self._reader
        reader.expect("<")
        items: list[T] = []
        while not reader.meets(">"):
            if items:
                reader.expect(",")
            items.append(item())
        reader.expect(">")
        return tuple(items)

    def _member(self, depth: int) -> tuple[str, Type]:
        reader = self._reader
        name = reader.take().value if reader.here.kind is Kind.STRING else reader.take_name(KEY)
        if name is None:
            raise reader.unexpected(Text("這裡應該是名稱", "Expected a name here"))
        reader.expect(":")
        return str(name), self.type(depth + 1)
