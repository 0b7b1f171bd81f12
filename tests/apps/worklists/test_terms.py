"""What people type or bookmark for a filter."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.apps.org.policy import Rights
from tongban.apps.worklists import terms
from tongban.apps.worklists.asking import Asking, BadTerm
from tongban.apps.worklists.columns.own import OWN
from tongban.core.calendar import taiwan_calendar


class Fixed(Asking):
    """Friday, 20 November 2026, with the plain calendar and nothing in the database."""

    calendar = taiwan_calendar(2020, 2030)  # type: ignore[assignment]
    definitions: dict = {}  # type: ignore[assignment]
    units: dict = {}  # type: ignore[assignment]
    colleagues: dict = {}  # type: ignore[assignment]


FRIDAY = Fixed(Rights(7, 1), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        ("115/11/1..115/11/20", date(2026, 11, 1), date(2026, 11, 20)),
        ("2026-11-01", date(2026, 11, 1), date(2026, 11, 1)),
        ("..today-1", None, date(2026, 11, 19)),
        ("today+1..today+3w", date(2026, 11, 21), date(2026, 11, 25)),
        ("今日..", date(2026, 11, 20), None),
        ("１１５／１１／２０", date(2026, 11, 20), date(2026, 11, 20)),
        ("today-1w", date(2026, 11, 19), date(2026, 11, 19)),
    ],
)
def test_a_range_of_days(term: str, first: date | None, last: date | None) -> None:
    assert terms.dates("due_on")(term, FRIDAY) == terms.between("due_on", first, last)


@pytest.mark.parametrize("term", ["..", "115/2/29", "tomorrow", "today+", "today+9999w", "2026-13-01", "1..2..3"])
def test_what_is_no_day_is_refused_with_a_remedy(term: str) -> None:
    with pytest.raises(BadTerm):
        terms.dates("due_on")(term, FRIDAY)


def test_working_days_left_skip_the_weekend() -> None:
    """Friday: one working day is left until Monday, so what is due on the weekend has none."""
    assert terms.working_days_left("due_on")("..0", FRIDAY) == Q(due_on__lt=date(2026, 11, 23))
    assert terms.working_days_left("due_on")("1..", FRIDAY) == Q(due_on__gte=date(2026, 11, 23))
    assert terms.working_days_left("due_on")("..-1", FRIDAY) == Q(due_on__lt=date(2026, 11, 20))


def test_me_is_also_whom_i_stand_in_for() -> None:
    asking = Fixed(Rights(7, 1), date(2026, 11, 20))
    assert terms.person("handler_id")("me", asking) == terms.person("handler_id")("7", asking)


@settings(max_examples=200, deadline=None)
@given(column=st.sampled_from([column for column in OWN if column.where]), term=st.text(max_size=60))
def test_no_term_whatever_does_more_than_be_refused(column, term) -> None:  # type: ignore[no-untyped-def]
    try:
        assert isinstance(column.where(term, FRIDAY), Q)
    except BadTerm as refused:
        assert str(refused)
