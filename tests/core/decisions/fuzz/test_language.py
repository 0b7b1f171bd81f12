"""Expressions and cells, drawn and spoiled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.decisions.differential.drawing import CELLS, CONTEXT, trees
from tests.core.decisions.differential.forms import FORMS, LEAVES
from tests.core.decisions.fuzz.searching import looking_at
from tongban.core.decisions import FeelError, parse, parse_tests

AT = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)

PIECES = sorted(
    {piece for form in FORMS for piece in form.text.replace("{{", "{").replace("}}", "}").split(" ")}
    | {text for texts in LEAVES.values() for text in texts}
    | set("()[]{}.,:?-*/<>=!@\"'\\ \n\t＝、　\0#")
    | {"..", "->", "//", "/*", "*/", "**", "!=", "<=", "for", "some", "every", "satisfies", "return", "in", "function"}
    | {"external", "instance", "of", "list<", "context<", "not(", "if", "then", "else", "between", "item", "partial"}
    | {"now()", "today()", '@"', "9" * 40, "1e9", "0x", "\\u", "\\U01F40E", "\ud83d", "١", "é", "e\u0301"}
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=3)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC))
    | st.times()
    | st.timedeltas()
    | st.binary(max_size=2)
    | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["age", "a", "名稱", ""]) | st.integers(), inner, max_size=3)
        | st.tuples(inner)
    ),
    max_leaves=5,
)
CONTEXTS = st.fixed_dictionaries({}, optional=dict.fromkeys(CONTEXT, VALUES))


def evaluated(text: str, context: dict[str, object]) -> None:
    """Reads and runs `text` as an expression and as a cell; anything but FeelError is a fault."""
    for lenient in (True, False):
        try:
            parse(text, tuple(CONTEXT), lenient=lenient).run(context, AT)
        except FeelError as error:
            assert 0 <= error.position <= len(text)
            assert error.text.zh and error.text.en
    try:
        assert parse_tests(text, tuple(CONTEXT)).accept(context.get("age"), context, AT) in (True, False, None)
    except FeelError as error:
        assert 0 <= error.position <= len(text)


@looking_at(500)
@given(st.lists(st.sampled_from(PIECES) | st.just(" "), max_size=20).map("".join), CONTEXTS)
def test_pieces_of_the_language_give_a_value_or_a_feel_error(text, context):
    evaluated(text, context)


@looking_at(250)
@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_a_feel_error(text):
    evaluated(text, CONTEXT)


@looking_at(250)
@given(trees(), CONTEXTS)
def test_a_sound_expression_has_a_value_whatever_the_names_hold(tree, context):
    expression = parse(tree.text, tuple(CONTEXT), lenient=True)
    first, again = expression.run(context, AT), expression.run(context, AT)
    assert repr(first) == repr(again)
    if first.value is None and "null" not in tree.text:
        assert first.notes or set(CONTEXT) & expression.names


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A sound expression after a few slips of the hand: something lost, doubled, put in or changed over."""
    text = draw(trees()).text if draw(st.booleans()) else draw(CELLS)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        to = draw(st.integers(at, min(len(text), at + 6)))
        piece = draw(st.sampled_from(["", text[at:to] * 2, text[at:to][::-1], *PIECES]))
        text = text[:at] + piece + text[to:]
    return text


@looking_at(500)
@given(spoiled(), CONTEXTS)
def test_a_spoiled_expression_gives_a_value_or_a_feel_error(text, context):
    evaluated(text, context)


@looking_at(150)
@given(trees(), st.data())
def test_comments_and_line_breaks_between_lexemes_change_nothing(tree, data):
    """Wherever the text has a space, any other may stand."""
    spaces = st.sampled_from([" ", "  ", "\n", "\t", " /* 註 */ ", " // x\n", "\u00a0", "\u3000"])
    within = '"' in tree.text  # a space in a string is what it is
    widened = tree.text if within else "".join(data.draw(spaces) if c == " " else c for c in tree.text)
    names = tuple(CONTEXT)
    assert parse(widened, names, lenient=True).tree == parse(tree.text, names, lenient=True).tree


@pytest.mark.parametrize("kind", sorted(LEAVES))
def test_every_leaf_the_tests_draw_is_read(kind):
    for text in LEAVES[kind]:
        result = parse(text, tuple(CONTEXT)).run(CONTEXT)
        assert (result.value is None) == (text == "null"), (text, result.notes)
