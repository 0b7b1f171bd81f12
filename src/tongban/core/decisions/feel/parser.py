"""Lexemes → tree, by precedence climbing (Pratt). What binds tighter has the higher power."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from tongban.core.decisions.feel.builtins import BUILTINS
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.lexer import Kind, Lexeme, lexemes
from tongban.core.decisions.feel.names import known_phrases
from tongban.core.decisions.feel.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Between,
    Call,
    Choice,
    Comparison,
    Interval,
    ListOf,
    Literal,
    Name,
    Negative,
    Node,
    Path,
    Within,
    walk,
)
from tongban.core.text import Text

MAX_NESTING = 40
MAX_HEIGHT = 120

_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _UNARY, _PATH = range(1, 9)
_POWERS = {
    **dict.fromkeys(["or"], _OR),
    **dict.fromkeys(["and"], _AND),
    **dict.fromkeys(["=", "!=", "<", "<=", ">", ">=", "between", "in"], _COMPARISON),
    **dict.fromkeys(["+", "-"], _SUM),
    **dict.fromkeys(["*", "/"], _PRODUCT),
    "**": _POWER,
    ".": _PATH,
}
_CONSTANTS = {"true": True, "false": False, "null": None}
_UNARY_TESTS = ("<", "<=", ">", ">=")


class Parser:
    """One pass over the lexemes; `nesting` bounds the recursion, MAX_HEIGHT the tree."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self._lexemes = lexemes(text, known_phrases(frozenset(names)))
        self._index = 0
        self._nesting = 0

    def whole(self) -> Node:
        """The text as one expression."""
        return self._finish(self._expression())

    def tests(self) -> tuple[bool, tuple[Node, ...]]:
        """The text as unary tests: whether they are negated, and the tests; none at all for `-`."""
        if self._here.text == "-" and self._after.kind is Kind.END:
            return False, ()
        negated = self._here.text == "not" and self._after.text == "("
        if negated:
            self._index += 2
        tests = self._separated(self._test)
        if negated:
            self._expect(")")
        self._finish(ListOf(tests))
        return negated, tests

    # ── walking ──────────────────────────────────────────────────────────────────────────────────

    @property
    def _here(self) -> Lexeme:
        return self._lexemes[self._index]

    @property
    def _after(self) -> Lexeme:
        return self._lexemes[min(self._index + 1, len(self._lexemes) - 1)]

    def _take(self) -> Lexeme:
        lexeme = self._here
        self._index += lexeme.kind is not Kind.END
        return lexeme

    def _meets(self, *symbols: str) -> bool:
        return self._here.kind in (Kind.SYMBOL, Kind.KEYWORD) and self._here.text in symbols

    def _accept(self, *symbols: str) -> Lexeme | None:
        return self._take() if self._meets(*symbols) else None

    def _expect(self, *symbols: str) -> Lexeme:
        if found := self._accept(*symbols):
            return found
        wanted = symbols[0]
        raise self._unexpected(Text(f"這裡應該是 {wanted} ", f"Expected {wanted} here"))

    def _unexpected(self, wanted: Text) -> FeelError:
        found = self._here
        if found.kind is Kind.END:
            return FeelError(
                Text(f"{wanted.zh}，但運算式到此為止。", f"{wanted.en}, but the expression ends."), found.at
            )
        return FeelError(Text(f"{wanted.zh}，卻看到 {found.text} 。", f"{wanted.en}, found {found.text} ."), found.at)

    def _finish(self, node: Node) -> Node:
        if self._here.kind is Kind.NAME and self._index and self._lexemes[self._index - 1].kind is Kind.NAME:
            both = f"{self._lexemes[self._index - 1].text} {self._here.text}"
            raise FeelError(
                Text(
                    f"兩個名稱相連：「{both}」不是已知的名稱，中間也沒有運算符號。",
                    f"Two names in a row: “{both}” is not a known name, and no operator stands between them.",
                ),
                self._here.at,
            )
        if self._here.kind is not Kind.END:
            raise self._unexpected(Text("這裡應該是運算符號或結尾", "Expected an operator or the end here"))
        if any(depth > MAX_HEIGHT for _, depth in walk(node)):
            raise _too_deep(0)
        return node

    # ── expressions ──────────────────────────────────────────────────────────────────────────────

    def _expression(self, least: int = 0) -> Node:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise _too_deep(self._here.at)
        left = self._first()
        compared = False
        while (power := self._power()) > least:
            if power == _COMPARISON and compared:
                raise FeelError(
                    Text(
                        "比較不能相連，請改用 between … and … 或以 and 連接。",
                        "Comparisons cannot be chained; use between … and …, or join them with and.",
                    ),
                    self._here.at,
                )
            compared = power == _COMPARISON
            left = self._joined(left, self._take(), power)
        self._nesting -= 1
        return left

    def _power(self) -> int:
        return _POWERS.get(self._here.text, 0) if self._here.kind in (Kind.SYMBOL, Kind.KEYWORD) else 0

    def _joined(self, left: Node, operator: Lexeme, power: int) -> Node:
        match operator.text:
            case ".":
                return Path(left, self._member(), at=operator.at)
            case "and" | "or":
                return self._chain(left, operator, power)
            case "between":
                low = self._expression(_COMPARISON)
                self._expect("and")
                return Between(left, low, self._expression(_COMPARISON), at=operator.at)
            case "in":
                return Within(left, self._in_tests(), at=operator.at)
        node = Comparison if power == _COMPARISON else Arithmetic
        return node(operator.text, left, self._expression(power), at=operator.at)

    def _chain(self, left: Node, operator: Lexeme, power: int) -> Node:
        operands = [left, self._expression(power)]
        while self._accept(operator.text):
            operands.append(self._expression(power))
        return (AllOf if operator.text == "and" else AnyOf)(tuple(operands), at=operator.at)

    def _member(self) -> str:
        if self._here.kind is not Kind.NAME:
            raise self._unexpected(Text("「.」之後應該是名稱", "Expected a name after “.”"))
        return self._take().text

    def _first(self) -> Node:
        lexeme = self._take()
        if lexeme.kind in (Kind.NUMBER, Kind.STRING):
            return Literal(lexeme.value, at=lexeme.at)
        if lexeme.kind is Kind.NAME:
            return self._call(lexeme) if self._accept("(") else Name(lexeme.text, at=lexeme.at)
        match lexeme.text:
            case "true" | "false" | "null":
                return Literal(_CONSTANTS[lexeme.text], at=lexeme.at)
            case "-":
                return _negative(self._expression(_UNARY), lexeme.at)
            case "(":
                return self._parenthesis(lexeme)
            case "[" | "]":
                return self._bracket(lexeme)
            case "if":
                return self._choice(lexeme)
        self._index -= lexeme.kind is not Kind.END
        raise self._unexpected(Text("這裡應該是值、名稱或「(」", "Expected a value, a name or “(” here"))

    def _call(self, name: Lexeme) -> Node:
        function = BUILTINS.get(name.text)
        if function is None:
            raise FeelError(Text(f"沒有「{name.text}」這個函式。", f"There is no function “{name.text}”."), name.at)
        arguments = () if self._meets(")") else self._separated(self._expression)
        self._expect(")")
        wrong = function.most is not None and len(arguments) > function.most
        if wrong or len(arguments) < function.least or (name.text == "date" and len(arguments) == 2):
            raise FeelError(
                Text(
                    f"函式 {name.text} 不接受 {len(arguments)} 個參數。",
                    f"The function {name.text} does not take {len(arguments)} arguments.",
                ),
                name.at,
            )
        return Call(name.text, arguments, at=name.at)

    def _choice(self, lexeme: Lexeme) -> Node:
        condition = self._expression()
        self._expect("then")
        then = self._expression()
        self._expect("else")
        return Choice(condition, then, self._expression(), at=lexeme.at)

    def _parenthesis(self, opening: Lexeme) -> Node:
        inner = self._expression()
        if self._accept(".."):
            return self._interval(opening, inner)
        self._expect(")")
        return inner

    def _bracket(self, opening: Lexeme) -> Node:
        if opening.text == "[" and self._accept("]"):
            return ListOf((), at=opening.at)
        first = self._expression()
        if self._accept(".."):
            return self._interval(opening, first)
        if opening.text == "]":
            raise self._unexpected(Text("範圍裡應該有「..」", "Expected “..” of a range here"))
        rest = self._separated(self._expression) if self._accept(",") else ()
        self._expect("]")
        return ListOf((first, *rest), at=opening.at)

    def _interval(self, opening: Lexeme, low: Node) -> Node:
        high = self._expression()
        closing = self._expect("]", ")", "[")
        return Interval(low, high, opening.text == "[", closing.text == "]", at=opening.at)

    # ── tests ────────────────────────────────────────────────────────────────────────────────────

    def _in_tests(self) -> tuple[Node, ...]:
        opening = self._accept("(")
        if opening is None:
            return (self._test(_COMPARISON),)
        tests = self._separated(self._test)
        if len(tests) == 1 and self._accept(".."):
            return (self._interval(opening, tests[0]),)
        self._expect(")")
        return tests

    def _test(self, least: int = 0) -> Node:
        operator = self._accept(*_UNARY_TESTS)
        if operator is None:
            return self._expression(least)
        bound = self._expression(_COMPARISON)
        same = operator.text.endswith("=")
        low, high = (None, bound) if operator.text.startswith("<") else (bound, None)
        return Interval(low, high, same, same, at=operator.at)

    def _separated(self, item: Callable[[], Node]) -> tuple[Node, ...]:
        items = [item()]
        while self._accept(","):
            items.append(item())
        return tuple(items)


def _negative(operand: Node, at: int) -> Node:
    if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
        return Literal(-operand.value, at=at)
    return Negative(operand, at=at)


def _too_deep(at: int) -> FeelError:
    return FeelError(
        Text(
            "運算式的層次太多，請拆成數個較簡單的運算式。",
            "The expression is nested too deeply; split it into simpler ones.",
        ),
        at,
    )
