"""Boxed expressions: contexts, lists, relations, conditions, filters, loops, functions, invocations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.decisions.dmn.xmls import decision, feel, formal, item, knowledge, model, output, table, variable


def value(logic: str, **inputs: object) -> object:
    return model(decision("d", logic)).evaluate("d", inputs).value


def entry(name: str, logic: str, type_: str = "") -> str:
    return f"<contextEntry>{variable(name, type_) if name else ''}{logic}</contextEntry>"


def test_entries_of_a_context_see_those_before_them() -> None:
    logic = f"<context>{entry('base', feel('6000'))}{entry('doubled fine', feel('base * 2'))}</context>"
    assert value(logic) == {"base": 6000, "doubled fine": 12000}


def test_an_entry_without_a_name_is_the_result() -> None:
    assert value(f"<context>{entry('a', feel('1'))}{entry('', feel('a + 1'))}</context>") == 2


def test_an_entry_keeps_to_its_type() -> None:
    assert value(f"<context>{entry('a', feel('1'), 'string')}</context>") == {"a": None}


def test_a_list_and_a_relation_build_lists() -> None:
    assert value(f"<list>{feel('1')}{feel('n')}</list>", n=2) == [1, 2]
    row = f"<row>{feel('1')}{feel('n')}</row>"
    columns = '<column name="first"/><column name="second one"/>'
    assert value(f"<relation>{columns}{row}</relation>", n=2) == [{"first": 1, "second one": 2}]


@pytest.mark.parametrize(("condition", "expected"), [("n > 1", "yes"), ("n < 1", "no"), ("null", "no")])
def test_a_condition_that_is_not_true_takes_the_other_way(condition: str, expected: str) -> None:
    one, other = feel('"yes"'), feel('"no"')
    parts = f"<if>{feel(condition)}</if><then>{one}</then><else>{other}</else>"
    assert value(f"<conditional>{parts}</conditional>", n=2) == expected


def _filter(match: str) -> str:
    return f"<filter><in>{feel('items')}</in><match>{feel(match)}</match></filter>"


def test_a_filter_sees_the_item_and_what_is_in_it() -> None:
    assert value(_filter("item > 1"), items=[1, 2, 3]) == [2, 3]
    assert value(_filter("kind = k"), items=[{"kind": "a"}, {"kind": "b"}], k="b") == [{"kind": "b"}]


def test_a_condition_that_is_no_boolean_makes_the_whole_null() -> None:
    assert value(_filter('"no boolean"'), items=[1]) is None
    assert value(f'<some iteratorVariable="x"><in>{feel("[1]")}</in><satisfies>{feel("x")}</satisfies></some>') is None


def test_loops_see_the_results_so_far() -> None:
    logic = f'<for iteratorVariable="x"><in>{feel("1..4")}</in><return>{feel("count(partial) + x")}</return></for>'
    assert value(logic.replace("1..4", "[1, 2, 3, 4]")) == [1, 3, 5, 7]


@pytest.mark.parametrize(("word", "expected"), [("some", True), ("every", False)])
def test_some_and_every_ask_all_items(word: str, expected: bool) -> None:
    inside = f"<in>{feel('[1, 2, 3]')}</in><satisfies>{feel('x > 2')}</satisfies>"
    assert value(f'<{word} iteratorVariable="x">{inside}</{word}>') is expected


def test_an_endless_loop_ends() -> None:
    inside = f"<in>{feel('[1..900000]')}</in><return>{feel('sum(for y in 1..900000 return y)')}</return>"
    decided = model(decision("d", f'<for iteratorVariable="x">{inside}</for>')).evaluate("d", {})
    assert decided.value is None
    assert decided.notes


def test_a_boxed_function_keeps_what_it_was_made_with() -> None:
    function = f"<functionDefinition>{formal('x: number')}{feel('x + base')}</functionDefinition>"
    logic = f"<context>{entry('base', feel('10'))}{entry('f', function)}{entry('', feel('f(1)'))}</context>"
    assert value(logic) == 11


def test_an_invocation_binds_by_name_and_leaves_out_nothing_strange() -> None:
    known = knowledge("f", "a: number, b: number", "if b = null then a else a + b")

    def invoked(*bindings: tuple[str, str]) -> object:
        inside = "".join(f'<binding><parameter name="{name}"/>{feel(text)}</binding>' for name, text in bindings)
        logic = f"<invocation>{feel('f')}{inside}</invocation>"
        return model(known, decision("d", logic, knows="f")).evaluate("d", {}).value

    assert invoked(("b", "2"), ("a", "1")) == 3
    assert invoked(("a", "1")) == 1
    assert invoked(("a", "1"), ("c", "1")) is None


def test_a_table_may_stand_inside_other_boxes() -> None:
    inner = table(["n"], [output()], [("> 5", '"many"'), ("<= 5", '"few"')])
    assert value(f"<context>{entry('word', inner)}{entry('', feel('word'))}</context>", n=3) == "few"


def test_types_convert_and_guard_values() -> None:
    kinds = item("kind", "string", allowed='"a", "b"')
    many = item("kinds", "kind", many=True)
    person = item("person", members="name: string, kind: kind")

    def taken(type_: str, text: str) -> object:
        return model(kinds, many, person, decision("d", text, type_=type_)).evaluate("d", {}).value

    assert taken("kind", '"a"') == "a"
    assert taken("kind", '"c"') is None
    assert taken("kinds", '"a"') == ["a"]
    assert taken("kinds", '["a", "c"]') is None
    assert taken("number", "[1]") == Decimal(1)
    assert taken("person", '{name: "王", kind: "a"}') == {"name": "王", "kind": "a"}
    assert taken("person", '{name: "王", kind: "c"}') is None
    assert taken("nobody knows", "1") == 1


def test_a_type_inside_itself_can_be_read() -> None:
    tree = item("tree", members="name: string, parts: tree")
    assert model(tree, decision("d", '{name: "a", parts: null}', type_="tree")).evaluate("d", {}).value == {
        "name": "a",
        "parts": None,
    }
