"""What a model says about itself to those who ask it: which inputs a decision needs, which names a table knows."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.core.decisions.dmn.xmls import decision, input_, knowledge, model, output, table
from tongban.core.decisions import Needed


def names(needed: Iterable[Needed]) -> list[str]:
    return [one.name for one in needed]


def test_a_decision_needs_the_inputs_of_all_it_rests_on_each_once() -> None:
    asked = model(
        *(input_(name, "number") for name in "abcd"),
        knowledge("twice", "n: number", "n * 2"),
        decision("lower", "a + twice(b)", inputs="a,b", knows="twice"),
        decision("upper", "lower + b + c", inputs="b,c", decisions="lower"),
    )
    assert sorted(names(asked.inputs_of("upper"))) == ["a", "b", "c"]
    assert names(asked.inputs_of("lower")) == ["a", "b"]
    assert asked.inputs_of("lower")[0].type == "number"


def test_of_a_model_that_declares_no_inputs_the_names_that_are_asked_for_are_needed() -> None:
    asked = model(decision("x", "a + 1"), decision("y", "x + b", decisions="x"), decision("z", "c"))
    assert sorted(names(asked.inputs_of("y"))) == ["a", "b"]
    assert names(asked.inputs_of("z")) == ["c"]


def test_decisions_in_a_circle_have_their_inputs_still() -> None:
    asked = model(input_("a"), decision("x", "y + a", inputs="a", decisions="y"), decision("y", "x", decisions="x"))
    assert names(asked.inputs_of("y")) == ["a"]


def test_what_is_no_decision_needs_nothing_and_is_refused() -> None:
    with pytest.raises(KeyError):
        model(input_("a")).inputs_of("a")


def test_the_cells_of_a_table_know_what_the_decision_requires() -> None:
    drawn = table(["a: number"], [output()], [["-", "1"]])
    asked = model(input_("a"), input_("b"), decision("d", drawn, inputs="a"), decision("e", "b", inputs="b"))
    assert asked.names_of("d") == {"a"}
    with pytest.raises(KeyError):
        asked.names_of("e")


def test_the_cells_of_a_table_may_use_anything_where_nothing_is_declared() -> None:
    asked = model(decision("d", table(["a: number"], [output()], [["-", "1"]])))
    assert asked.names_of("d") is None


def test_a_value_of_the_same_name_never_takes_the_place_of_what_a_decision_computes() -> None:
    asked = model(input_("a", "number"), decision("x", "a + 1", inputs="a"), decision("y", "x * 2", decisions="x"))
    assert asked.evaluate("y", {"a": 1, "x": 100}).value == 4
