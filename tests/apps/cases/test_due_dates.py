"""PRG-5: a calendar's edit moves due dates to what a fresh computation gives."""

from __future__ import annotations

from datetime import date, timedelta

from tests.apps.cases.conftest import AT, City, application
from tongban.apps.cases.actions import Registered, extend_limit, register_case, suspend_case
from tongban.apps.cases.duedates import recompute
from tongban.apps.cases.models import Case
from tongban.apps.cases.reading import case_file
from tongban.apps.officedays.actions import add_closure, remove_closure
from tongban.apps.officedays.queries import calendar
from tongban.core.calendar import Limit, LimitUnit

DAY = timedelta(days=1)


def test_a_typhoon_day_moves_the_due_date_by_a_working_day(city: City, registered: Registered) -> None:
    before = Case.objects.get(number=registered.number).due_on
    assert before == date(2026, 3, 3)
    closure = add_closure(day=date(2026, 2, 25), district="", reason="颱風停止上班", by="test", at=AT)
    assert recompute(closure.day).changed == 1
    assert Case.objects.get(number=registered.number).due_on == date(2026, 3, 4)
    remove_closure(closure=closure, by="test", at=AT)
    recompute(date(2026, 2, 25))
    assert Case.objects.get(number=registered.number).due_on == before


def test_a_closure_elsewhere_moves_nothing(city: City, registered: Registered) -> None:
    Case.objects.update(place="桃園區")
    add_closure(day=date(2026, 2, 25), district="復興區", reason="颱風停止上班", by="test", at=AT)
    assert recompute().changed == 0


def test_bulk_and_single_computation_agree(city: City) -> None:
    numbers = [register_case(application=application(city), by=city.rights("counter"), at=AT).number for _ in range(4)]
    suspend_case(number=numbers[1], ground="天然災害", by=city.rights("supervisor"), at=AT + DAY)
    six = Limit(6, LimitUnit.WORKING_DAYS)
    extend_limit(number=numbers[2], days=six, reason="案情複雜", by=city.rights("supervisor"), at=AT + DAY)
    add_closure(day=date(2026, 2, 26), district="", reason="颱風停止上班", by="test", at=AT)
    recompute()
    for number in numbers:
        assert Case.objects.get(number=number).due_on == case_file(number).state.due_on(calendar())


def test_running_it_twice_changes_nothing(city: City, registered: Registered) -> None:
    add_closure(day=date(2026, 2, 25), district="", reason="颱風停止上班", by="test", at=AT)
    recompute()
    assert recompute().changed == 0
