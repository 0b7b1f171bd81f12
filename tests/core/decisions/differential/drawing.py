"""Draws expressions: mostly of kinds that go together, now and then of kinds that do not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import strategies as st

from tests.core.decisions.differential.forms import CONTEXT, FORMS, LEAVES
from tests.core.decisions.differential.trees import INSTANCE, NEGATE, WHOLE, Form, Tree

MAX_DEPTH = 3
KINDS = tuple(LEAVES)
STRAY = 15
"""One part in so many is of a kind drawn at random."""

_BY_KIND = {kind: [form for form in FORMS if form.gives == kind] for kind in KINDS}


def leaf(text: str, kind: str = "") -> Tree:
    """A literal or a name; a number is put in parentheses before a `.` or `[`."""
    level = WHOLE
    if re.match(r"-?[0-9]", text):
        level = NEGATE if text.startswith("-") else INSTANCE
    return Tree(Form("leaf", text.replace("{", "{{").replace("}", "}}"), kind, level=level))


@st.composite
def trees(
    draw: st.DrawFn, kind: str | None = None, depth: int = MAX_DEPTH, bound: Mapping[str, str] | None = None
) -> Tree:
    """An expression; `bound` are the names that loops around it bind, with the kinds of their items."""
    bound = bound or {}
    if kind not in KINDS or draw(st.integers(0, STRAY)) == STRAY:
        kind = draw(st.sampled_from(KINDS))
    forms = _BY_KIND[kind] if depth else []
    if not forms or draw(st.integers(0, 3)) == 0:
        return draw(_leaves(kind, bound))
    form = draw(st.sampled_from(forms))
    if form.binds:
        domain = draw(_domains(form.takes[0]))
        body = draw(trees(form.takes[1], depth - 1, {**bound, form.binds: form.takes[0]}))
        return Tree(form, (domain, body))
    return Tree(form, tuple(draw(trees(part, depth - 1, bound)) for part in form.takes))


def _leaves(kind: str, bound: Mapping[str, str]) -> st.SearchStrategy[Tree]:
    names = [Tree(Form("bound name", name, of)) for name, of in bound.items() if of == kind]
    return st.sampled_from([*names, *(leaf(text, kind) for text in LEAVES[kind])])


def _domains(kind: str) -> st.SearchStrategy[Tree]:
    """A list of up to three leaves, written out, so that a loop over it can be unrolled."""
    items = st.lists(st.sampled_from([leaf(text, kind) for text in LEAVES[kind]]), max_size=3)
    return items.map(lambda drawn: Tree(_list_of(len(drawn)), tuple(drawn)))


def _list_of(count: int) -> Form:
    return Form("list", f"[{', '.join(f'{{{index}}}' for index in range(count))}]", "numbers")


_TESTS = st.one_of(
    st.sampled_from([text for kind in ("number", "string", "boolean", "date", "interval") for text in LEAVES[kind]]),
    st.tuples(st.sampled_from(["< ", "<= ", "> ", ">= "]), st.sampled_from(LEAVES["number"])).map("".join),
    st.sampled_from(["? > 2", "? = null", 'starts with(?, "a")', "? in [1..5]", "string length(?) = 1"]),
)
CELLS = st.one_of(
    st.just("-"),
    st.lists(_TESTS, min_size=1, max_size=3).map(", ".join),
    st.lists(_TESTS, min_size=1, max_size=3).map(lambda tests: f"not({', '.join(tests)})"),
)
VALUES = st.sampled_from([None, True, False, 0, 1, 2, 2.5, 5, 70, "", "a", "ab", "王小明", [1, 2], []])

__all__ = ["CELLS", "CONTEXT", "VALUES", "leaf", "trees"]
