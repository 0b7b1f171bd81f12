"""Two people at once: exactly one wins, the other is told, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from uuid import uuid4

from django.db import connection

from tests.apps.cases.asking import Agencies
from tests.apps.cases.branching import draw_branching
from tests.apps.cases.broken import break_bracelet, register
from tests.apps.cases.conftest import AT, application, build_city
from tongban.apps.cases.acting import Done
from tongban.apps.cases.actions import (
    accept_transfer,
    ask_transfer,
    complete_task,
    fire_due_timers,
    register_case,
    withdraw_transfer,
    write_note,
)
from tongban.apps.cases.errors import Changed, NotAllowed
from tongban.apps.cases.models import Case, Incident, Remark, Step, Task, Wait
from tongban.apps.cases.reading import case_file
from tongban.apps.journal.models import JournalEvent
from tongban.apps.journal.verify import verify
from tongban.core.casework import DefinitionFault, Refusal


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run them in threads that start together; what each returned or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except (Changed, NotAllowed, Refusal) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_complete_the_same_task_exactly_one_wins(own_database: str) -> None:
    city = build_city()
    by = [city.rights("handler"), city.rights("colleague")]
    for _ in range(10):
        number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
        task = case_file(number).open_tasks[0].number
        given = {"number": number, "task": task, "outcome": "complete", "at": AT, "seen": 1}
        results = at_once([partial(complete_task, by=who, **given) for who in by])
        assert sum(isinstance(result, Changed) for result in results) == 1
        case = Case.objects.get(number=number)
        assert case.version == 2
        assert Step.objects.filter(case=case, activity="accept").count() == 1
        assert JournalEvent.objects.filter(subject=f"case:{case.pk}", kind="TaskCompleted").count() == 1
    assert verify().is_clean


def test_of_two_who_meet_the_same_fault_at_once_one_opens_the_incident(own_database: str, tmp_path: Path) -> None:
    city = build_city()
    break_bracelet(tmp_path)
    by = [city.rights("handler"), city.rights("colleague"), city.rights("supervisor")]
    for _ in range(5):
        case = register(city)
        task = case_file(case.number).open_tasks[0].number
        given = {"number": case.number, "task": task, "outcome": "complete", "at": AT}
        results = at_once([partial(complete_task, by=who, **given) for who in by])
        assert all(isinstance(result, DefinitionFault) for result in results)
        assert Incident.objects.get(case_id=case.case_id).times == 3
        assert JournalEvent.objects.filter(subject=f"case:{case.case_id}", kind="IncidentOpened").count() == 1
    assert verify().is_clean


def test_without_a_version_the_slower_one_finds_the_task_gone(own_database: str) -> None:
    city = build_city()
    number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
    task = case_file(number).open_tasks[0].number
    by = [city.rights("handler"), city.rights("colleague")]
    results = at_once(
        [lambda who=who: complete_task(number=number, task=task, outcome="complete", by=who, at=AT) for who in by]
    )
    assert sorted(type(result).__name__ for result in results) == ["Done", "Refusal"]


def test_notes_written_at_once_are_all_kept(own_database: str) -> None:
    city = build_city()
    number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
    by = city.rights("handler")
    results = at_once([lambda i=i: write_note(number=number, body=f"註記 {i}", by=by, at=AT) for i in range(3)])
    assert not [result for result in results if isinstance(result, Exception)]
    assert Remark.objects.filter(purpose="note").count() == 3
    assert verify().is_clean


def test_numbers_are_unique_under_concurrency_and_the_same_form_is_one_case(own_database: str) -> None:
    city = build_city()
    by, key = city.rights("counter"), uuid4()
    once = application(city, intake_key=key)
    results = at_once(
        [lambda: register_case(application=once, by=by, at=AT) for _ in range(3)]
        + [lambda: register_case(application=application(city), by=by, at=AT) for _ in range(5)]
    )
    assert len({getattr(result, "number", None) for result in results}) == 6
    assert Case.objects.count() == 6


def test_timers_that_are_due_come_once_whatever_the_number_of_workers(own_database: str, tmp_path: Path) -> None:
    city = build_city()
    draw_branching(tmp_path)
    numbers = [register_case(application=application(city), by=city.rights("counter"), at=AT).number for _ in range(40)]
    for number in numbers:
        complete_task(number=number, task=case_file(number).open_tasks[0].number, by=city.rights("handler"), at=AT)
    later = AT + timedelta(days=30)
    fired = at_once([partial(fire_due_timers, at=later) for _ in range(4)])
    assert sum(int(str(each)) for each in fired) >= len(numbers)
    assert JournalEvent.objects.filter(kind="TimerFired").count() == len(numbers)
    assert Task.objects.filter(activity="chase").count() == len(numbers)
    assert not Wait.objects.exists()
    assert verify().is_clean


def test_branches_done_at_the_same_moment_meet_at_their_join(own_database: str, tmp_path: Path) -> None:
    """No token is lost, none waits for ever, nobody sees a deadlock."""
    city = build_city()
    draw_branching(tmp_path)
    handler = city.rights("handler")
    for _ in range(8):
        number = register_case(application=application(city), by=city.rights("counter"), at=AT).number
        complete_task(number=number, task=case_file(number).open_tasks[0].number, by=handler, at=AT)
        both = [task.number for task in case_file(number).open_tasks]
        at_once([partial(complete_task, number=number, task=task, by=handler, at=AT) for task in both * 4])
        assert [task.activity for task in case_file(number).open_tasks] == ["review"]
        assert Task.objects.filter(case__number=number, activity="review").count() == 1
    assert verify().is_clean


def test_a_case_accepted_while_its_step_is_completed_is_one_units_and_nothing_is_done_twice(own_database: str) -> None:
    """Whichever comes first: the step is done at most once, and the case ends up with the unit that accepted it."""
    agencies = Agencies(build_city())
    asker, receiver = agencies.asker, agencies.of("fire")
    for _ in range(8):
        number = register_case(application=application(agencies.city), by=agencies.city.rights("counter"), at=AT).number
        ask_transfer(number=number, unit="fire", reason="屬貴局權責", by=asker, at=AT)
        step = next(task.number for task in case_file(number).open_tasks if task.is_step)
        done = partial(complete_task, number=number, task=step, outcome="complete", by=asker, at=AT)
        accept = partial(accept_transfer, number=number, transfer=1, take=True, by=receiver, at=AT)
        back = partial(withdraw_transfer, number=number, transfer=1, by=asker, at=AT)
        results = at_once([done, accept, accept, back])
        case = Case.objects.get(number=number)
        went = case.unit == agencies.units["fire"]
        assert went == (sum(isinstance(result, Done) for result in results[1:3]) == 1)
        assert went != isinstance(results[3], Done)
        assert JournalEvent.objects.filter(subject=f"case:{case.pk}", kind="CaseTransferred").count() == went
        open_steps = Task.objects.filter(case=case, state="open")
        assert [(task.unit_id, task.away) for task in open_steps] == [(case.unit_id, False)]
    assert verify().is_clean
