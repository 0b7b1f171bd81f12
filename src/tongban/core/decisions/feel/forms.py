"""The forms that give names of their own: `for`, `some`, `every`, `function` and contexts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tongban.core.decisions.feel.known import Members
from tongban.core.decisions.feel.lexer import Kind, Lexeme
from tongban.core.decisions.feel.names import KEY, PARAMETER, VARIABLE
from tongban.core.decisions.feel.tree import (
    Binding,
    Choice,
    ContextOf,
    Entry,
    FunctionOf,
    Loop,
    Node,
    Quantified,
)
from tongban.core.decisions.feel.types import ANY, Type
from tongban.core.text import Text

if TYPE_CHECKING:
    from tongban.core.decisions.feel.parser import Parser

_A_NAME = Text("這裡應該是名稱", "Expected a name here")


def choice(parser: Parser, opening: Lexeme) -> Node:
    condition = parser.expression()
    parser.reader.expect("then")
    then = parser.expression()
    parser.reader.expect("else")
    return Choice(condition, then, parser.expression(), at=opening.at)


def loop(parser: Parser, opening: Lexeme) -> Node:
    with parser.frame():
        bindings = _bindings(parser)
        parser.reader.expect("return")
        with parser.frame({"partial": None}):
            return Loop(bindings, parser.expression(), at=opening.at)


def quantified(parser: Parser, opening: Lexeme) -> Node:
    with parser.frame():
        bindings = _bindings(parser)
        parser.reader.expect("satisfies")
        return Quantified(opening.text == "every", bindings, parser.expression(), at=opening.at)


def _bindings(parser: Parser) -> tuple[Binding, ...]:
    bindings = [_binding(parser)]
    while parser.reader.accept(","):
        bindings.append(_binding(parser))
    return tuple(bindings)


def _binding(parser: Parser) -> Binding:
    at = parser.reader.begin
    name = _named(parser, VARIABLE)
    parser.reader.expect("in")
    source = parser.expression()
    until = parser.expression() if parser.reader.accept("..") else None
    parser.add(name, parser.reader.known.members(source))
    return Binding(name, source, until, at=at)


def function(parser: Parser, opening: Lexeme) -> Node:
    parser.reader.expect("(")
    parameters: list[tuple[str, Type]] = []
    while not parser.reader.meets(")"):
        if parameters:
            parser.reader.expect(",")
        name = _named(parser, PARAMETER)
        parameters.append((name, parser.type() if parser.reader.accept(":") else ANY))
    parser.reader.expect(")")
    external = _is_external(parser)
    names: dict[str, Members | None] = {name: None for name, _ in parameters}
    with parser.frame(names):
        return FunctionOf(tuple(parameters), parser.expression(), external, at=opening.at)


_EXTERNAL = re.compile(r"external(?=\s*\{)")


def _is_external(parser: Parser) -> bool:
    return parser.reader.take_name(_EXTERNAL) is not None


def context(parser: Parser, opening: Lexeme) -> Node:
    entries: list[Entry] = []
    with parser.frame():
        while not parser.reader.meets("}"):
            if entries:
                parser.reader.expect(",")
            entries.append(_entry(parser))
    parser.reader.expect("}")
    return ContextOf(tuple(entries), at=opening.at)


def _entry(parser: Parser) -> Entry:
    at = parser.reader.begin
    if parser.reader.text.startswith('"', at) and parser.reader.here.kind is Kind.STRING:
        key = str(parser.reader.take().value)
    else:
        key = _named(parser, KEY)
    parser.reader.expect(":")
    if parser.reader.meets("function"):  # which may call itself
        parser.add(key, None)
    value = parser.expression()
    parser.add(key, parser.reader.known.members(value))
    return Entry(key, value, at=at)


def _named(parser: Parser, pattern: re.Pattern[str]) -> str:
    name = parser.reader.take_name(pattern)
    if name is None:
        raise parser.reader.unexpected(_A_NAME)
    return name
