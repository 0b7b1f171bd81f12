from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.insight.conftest import KINDS, NOW, YEAR, Past, question
from tests.apps.insight.fines import fine, random_fines
from tongban.apps.cases.models import Penalty
from tongban.apps.insight.months import Period, month_of
from tongban.apps.insight.queries import (
    By,
    Direction,
    Narrowed,
    PenaltyLine,
    Question,
    alike,
    deviations,
    pairs,
    penalty_lines,
    penalty_total,
)
from tongban.apps.org.policy import Grounds

TAIPEI = ZoneInfo("Asia/Taipei")
EVERYTHING = Grounds(everything=True)
KEYS: dict[By, Callable[[Penalty], Any]] = {
    By.ALL: lambda one: None,
    By.OWNER: lambda one: one.case.owner_id,
    By.UNIT: lambda one: one.case.unit_id,
    By.KIND: lambda one: one.case.kind,
    By.OFFICER: lambda one: one.case.handler_id,
    By.CHANNEL: lambda one: one.case.channel,
    By.MONTH: lambda one: month_in_taipei(one.changed_at),
}


def month_in_taipei(moment: datetime) -> date:
    return month_of(moment.astimezone(TAIPEI).date())


def counts(asked: Question, one: Penalty) -> bool:
    reach, case = asked.reach, one.case
    return (
        (reach.everything or case.owner_id in reach.owner_units or case.unit_id in reach.units)
        and asked.owner in (None, case.owner_id)
        and (asked.units is None or case.unit_id in asked.units)
        and asked.kind in (None, case.kind)
        and asked.channel in (None, case.channel)
        and (one.standing == "awaiting" or asked.period.first <= month_in_taipei(one.changed_at) <= asked.period.last)
    )


def one_by_one(asked: Question, by: By) -> dict[Any, list[Penalty]]:
    found: dict[Any, list[Penalty]] = {}
    for one in Penalty.objects.select_related("case"):
        if counts(asked, one) and one.standing in ("in-force", "refused", "awaiting"):
            found.setdefault(KEYS[by](one), []).append(one)
    return found


def figures_are_those_of(line: PenaltyLine, penalties: list[Penalty]) -> None:
    imposed = [one for one in penalties if one.standing == "in-force"]
    apart = [one for one in imposed if one.amount != one.proposed]
    amounts = [one.amount for one in imposed]
    assert line.n == len(imposed)
    assert line.total == sum(amounts)
    assert line.median == (statistics.median_low(amounts) if amounts else None)
    assert line.deviations == len(apart) == sum(one.is_deviation for one in imposed)
    assert line.deviation_rate == (len(apart) / len(imposed) if imposed else None)
    assert line.higher == sum(one.amount > one.proposed for one in imposed)
    assert line.lower == sum(one.amount < one.proposed for one in imposed)
    shares = [(one.amount - one.proposed) / one.proposed for one in apart if one.proposed]
    assert line.mean_difference == (pytest.approx(statistics.fmean(shares)) if shares else None)
    assert line.awaiting == sum(one.standing == "awaiting" for one in penalties)
    assert line.refused == sum(one.standing == "refused" for one in penalties)


def every_way(past: Past) -> Iterable[Question]:
    yield question()
    yield question(period=Period(date(2026, 4, 1), date(2026, 4, 1)), kind=KINDS[1])
    yield question(period=Period(date(2026, 5, 1), date(2026, 5, 1)), channel="post")
    yield question(owner=past.owners[1], units=frozenset(past.units[:2]))
    yield question(reach=Grounds(owner_units=frozenset(past.owners[:1]), units=frozenset(past.units[1:2])))
    yield question(reach=Grounds())


@pytest.mark.parametrize("past", range(3), indirect=True)
def test_every_figure_is_what_counting_penalties_one_by_one_gives(past: Past) -> None:
    random_fines(past, past.live(60))
    for asked in every_way(past):
        together = penalty_lines(asked, *By)
        for by in By:
            expected = one_by_one(asked, by)
            assert {line.key for line in together[by]} == expected.keys(), by
            for line in together[by]:
                figures_are_those_of(line, expected[line.key])


@pytest.mark.parametrize("past", range(3), indirect=True)
def test_the_list_holds_the_deviations_that_the_figures_count(past: Past) -> None:
    random_fines(past, past.live(60))
    for asked in every_way(past):
        whole = penalty_total(penalty_lines(asked, By.ALL)[By.ALL])

        def n(narrowed: Narrowed, asked: Question = asked) -> int:
            return deviations(asked, narrowed, EVERYTHING)[1]

        assert n(Narrowed("in-force")) == whole.deviations
        assert n(Narrowed("in-force", Direction.MORE)) == whole.higher
        assert n(Narrowed("in-force", Direction.LESS)) == whole.lower
        assert n(Narrowed("awaiting")) == whole.awaiting - sum(
            one.standing == "awaiting" and not one.is_deviation for one in Penalty.objects.all()
        )
        for line in penalty_lines(asked, By.UNIT)[By.UNIT]:
            assert n(Narrowed("in-force", unit=line.key)) == line.deviations
        for line in penalty_lines(asked, By.OFFICER)[By.OFFICER]:
            assert n(Narrowed("in-force", handler=line.key or 0)) == line.deviations


