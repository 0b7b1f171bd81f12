from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.insight.months import Period, month_of, months_later
from tongban.apps.insight.queries import Spread

DURATIONS = st.lists(st.integers(0, 400), min_size=1, max_size=60)


@given(DURATIONS, st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_so_many_of_the_cases_were_done_within_that_many_days_and_fewer_in_fewer(took: list[int], share: float) -> None:
    days = Spread(Counter(took)).within(share)
    assert days in took
    assert sum(one <= days for one in took) >= share * len(took)
    assert sum(one < days for one in took) < share * len(took)


@given(DURATIONS, DURATIONS)
def test_spreads_of_parts_add_up_to_that_of_the_whole(some: list[int], others: list[int]) -> None:
    assert Spread(Counter(some)) + Spread(Counter(others)) == Spread(dict(Counter(some + others)))


@given(st.dates(), st.integers(-500, 500))
def test_months_are_counted_across_years(day: object, count: int) -> None:
    from datetime import date

    assert isinstance(day, date)
    month = month_of(day.replace(year=2000 + day.year % 100))
    later = months_later(month, count)
    assert (later.year - month.year) * 12 + later.month - month.month == count
    assert months_later(later, -count) == month


def test_a_period_is_whole_months_in_order() -> None:
    from datetime import date

    assert list(Period(date(2027, 12, 1), date(2028, 2, 1)))[-1] == date(2028, 2, 1)
    assert Period(date(2028, 2, 1), date(2028, 2, 1)).until == date(2028, 2, 29)
    for first, last in ((date(2028, 2, 2), date(2028, 3, 1)), (date(2028, 3, 1), date(2028, 2, 1))):
        with pytest.raises(ValueError, match="period"):
            Period(first, last)
