"""Lexemes → tree, by precedence climbing (Pratt). What binds tighter has the higher power."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import count

from tongban.core.decisions.feel import brackets, forms
from tongban.core.decisions.feel.builtins import BUILTINS
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.known import Known, Members
from tongban.core.decisions.feel.lexer import Kind, Lexeme
from tongban.core.decisions.feel.names import KEY
from tongban.core.decisions.feel.reader import Reader
from tongban.core.decisions.feel.signatures import ordered, takes
from tongban.core.decisions.feel.temporal import read_temporal
from tongban.core.decisions.feel.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Between,
    Call,
    Comparison,
    Filter,
    InstanceOf,
    Invocation,
    ListOf,
    Literal,
    Name,
    Negative,
    Node,
    Nothing,
    Path,
    Within,
    walk,
)
from tongban.core.decisions.feel.typereader import TypeReader
from tongban.core.decisions.feel.types import Type
from tongban.core.text import Text

MAX_NESTING = 40
MAX_HEIGHT = 120

_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _UNARY, _INSTANCE, _PATH = range(1, 10)
_POWERS = {
    **dict.fromkeys(["or"], _OR),
    **dict.fromkeys(["and"], _AND),
    **dict.fromkeys(["=", "!=", "<", "<=", ">", ">=", "between", "in"], _COMPARISON),
    **dict.fromkeys(["+", "-"], _SUM),
    **dict.fromkeys(["*", "/"], _PRODUCT),
    "**": _POWER,
    "instance": _INSTANCE,
    **dict.fromkeys([".", "[", "("], _PATH),
}
_CONSTANTS = {"true": True, "false": False, "null": None}
_FORMS: Mapping[str, Callable[[Parser, Lexeme], Node]] = {
    "if": forms.choice,
    "for": forms.loop,
    "some": forms.quantified,
    "every": forms.quantified,
    "function": forms.function,
    "{": forms.context,
    "(": brackets.parenthesis,
    "[": brackets.bracket,
    "]": brackets.bracket,
}


class Parser:
    """One pass over the lexemes; `nesting` bounds the recursion, MAX_HEIGHT the tree.

    Lenient: a function, type or moment that does not exist becomes null when it is asked for, not a fault.
    """

    def __init__(
        self,
        text: str,
        names: Collection[str] | Mapping[str, Members | None],
        types: Mapping[str, Type],
        lenient: bool,
    ) -> None:
        self.reader = Reader(text, Known(names))
        self._types = TypeReader(self.reader, types)
        self._lenient = lenient
        self._nesting = 0
        self._may_close = False

    def whole(self) -> Node:
        """The text as one expression."""
        return self._finish(self.expression())

    def tests(self) -> tuple[bool, tuple[Node, ...]]:
        """The text as unary tests: whether they are negated, and the tests; none at all for `-`."""
        if self.reader.text.strip() == "-":
            return False, ()
        if negated := self._negated_tests():
            return True, negated
        tests = brackets.items(self)
        self._finish(ListOf(tests))
        return False, tests

    def _negated_tests(self) -> tuple[Node, ...] | None:
        """The tests in `not(…)`, if that is all there is."""
        mark = self.reader.mark()
        if self.reader.take().text != "not" or not self.reader.accept("("):
            self.reader.back(mark)
            return None
        tests = brackets.items(self)
        self.reader.expect(")")
        if self.reader.here.kind is not Kind.END:
            self.reader.back(mark)
            return None
        self._finish(ListOf(tests))
        return tests

    # ── for the forms ────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def frame(self, names: Mapping[str, Members | None] | None = None, *, is_open: bool = False) -> Iterator[None]:
        """While it lasts, these names are known too."""
        with self.reader.known.frame(names or {}, is_open=is_open):
            self.reader.look_again()
            yield
        self.reader.look_again()

    def add(self, name: str, members: Members | None) -> None:
        self.reader.known.add(name, members)
        self.reader.look_again()

    def type(self) -> Type:
        found = self._types.type()
        if self._types.unknown and not self._lenient:
            raise self._types.unknown
        return found

    def operand(self) -> Node:
        """One side of a comparison."""
        return self.expression(_COMPARISON)

    def expression(self, least: int = 0) -> Node:
        """What binds tighter than `least`."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise _too_deep(self.reader.here.at)
        left = self._first()
        compared = False
        for height in count():
            power = self._power()
            if power <= least:
                break
            if height >= MAX_HEIGHT:
                raise _too_deep(self.reader.here.at)
            if power == _COMPARISON and compared:
                raise FeelError(
                    Text(
                        "比較不能相連，請改用 between … and … 或以 and 連接。",
                        "Comparisons cannot be chained; use between … and …, or join them with and.",
                    ),
                    self.reader.here.at,
                )
            compared = power == _COMPARISON
            joined = self._joined(left, power)
            if joined is None:
                break
            left = joined
        self._nesting -= 1
        return left

    # ── operators ────────────────────────────────────────────────────────────────────────────────

    def _finish(self, node: Node) -> Node:
        self.reader.finish()
        if deep := next((found for found, depth in walk(node) if depth > MAX_HEIGHT), None):
            raise _too_deep(deep.at)
        return node

    def _power(self) -> int:
        here = self.reader.here
        return _POWERS.get(here.text, 0) if here.kind in (Kind.SYMBOL, Kind.KEYWORD) else 0

    def _joined(self, left: Node, power: int) -> Node | None:
        """`left` with what follows it; None when a `[` that follows only closes the range around."""
        if self.reader.meets("[") and self._may_close:
            return self._filter_or_end(left)
        operator = self.reader.take()
        match operator.text:
            case ".":
                return Path(left, self._member(left), at=operator.at)
            case "[":
                return self._filter(left, operator)
            case "(":
                return self._invocation(left, operator)
            case "instance":
                return self._instance_of(left, operator)
            case "and" | "or":
                return self._chain(left, operator, power)
            case "between":
                low = self.expression(_COMPARISON)
                self.reader.expect("and")
                return Between(left, low, self.expression(_COMPARISON), at=operator.at)
            case "in":
                return Within(left, brackets.tests(self, _COMPARISON), at=operator.at)
        node = Comparison if power == _COMPARISON else Arithmetic
        return node(operator.text, left, self.expression(power), at=operator.at)

    def _chain(self, left: Node, operator: Lexeme, power: int) -> Node:
        operands = [left, self.expression(power)]
        while self.reader.accept(operator.text):
            operands.append(self.expression(power))
        return (AllOf if operator.text == "and" else AnyOf)(tuple(operands), at=operator.at)

    def _member(self, source: Node) -> str:
        known, reader = self.reader.known, self.reader
        name = reader.take_found(known.member(reader.text, reader.begin, source))
        if name is None:
            raise reader.unexpected(Text("「.」之後應該是名稱", "Expected a name after “.”"))
        return name

    def _instance_of(self, left: Node, operator: Lexeme) -> Node:
        if self.reader.here.text != "of":
            raise self.reader.unexpected(Text("這裡應該是 of ", "Expected of here"))
        self.reader.take()
        self._types.unknown = None
        wanted = self._types.type()
        if self._types.unknown:
            return self._nothing(self._types.unknown)
        return InstanceOf(left, wanted, at=operator.at)

    def _filter(self, source: Node, opening: Lexeme) -> Node:
        members = self.reader.known.members(source)
        with self.enclosed(), self.frame({**(members or {}), "item": members}, is_open=members is None):
            condition = self.expression()
        self.reader.expect("]")
        return Filter(source, condition, at=opening.at)

    def _filter_or_end(self, source: Node) -> Node | None:
        """In `[1..5[` the second `[` ends the range; in `[1..a[1]]` it does not."""
        mark, nesting = self.reader.mark(), self._nesting
        try:
            return self._filter(source, self.reader.take())
        except FeelError:
            self.reader.back(mark)
            self._nesting = nesting
            return None

    @contextmanager
    def enclosed(self, *, may_close: bool = False) -> Iterator[None]:
        """Between brackets of its own: what closes the range around cannot come before they end."""
        before, self._may_close = self._may_close, may_close
        try:
            yield
        finally:
            self._may_close = before

    # ── values ───────────────────────────────────────────────────────────────────────────────────

    def _first(self) -> Node:
        mark = self.reader.mark()
        lexeme = self.reader.take()
        if lexeme.kind in (Kind.NUMBER, Kind.STRING):
            return Literal(lexeme.value, at=lexeme.at)
        if lexeme.kind is Kind.NAME:
            return self._named(lexeme)
        if lexeme.kind is not Kind.END and (form := _FORMS.get(lexeme.text)):
            with self.enclosed():
                return form(self, lexeme)
        match lexeme.text:
            case "true" | "false" | "null":
                return Literal(_CONSTANTS[lexeme.text], at=lexeme.at)
            case "-":
                return _negative(self.expression(_UNARY), lexeme.at)
            case "@":
                return self._moment(lexeme)
        self.reader.back(mark)
        raise self.reader.unexpected(Text("這裡應該是值、名稱或「(」", "Expected a value, a name or “(” here"))

    def _named(self, lexeme: Lexeme) -> Node:
        if self.reader.meets("(") and lexeme.text in BUILTINS and not self.reader.known.has(lexeme.text):
            self.reader.take()
            return self._call(lexeme)
        return self.reader.known.node(lexeme.text, lexeme.at)

    def _call(self, name: Lexeme) -> Node:
        arguments, keywords = self._arguments()
        builtin = BUILTINS[name.text]
        if keywords and ordered(builtin, keywords) is None:
            names = ", ".join(keywords)
            text = Text(
                f"函式 {name.text} 不接受這些參數：{names}。", f"The function {name.text} does not take {names}."
            )
            return self._nothing(FeelError(text, name.at))
        if not keywords and not takes(builtin, len(arguments)):
            text = Text(
                f"函式 {name.text} 不接受 {len(arguments)} 個參數。",
                f"The function {name.text} does not take {len(arguments)} arguments.",
            )
            return self._nothing(FeelError(text, name.at), text)
        return Call(name.text, arguments, keywords, at=name.at)

    def _invocation(self, function: Node, opening: Lexeme) -> Node:
        if isinstance(function, Name) and not self._lenient and not self.reader.known.has(function.name):
            raise FeelError(
                Text(f"沒有「{function.name}」這個函式。", f"There is no function “{function.name}”."), function.at
            )
        arguments, keywords = self._arguments()
        return Invocation(function, arguments, keywords, at=opening.at)

    def _arguments(self) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        """Up to the closing parenthesis: what is passed, and the names when each has one."""
        keywords: list[str] = []
        arguments: list[Node] = []
        with self.enclosed():
            while not self.reader.meets(")"):
                if arguments:
                    self.reader.expect(",")
                if name := self.reader.take_name(KEY):
                    keywords.append(name)
                    self.reader.expect(":")
                if bool(keywords) is not (len(keywords) == len(arguments) + 1):
                    raise self.reader.unexpected(
                        Text("參數要全部寫出名稱，或全部不寫", "Name all of the arguments or none of them")
                    )
                arguments.append(brackets.item(self))
        self.reader.expect(")")
        return tuple(arguments), tuple(keywords)

    def _moment(self, sign: Lexeme) -> Node:
        lexeme = self.reader.take()
        if not isinstance(lexeme.value, str):
            raise FeelError(Text('「@」之後應該是文字，例如 @"2026-11-20"。', "Expected a text after @."), sign.at)
        value = read_temporal(lexeme.value)
        if value is None:
            written = f"@{lexeme.text}"
            text = Text(f"{written} 不是日期、時間或期間。", f"{written} is no date, time or duration.")
            return self._nothing(FeelError(text, sign.at), text)
        return Literal(value, at=sign.at)

    def _nothing(self, error: FeelError, text: Text | None = None) -> Node:
        if not self._lenient:
            raise error
        return Nothing(text or error.text, at=error.position)


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
