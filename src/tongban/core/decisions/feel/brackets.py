"""What stands in parentheses and brackets: expressions, lists, ranges and tests such as `< 5`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.core.decisions.feel.lexer import Lexeme
from tongban.core.decisions.feel.tree import Interval, ListOf, Node, Sameness
from tongban.core.text import Text

if TYPE_CHECKING:
    from tongban.core.decisions.feel.parser import Parser

_TESTS = ("<", "<=", ">", ">=", "=", "!=")


def parenthesis(parser: Parser, opening: Lexeme) -> Node:
    inner = item(parser)
    if parser.reader.accept(".."):
        return _interval(parser, opening, inner)
    parser.reader.expect(")")
    return inner


def bracket(parser: Parser, opening: Lexeme) -> Node:
    """A list, or a range; one that begins with `]` can only be a range."""
    if opening.text == "[" and parser.reader.accept("]"):
        return ListOf((), at=opening.at)
    first = item(parser)
    if parser.reader.accept(".."):
        return _interval(parser, opening, first)
    if opening.text == "]":
        raise parser.reader.unexpected(Text("範圍裡應該有「..」", "Expected “..” of a range here"))
    rest = items(parser) if parser.reader.accept(",") else ()
    parser.reader.expect("]")
    return ListOf((first, *rest), at=opening.at)


def _interval(parser: Parser, opening: Lexeme, low: Node) -> Node:
    with parser.enclosed(may_close=True):
        high = parser.expression()
    closing = parser.reader.expect("]", ")", "[")
    return Interval(low, high, opening.text == "[", closing.text == "]", at=opening.at)


def tests(parser: Parser, least: int) -> tuple[Node, ...]:
    """What follows `in`: one test that binds tighter than `least`, or some in parentheses."""
    opening = parser.reader.accept("(")
    if opening is None:
        return (item(parser, least),)
    with parser.enclosed():
        found = items(parser)
    if len(found) == 1 and parser.reader.accept(".."):
        return (_interval(parser, opening, found[0]),)
    parser.reader.expect(")")
    return found


def items(parser: Parser) -> tuple[Node, ...]:
    """Expressions or tests with commas between them."""
    found = [item(parser)]
    while parser.reader.accept(","):
        found.append(item(parser))
    return tuple(found)


def item(parser: Parser, least: int = 0) -> Node:
    """An expression, or a test such as `< 5`."""
    operator = parser.reader.accept(*_TESTS)
    if operator is None:
        return parser.expression(least)
    bound = parser.operand()
    if operator.text in ("=", "!="):
        return Sameness(operator.text, bound, at=operator.at)
    same = operator.text.endswith("=")
    low, high = (None, bound) if operator.text.startswith("<") else (bound, None)
    return Interval(low, high, same, same, at=operator.at)