@pytest.mark.parametrize("past", range(3), indirect=True)
def test_pairs_are_counted_as_the_rows_say(past: Past) -> None:
    random_fines(past, past.live(60))
    for asked in every_way(past):
        decided = [
            one
            for one in Penalty.objects.select_related("case")
            if counts(asked, one) and one.is_deviation and one.decided_by
        ]
        yes = Counter((o.decided_by, o.asked_by) for o in decided if o.standing in ("in-force", "replaced"))
        no = Counter((o.decided_by, o.asked_by) for o in decided if o.standing == "refused")
        found = pairs(asked)
        assert {(p.decided_by, p.asked_by): (p.approved, p.refused) for p in found if p.asked_by} == {
            key: (yes[key], no[key]) for key in yes.keys() | no.keys()
        }
        for whole in (pair for pair in found if pair.asked_by is None):
            mine = [pair for pair in found if pair.asked_by and pair.decided_by == whole.decided_by]
            assert whole.n == sum(pair.n for pair in mine)


def test_a_pair_without_a_no_shows_a_sign_from_the_fifth_decision_on(past: Past) -> None:
    cases = past.live(6)
    for case in cases[:4]:
        fine(past, case)
    assert not any(pair.is_always for pair in pairs(question()))
    fine(past, cases[4])
    assert [pair.is_always for pair in pairs(question())] == [True, True]
    fine(past, cases[5], standing="refused")
    assert not any(pair.is_always for pair in pairs(question()))


def test_reasons_are_told_to_those_who_may_see_the_case_and_to_nobody_else(past: Past) -> None:
    seen, hidden = past.case(unit_id=past.units[1]), past.case(unit_id=past.units[2])
    for case in (seen, hidden):
        case.save()
        fine(past, case)
    found, n = deviations(question(), Narrowed(), Grounds(units=frozenset([past.units[1]])))
    assert n == 2
    told = {one.number: (one.is_open, one.reason) for one in found}
    assert told == {seen.number: (True, "首次違規且已改善"), hidden.number: (False, "")}
    assert not any(one.reason for one in deviations(question(), Narrowed(), Grounds())[0])


def test_the_list_is_read_page_by_page_the_latest_first(past: Past) -> None:
    random_fines(past, past.live(60))
    whole, n = deviations(question(), Narrowed(), EVERYTHING, 0, 1_000)
    assert len(whole) == n > 20
    assert [one.changed_at for one in whole] == sorted((one.changed_at for one in whole), reverse=True)
    pages = [deviations(question(), Narrowed(), EVERYTHING, first, 7) for first in range(0, n + 7, 7)]
    assert [one for page, _n in pages for one in page] == whole
    assert {total for _page, total in pages} == {n}


def test_alike_violations_show_the_spread_of_what_was_imposed(past: Past) -> None:
    cases = [past.case(kind=KINDS[0]) for _ in range(4)]
    for case, amount in zip(cases, (60_000, 100_000, 100_000, 30_000), strict=True):
        case.save()
        fine(past, case, amount=amount, proposed=100_000 if amount > 30_000 else 30_000)
    [one] = alike(penalty_lines(question(), By.KIND)[By.KIND])
    assert (one.kind, one.proposed, one.amounts.n, one.as_proposed) == (KINDS[0], 100_000, 3, 2)
    assert (one.least, one.amounts.median, one.most) == (60_000, 100_000, 100_000)


def test_figures_take_one_query_however_many_ways_and_the_list_three(past: Past) -> None:
    random_fines(past, past.live(60))
    with CaptureQueriesContext(connection) as figures:
        penalty_lines(question(), By.UNIT, By.KIND, By.MONTH)
    assert len(figures) == 1
    seen = Grounds(units=frozenset(past.units))
    with CaptureQueriesContext(connection) as listed:
        deviations(question(), Narrowed(), seen, 0, 5)
    assert len(listed) == 3
    with CaptureQueriesContext(connection) as paired:
        pairs(question())
    assert len(paired) == 1


amounts = st.tuples(st.integers(0, 500_000), st.integers(0, 500_000))


@given(st.lists(st.dictionaries(amounts, st.integers(1, 9)), max_size=4))
def test_lines_add_up_to_the_line_of_all_their_penalties(parts: list[dict[tuple[int, int], int]]) -> None:
    whole = penalty_total(PenaltyLine(imposed=Counter(part)) for part in parts)
    every = [pair for part in parts for pair, n in part.items() for _ in range(n)]
    assert whole.n == len(every)
    assert whole.total == sum(amount for _proposed, amount in every)
    assert whole.median == (statistics.median_low(amount for _proposed, amount in every) if every else None)
    assert whole.deviations == sum(proposed != amount for proposed, amount in every)


def test_a_case_that_awaits_approval_is_counted_in_every_period(past: Past) -> None:
    case = past.case()
    case.save()
    fine(past, case, standing="awaiting", changed_at=NOW)
    long_ago = question(period=Period(date(2020, 1, 1), date(2020, 1, 1)))
    assert penalty_total(penalty_lines(long_ago, By.ALL)[By.ALL]).awaiting == 1
    assert deviations(question(period=YEAR), Narrowed("awaiting"), EVERYTHING)[1] == 1
