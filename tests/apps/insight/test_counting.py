from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.apps.cases.conftest import BRACELET
from tests.apps.insight.conftest import KINDS, NOW, TODAY, YEAR, Past, question
from tongban.apps.cases.models import Case
from tongban.apps.insight.actions import roll_up, roll_up_everything
from tongban.apps.insight.models import RolledMonth, Tally
from tongban.apps.insight.months import Period, month_of
from tongban.apps.insight.queries import (
    By,
    Line,
    Question,
    Spread,
    carried_over,
    late_cases,
    lines,
    open_lines,
    total,
)
from tongban.apps.insight.queries.fresh import fresh_months
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.policy import Grounds

FIELD = {By.OWNER: "owner_id", By.UNIT: "unit_id", By.KIND: "kind", By.OFFICER: "handler_id", By.CHANNEL: "channel"}
LATER = NOW + timedelta(hours=1)


def brute_force(question: Question, by: By) -> dict[Any, Line]:
    """The same lines by going through every case one by one."""
    found: dict[Any, Line] = {}

    def line(key: Any) -> Line:
        return found.setdefault(key, Line(key))

    for case in Case.objects.prefetch_related("corrections"):
        if not _asked(question, case):
            continue
        key = None if by is By.ALL else getattr(case, FIELD[by]) if by in FIELD else ...
        received = month_of(case.received_on)
        if question.period.first <= received <= question.period.last:
            line(received if key is ... else key).received += 1
        if case.closed_on is None:
            if key is not ...:
                _count_open(line(key), case, question.today)
        elif question.period.first <= month_of(case.closed_on) <= question.period.last:
            _count_finished(line(month_of(case.closed_on) if key is ... else key), case)
    return found


def _asked(question: Question, case: Case) -> bool:
    reach = question.reach
    return (
        (reach.everything or case.owner_id in reach.owner_units or case.unit_id in reach.units)
        and question.owner in (None, case.owner_id)
        and (question.units is None or case.unit_id in question.units)
        and question.kind in (None, case.kind)
        and question.channel in (None, case.channel)
    )


def _count_open(line: Line, case: Case, today: date) -> None:
    sunday = today + timedelta(days=6 - today.weekday())
    line.open.n += 1
    line.open.late += case.due_on is not None and case.due_on < today
    line.open.this_week += case.due_on is not None and today <= case.due_on <= sunday
    line.open.waiting += case.phase == "awaiting-correction"


def _count_finished(line: Line, case: Case) -> None:
    assert case.closed_on
    line.n += 1
    line.corrections += case.corrections.count()
    line.extensions += len(case.clock["extensions"])
    if case.phase == "withdrawn":
        line.withdrawn += 1
        return
    line.on_time += bool(case.on_time)
    line.overdue += not case.on_time
    line.working_days += calendar().working_days_between(case.received_on, case.closed_on)
    line.spread += Spread({(case.closed_on - case.received_on).days: 1})


def same(question: Question, by: By) -> None:
    counted = {line.key: line for line in lines(question, by)}
    assert counted == brute_force(question, by), by


def every_way(past: Past) -> Iterable[Question]:
    yield question()
    yield question(period=Period(date(2025, 5, 1), date(2025, 5, 1)), kind=KINDS[1])
    yield question(period=Period(date(2026, 5, 1), date(2026, 5, 1)), channel="post")
    yield question(owner=past.owners[1], units=frozenset(past.units[:2]))
    yield question(reach=Grounds(owner_units=frozenset(past.owners[:1]), units=frozenset(past.units[1:2])))
    yield question(reach=Grounds())


def all_same(past: Past) -> None:
    for asked in every_way(past):
        for by in By:
            same(asked, by)


@pytest.mark.parametrize("past", range(3), indirect=True)
def test_tallies_and_what_is_counted_now_add_up_to_every_case_whatever_happens_in_between(past: Past) -> None:
    cases = past.live(120)
    all_same(past)
    assert roll_up(at=NOW)
    all_same(past)
    for case in past.chance.sample(cases, 30):
        disturb(past, case)
    all_same(past)
    roll_up(at=LATER)
    all_same(past)


def disturb(past: Past, case: Case) -> None:
    """Take up again and perhaps finish anew, finish late with an early day, give to somebody else, withdraw."""
    chance = past.chance
    if case.closed_on is not None and chance.random() < 0.7:
        past.reopen(case, LATER)
    if case.closed_on is None and chance.random() < 0.6:
        past.finish(case, chance.choice([TODAY, max(case.received_on, date(2026, 3, 31))]))
    case.handler_id = past.city.people["colleague"].pk
    case.unit_id = chance.choice(past.units)
    case.changed_at = LATER
    case.save()


