"""Whatever is drawn, our engine and feelin answer alike, or part in a way that the standard has decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given

from tests.core.decisions.differential.answers import Answer, ours, ours_tested, written
from tests.core.decisions.differential.disagreements import DISAGREEMENTS, Disagreement, decided
from tests.core.decisions.differential.drawing import CELLS, CONTEXT, VALUES, leaf, trees
from tests.core.decisions.differential.judging import partings
from tests.core.decisions.differential.second import SecondEngine
from tests.core.decisions.differential.trees import ADD, MULTIPLY, Form, Tree
from tests.core.decisions.fuzz.searching import looking_at


@pytest.fixture(scope="module")
def feelin() -> Iterator[SecondEngine]:
    with SecondEngine() as engine:
        yield engine


@looking_at(700)
@given(tree=trees())
def test_both_engines_agree_or_the_standard_has_decided(feelin, tree):
    undecided = [parting for parting in partings(tree, CONTEXT, feelin) if decided(parting) is None]
    assert not undecided, "\n\n".join(map(str, undecided))


@looking_at(400)
@given(cell=CELLS, value=VALUES)
def test_both_engines_let_the_same_values_pass(feelin, cell, value):
    """Where kinds do not go together we give no answer, and the rule does not match; feelin lets JavaScript compare."""
    (theirs,) = feelin.ask([], CONTEXT, [(cell, value)])
    here = ours_tested(cell, value, CONTEXT)
    assert here is None or here is (theirs is True), (cell, value, here, theirs)


@pytest.mark.parametrize("one", DISAGREEMENTS, ids=lambda one: one.id)
def test_every_disagreement_listed_is_still_one(one: Disagreement, feelin):
    (theirs,) = feelin.ask([one.example], {})
    assert (written(ours(one.example, {})), written(theirs)) == (one.here, one.there)


class _WrongSum:
    """An engine like ours, but for one sum."""

    def ask(self, texts: Sequence[str], context: Mapping[str, object]) -> list[Answer]:
        return [ours(text.replace("1 + 2", "4"), context) for text in texts]


def test_a_fault_is_traced_to_the_smallest_expression_that_shows_it():
    total = Tree(Form("+", "{0} + {1}", "number", level=ADD, needs=(ADD, MULTIPLY)), (leaf("1"), leaf("2")))
    product = Tree(Form("*", "{0} * {1}", "number", level=MULTIPLY, needs=(MULTIPLY, MULTIPLY)), (leaf("3"), total))
    assert product.text == "3 * (1 + 2)"
    (found,) = partings(product, {}, _WrongSum())
    assert (found.text, found.parts, found.ours, found.theirs) == ("1 + 2", (1, 2), 3, 4)
    assert decided(found) is None


def test_loops_are_unrolled_to_find_what_their_bodies_do():
    body = Tree(Form("+", "{0} + {1}", "number", level=ADD), (Tree(Form("bound name", "x", "number")), leaf("2")))
    domain = Tree(Form("list", "[{0}, {1}]", "numbers"), (leaf("1"), leaf("5")))
    loop = Tree(Form("for", "for x in {0} return {1}", "numbers", binds="x"), (domain, body))
    assert loop.text == "for x in [1, 5] return x + 2"
    assert [found.text for found in partings(loop, {}, _WrongSum())] == ["1 + 2"]
