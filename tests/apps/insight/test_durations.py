from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.apps.cases.conftest import AT, BRACELET, city, registered
from tongban.apps.cases.actions import Registered
from tongban.apps.cases.models import Case
from tongban.apps.insight.actions import roll_up_durations
from tongban.apps.insight.durations import FEWEST, quarter_before, quarter_of, usual_duration
from tongban.apps.insight.models import KindDuration

__all__ = ["city", "registered"]
ON = date(2026, 5, 20)
IN_MARCH = date(2026, 3, 31)


def closed_cases(like: Registered, took: list[int], closed_on: date = IN_MARCH, phase: str = "closed") -> None:
    row = Case.objects.get(pk=like.case_id)
    for days in took:
        row.pk, row.number, row.intake_key = None, f"X-{Case.objects.count()}", None
        row.received_on, row.closed_on, row.phase = closed_on - timedelta(days=days), closed_on, phase
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("day", "first", "before"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2025, 10, 1)),
        (date(2026, 3, 31), date(2026, 1, 1), date(2025, 10, 1)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2027, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 7, 1)),
    ],
)
def test_a_quarter_begins_in_january_april_july_or_october(day: date, first: date, before: date) -> None:
    assert (quarter_of(day), quarter_before(day)) == (first, before)


def test_half_and_nine_of_ten_of_the_last_quarters_cases_took_so_long(registered: Registered) -> None:
    closed_cases(registered, list(range(1, 31)))
    roll_up_durations(on=ON)
    found = usual_duration(BRACELET, ON)
    assert found is not None
    assert (found.n, found.median, found.p90, found.roc_year, found.of_year) == (30, 15, 27, 115, 1)


def test_cases_of_other_quarters_and_withdrawn_ones_do_not_count(registered: Registered) -> None:
    closed_cases(registered, [3] * FEWEST)
    closed_cases(registered, [90] * 40, closed_on=date(2026, 4, 1))
    closed_cases(registered, [90] * 40, closed_on=date(2025, 12, 31))
    closed_cases(registered, [90] * 40, phase="withdrawn")
    roll_up_durations(on=ON)
    found = usual_duration(BRACELET, ON)
    assert found is not None
    assert (found.n, found.p90) == (FEWEST, 3)


def test_too_few_cases_say_nothing(registered: Registered) -> None:
    closed_cases(registered, [3] * (FEWEST - 1))
    roll_up_durations(on=ON)
    assert usual_duration(BRACELET, ON) is None


def test_counting_again_follows_what_was_reopened(registered: Registered) -> None:
    closed_cases(registered, [3] * FEWEST)
    roll_up_durations(on=ON)
    Case.objects.filter(closed_on=IN_MARCH).update(closed_on=None, phase="in-progress")
    roll_up_durations(on=ON)
    roll_up_durations(on=ON)
    assert not KindDuration.objects.exists()
    assert usual_duration(BRACELET, AT.date()) is None
