"""A view stands in its address, and comes back from it the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.worklists.view import LONGEST_TERM, Scope, View, split, with_given

LATE = View("late", "Late", Scope.MINE, {"open": "yes", "due_on": "..today-1"})
names = st.sampled_from(["phase", "handler", "answers.size", "applicant", "in", "sort", "columns", "totals"])
values = st.text(min_size=1, max_size=LONGEST_TERM).map(str.strip).filter(bool)


@given(st.dictionaries(names, values, max_size=6))
def test_the_address_of_a_view_leads_back_to_it(given_: dict[str, str]) -> None:
    view = with_given(LATE, given_.items())
    code, pairs = split(view.text)
    assert code == "late"
    assert with_given(LATE, pairs) == view


def test_an_address_is_readable() -> None:
    view = with_given(LATE, [("received_on", "115/11/1..today+3w"), ("handler", "me")])
    assert view.text == "late&received_on=115/11/1..today%2B3w&handler=me"


def test_a_filter_of_the_view_can_be_taken_away_and_changed() -> None:
    assert with_given(LATE, [("due_on", "")]).filters == {"open": "yes"}
    assert with_given(LATE, [("due_on", "today")]).filters["due_on"] == "today"


def test_settings_bring_the_view_back() -> None:
    view = View.from_settings("v3", "Mine", LATE.settings)
    assert (view.scope, view.filters, view.columns, view.sort) == (LATE.scope, LATE.filters, LATE.columns, LATE.sort)


def test_an_address_of_thousands_of_filters_stays_small() -> None:
    assert len(with_given(LATE, [(f"a{n}", "x") for n in range(5_000)]).filters) <= 20
