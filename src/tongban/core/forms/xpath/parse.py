"""Read an expression into its tree, refusing whatever could not be evaluated later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tongban.core.forms.xpath.faults import ExpressionFault
from tongban.core.forms.xpath.functions import FUNCTIONS
from tongban.core.forms.xpath.patterns import pattern
from tongban.core.forms.xpath.tokens import Token, tokens
from tongban.core.forms.xpath.tree import Call, Current, Literal, Node, Operation, Reference, as_json, depth, walk

# From the loosest to the tightest binding, XPath 1.0 §3.
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)
_DEEPEST = 100
_MOST_BRACKETS = 30


@dataclass(frozen=True)
class Expression:
    """A parsed expression: `names` are the questions it reads, `reads_current` whether it reads `.`."""

    source: str
    tree: Node
    names: frozenset[str]
    reads_current: bool

    def as_json(self) -> list[object]:
        return as_json(self.tree)


def parse(source: str) -> Expression:
    """The expression in `source`; raises ExpressionFault with the reason and the position."""
    tree = _Reader(tokens(source)).whole()
    if depth(tree) > _DEEPEST:
        raise ExpressionFault(
            f"運算式超過 {_DEEPEST} 層，請拆成較短的條件。",
            f"The expression is nested deeper than {_DEEPEST} levels; split it.",
        )
    nodes = list(walk(tree))
    return Expression(
        source,
        tree,
        frozenset(node.name for node in nodes if isinstance(node, Reference)),
        any(isinstance(node, Current) for node in nodes),
    )


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._open = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def whole(self) -> Node:
        if self._token.kind == "end":
            raise ExpressionFault("運算式是空的。", "The expression is empty.")
        tree = self._level(0)
        if self._token.kind != "end":
            raise _unexpected(self._token)
        return tree

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while self._token.kind in {"name", "sign"} and self._token.text in _LEVELS[level]:
            operator = self._take()
            right = self._level(level + 1)
            _refuse_comparing_with_words(operator, left, right)
            left = Operation(operator.text, left, right)
        return left

    def _unary(self) -> Node:
        negative = False
        while self._token.text == "-" and self._token.kind == "sign":
            self._take()
            negative = not negative
        operand = self._primary()
        return Operation("-", Literal(0.0), operand) if negative else operand

    def _primary(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "string":
            return Literal(token.text[1:-1])
        if token.kind == "reference":
            return Reference(token.text[2:-1].strip())
        if token.kind == "sign" and token.text == ".":
            return self._current(token)
        if token.kind == "sign" and token.text == "(":
            return self._nested(token, lambda: self._level(0))
        if token.kind == "name" and self._token.text == "(":
            return self._call(token)
        raise _unexpected(token)

    def _current(self, token: Token) -> Node:
        if self._token.text in {"/", "//"}:
            raise _unexpected(token)
        return Current()

    def _nested(self, opened: Token, read: Callable[[], Node]) -> Node:
        self._open += 1
        if self._open > _MOST_BRACKETS:
            raise ExpressionFault("括號層數過多。", "Too many nested brackets.", opened.position)
        inner = read()
        self._open -= 1
        if self._take().text != ")":
            raise ExpressionFault(
                f"第 {opened.position + 1} 字的左括號沒有對應的右括號。",
                f"The bracket at character {opened.position + 1} is not closed.",
                opened.position,
            )
        return inner

    def _call(self, name: Token) -> Node:
        function = FUNCTIONS.get(name.text)
        if function is None:
            raise ExpressionFault(
                f"沒有「{name.text}」這個函數。", f"There is no function “{name.text}”.", name.position
            )
        call = self._nested(self._take(), lambda: Call(name.text, self._arguments()))
        assert isinstance(call, Call)
        if not function.fewest <= len(call.arguments) <= function.most:
            raise ExpressionFault(
                f"函數「{name.text}」的參數個數不對，應為 {function.arity}。",
                f"The function “{name.text}” takes {function.arity} arguments.",
                name.position,
            )
        if name.text == "regex":
            _check_pattern(call, name)
        return call

    def _arguments(self) -> tuple[Node, ...]:
        if self._token.text == ")" and self._token.kind == "sign":
            return ()
        found = [self._level(0)]
        while self._token.kind == "sign" and self._token.text == ",":
            self._take()
            found.append(self._level(0))
        return tuple(found)


def _check_pattern(call: Call, name: Token) -> None:
    expected = call.arguments[1]
    if not isinstance(expected, Literal) or not isinstance(expected.value, str):
        raise ExpressionFault(
            "regex 的第二個參數必須直接寫成引號內的文字。",
            "The second argument of regex must be written out in quotes.",
            name.position,
        )
    pattern(expected.value)


def _refuse_comparing_with_words(operator: Token, left: Node, right: Node) -> None:
    """XPath 1.0 turns both sides of < and > into numbers: a date in quotes would never be true."""
    if operator.text not in {"<", "<=", ">", ">="}:
        return
    for side in (left, right):
        if isinstance(side, Literal) and isinstance(side.value, str):
            raise ExpressionFault(
                f"「{operator.text}」不能與文字「{side.value}」比大小；日期請寫成 date('2026-01-31')，數字不加引號。",
                f"“{operator.text}” cannot compare with the text “{side.value}”; write dates as "
                "date('2026-01-31') and numbers without quotes.",
                operator.position,
            )


def _unexpected(token: Token) -> ExpressionFault:
    if token.kind == "end":
        return ExpressionFault("運算式沒有寫完。", "The expression breaks off.", token.position)
    hint_zh = hint_en = ""
    if token.kind == "name" or token.text in {"/", "//", "..", "@", "[", "|"}:
        hint_zh, hint_en = "引用題目請寫成 ${題目名稱}。", " Refer to a question as ${name}."
    elif token.text == ".":
        hint_zh, hint_en = "引用題目請寫成 ${題目名稱}，不用路徑。", " Refer to a question as ${name}, not by a path."
    return ExpressionFault(
        f"第 {token.position + 1} 字的「{token.text}」不該出現在這裡。{hint_zh}",
        f"“{token.text}” at character {token.position + 1} does not belong here.{hint_en}",
        token.position,
    )