def test_months_that_are_over_come_from_the_tallies_and_nothing_else_does(past: Past) -> None:
    past.live(60)
    roll_up(at=NOW)
    assert max(fresh_months()) == date(2026, 4, 1)
    Tally.objects.filter(finished_month=date(2026, 4, 1)).update(on_time=1_000)
    april = next(line for line in lines(question(), By.MONTH) if line.key == date(2026, 4, 1))
    assert april.on_time % 1_000 == 0
    assert april.on_time


def test_a_case_taken_up_again_makes_the_month_in_which_it_was_closed_stale(past: Past) -> None:
    case = past.case(received_on=date(2026, 2, 2), changed_at=NOW - timedelta(days=90))
    past.finish(case, date(2026, 2, 20))
    case.save()
    roll_up(at=NOW)
    past.reopen(case, LATER)
    case.save()
    assert date(2026, 2, 1) not in fresh_months()
    assert roll_up(at=LATER + timedelta(hours=1)) == {date(2026, 2, 1)}
    assert date(2026, 2, 1) in fresh_months()


def test_what_happens_to_an_open_case_makes_no_month_stale(past: Past) -> None:
    past.live(40)
    roll_up(at=NOW)
    Case.objects.filter(closed_on=None).update(changed_at=LATER, handler=past.city.people["colleague"])
    assert roll_up(at=LATER + timedelta(hours=1)) == set()


def test_rolling_up_twice_or_everything_changes_nothing(past: Past) -> None:
    past.live(60)
    roll_up(at=NOW)
    before = list(Tally.objects.order_by(*_order()).values_list(*_order(), "n", "took", "times"))
    assert roll_up(at=NOW) == set()
    roll_up_everything(at=LATER)
    assert list(Tally.objects.order_by(*_order()).values_list(*_order(), "n", "took", "times")) == before
    assert set(RolledMonth.objects.values_list("fresh_at", flat=True)) == {LATER}


def _order() -> tuple[str, ...]:
    return ("finished_month", "received_month", "owner", "unit", "kind", "channel")


def test_a_city_without_cases_has_no_figures_and_no_fault(db: None) -> None:
    assert roll_up(at=NOW) == set()
    for by in By:
        assert lines(question(), by) == []
    assert total([]) == Line()


def test_rates_leave_out_what_was_withdrawn_and_say_nothing_of_nothing() -> None:
    line = Line(n=10, withdrawn=2, on_time=6, overdue=2, working_days=40)
    assert (line.decided, line.on_time_rate, line.mean_working_days) == (8, 0.75, 5.0)
    assert (Line().on_time_rate, Line().mean_working_days, Line().spread.median) == (None, None, None)


def test_the_period_ends_with_its_last_day(past: Past) -> None:
    for on in (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1)):
        case = past.case(received_on=date(2026, 1, 5), kind=BRACELET)
        past.finish(case, on)
        case.save()
    asked = question(period=Period(date(2026, 2, 1), date(2026, 2, 1)))
    assert [line.n for line in lines(asked, By.ALL)] == [1]
    assert YEAR.until == date(2026, 5, 31)


@pytest.mark.parametrize("past", [7], indirect=True)
def test_carried_over_and_received_less_finished_is_what_was_open_at_the_end(past: Past) -> None:
    past.live(100)
    roll_up(at=NOW)
    for month in Period(date(2025, 5, 1), date(2026, 5, 1)):
        asked = question(period=Period(month, month))
        found = {line.key: line for line in lines(asked, By.UNIT)}
        carried = carried_over(asked, By.UNIT)
        for unit in found.keys() | carried.keys():
            line = found.get(unit, Line())
            assert carried.get(unit, 0) == open_after(month - timedelta(days=1), unit)
            assert carried.get(unit, 0) + line.received - line.n == open_after(asked.period.until, unit)


def open_after(day: date, unit: int) -> int:
    cases = Case.objects.filter(unit_id=unit, received_on__lte=day)
    return sum(case.closed_on is None or case.closed_on > day for case in cases)


@pytest.mark.parametrize("past", [3], indirect=True)
def test_the_dunning_list_holds_what_is_late_and_says_by_how_much(past: Past) -> None:
    past.live(80)
    for asked in every_way(past):
        found, n = late_cases(asked)
        assert n == len(found) == total(lines(asked, By.OWNER)).open.late
        assert [(case.unit, case.unit_id, case.due_on) for case in found] == sorted(
            (case.unit, case.unit_id, case.due_on) for case in found
        )
    friday = past.case(due_on=date(2026, 5, 15), received_on=date(2026, 5, 1), unit_id=past.city.office.pk)
    friday.save()
    late = next(case for case in late_cases(question())[0] if case.number == friday.number)
    assert (late.days, late.working_days) == (5, 3)


@pytest.mark.parametrize("past", [5], indirect=True)
def test_open_cases_alone_are_the_open_part_of_every_line(past: Past) -> None:
    past.live(50)
    alone = {line.key: line.open for line in open_lines(question(), By.UNIT)}
    assert alone == {line.key: line.open for line in lines(question(), By.UNIT) if line.open.n}
