from __future__ import annotations

import pytest

from tongban.core.decisions import Expression, FeelError, leave_nothing_out, parse, parse_tests


def error(text: str, names: tuple[str, ...] = ()) -> FeelError:
    with pytest.raises(FeelError) as caught:
        parse(text, names)
    return caught.value


def test_an_expression_says_which_names_it_uses():
    expression = parse('outcome = "ok" and applicant.age > min(limit, 5) and 案件.區 in (a, [b..c])')
    assert expression.names == {"outcome", "applicant", "limit", "案件", "a", "b", "c"}
    assert parse_tests("> limit, date(d)").names == {"limit", "d"}


def test_names_with_spaces_and_operators_are_read_when_known():
    names = ("total amount", "total", "co-owner", "date and time", "鄰里 長")
    assert parse("total  amount + total", names).names == {"total amount", "total"}
    assert parse("co-owner", names).names == {"co-owner"}
    assert parse("co - owner").names == {"co", "owner"}
    assert parse("total amounts", ("total amount", "total amounts")).names == {"total amounts"}
    assert parse("鄰里 長 = true", names).evaluate({"鄰里 長": True}) is True
    assert parse("date and time").names == {"date", "time"}


def test_the_longest_known_name_wins():
    assert parse("profit and loss", ("profit", "profit and loss")).names == {"profit and loss"}


def test_two_names_in_a_row_are_explained():
    found = error("total amount > 5")
    assert found.position == 6
    assert "total amount" in found.text.zh
    assert found.text.zh.startswith("第 7 個字")


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ("", 0, "為止"),
        ("1 +", 3, "為止"),
        ("(1", 2, ")"),
        ("[1, 2", 5, "]"),
        ("foo(1)", 0, "foo"),
        ("a = foo(1)", 4, "foo"),
        ("not()", 0, "not"),
        ("date(1, 2)", 0, "date"),
        ("contains(1)", 0, "contains"),
        ("1 < 2 < 3", 6, "between"),
        ("a = b = c", 6, "between"),
        ("金額＞5", 2, ">"),
        ("a = “x”", 4, '"'),
        ("a、b", 1, ","),
        ('"abc', 0, "引號"),
        ("a # b", 2, "#"),
        ("a.1", 1, "結尾"),
        ("a.(b)", 2, "名稱"),
        ("if a then b", 11, "else"),
        ("1..2", 1, ".."),
        ("]1", 2, ".."),
        ("for x in y", 10, "return"),
        ("for in y return x", 4, "名稱"),
        ("some x in y return x", 12, "satisfies"),
        ("{a 1}", 1, "名稱"),
        ("{a: 1", 5, ","),
        ("xs[1", 4, "]"),
        ("xs[]", 4, "值"),
        ("function(a: ) c", 12, "型別"),
        ("x instance of list<car>", 19, "car"),
        ("x instance number", 11, "of"),
        ('@"soon"', 0, "soon"),
        ("max(a: 1, 2)", 10, "名稱"),
        ("(1, 2)", 2, ")"),
        ("1e9999", 0, "太大"),
        ('"\\U110000"', 0, "U110000"),
        ("a == b", 3, "="),
        ("${a}", 0, "$"),
    ],
)
def test_an_error_names_its_place_and_what_is_wrong(text, position, hint):
    found = error(text)
    assert found.position == position
    assert hint in found.text.zh
    assert found.text.en.startswith(f"Character {position + 1}:")


def test_strings_may_hold_anything():
    assert parse(r'"a\"b\\n\n通\u8fa6\uD83D\uDC0E\U01F40E\d"').evaluate({}) == 'a"b\\n\n通辦🐎🐎\\d'


def test_comments_and_line_breaks_are_no_part_of_it():
    assert parse("1 // one\n + /* two\n */ 2") == parse("1+2")


def test_expressions_that_say_the_same_are_equal():
    assert parse("a+b") == parse(" a + ( b ) ")
    assert parse("a+b") != parse("b+a")


def test_texts_a_name_is_compared_with_come_in_order():
    expression = parse('outcome = "b" or ("a" = outcome and n > 1) or outcome in ("c", "b") or other = "z"')
    assert expression.compared_with("outcome") == ("b", "a", "c")
    assert expression.compared_with("n") == ()


def conditions(*texts: str) -> list[Expression]:
    return [parse(text) for text in texts]


def test_opposites_leave_nothing_out():
    assert leave_nothing_out(conditions("a < 5", "b", "a >= 5"))
    assert leave_nothing_out(conditions("not(a)", "a"))
    assert not leave_nothing_out(conditions("a < 5", "a > 5"))
    assert not leave_nothing_out(conditions("a < 5", "b >= 5"))
    assert not leave_nothing_out(conditions("a = true", "b = false"))
    assert not leave_nothing_out([])
