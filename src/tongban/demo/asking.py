"""會辦: some cases are put to other agencies first; most of them answer, some are still being waited for today."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tongban.apps.cases.actions import answer_request, ask_units
from tongban.apps.org.models import Role, Unit
from tongban.core.calendar import day_of
from tongban.core.casework import Mode, Opinion, UnitRequest
from tongban.core.process import Task

from .office_time import DAY
from .town import AGENCIES
from .words import ANSWERED_UNITS, ASKED_UNITS
from .world import dice

if TYPE_CHECKING:
    from .life import Life

_OFTEN, _LATELY = 4, 12
"""Of a hundred cases; more of those that may still be open, so that the desks have some."""


def co_process(life: Life) -> None:
    """Ask one to three agencies and wait for their answers; raises NotYet where they are still to come."""
    rng = dice("asked", life.number)
    task = _own_step(life)
    if task is None or rng.randint(0, 99) >= (_LATELY if life.is_late_in_year else _OFTEN):
        return
    life.wait(rng.uniform(20, 120))
    due_on = life.world.calendar.add_working_days(day_of(life.at), rng.randint(2, 4))
    others = [agency.code for agency in AGENCIES if agency.code not in _own_units(life)]
    asked = rng.sample(others, rng.randint(1, 3))
    question = rng.choice(ASKED_UNITS)
    life.do(
        ask_units(
            number=life.number,
            task=task.number,
            mode=Mode.CO_PROCESSING,
            requests=tuple(UnitRequest(unit=code, question=question, due_on=due_on) for code in asked),
            enough=len(asked),
            by=life.worker(task),
            at=life.at,
        )
    )
    _answers(life, rng, [one.number for one in life.state.consultations])


def _answers(life: Life, rng: Random, requests: list[int]) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    for one in [request for request in life.state.consultations if request.number in requests]:
        life.wait(rng.uniform(0.1, 1.6) * DAY)
        person = rng.choice(life.world.staff.of(Role.HANDLER, units[one.unit]))
        opinion = rng.choice((Opinion.AGREE, Opinion.NO_OPINION, Opinion.OTHER))
        said = rng.choice(ANSWERED_UNITS) if opinion is Opinion.OTHER else ""
        by = life.officer(person)
        life.do(answer_request(number=life.number, request=one.number, opinion=opinion, text=said, by=by, at=life.at))


def _own_step(life: Life) -> Task | None:
    """A step of the case's own unit; what waits elsewhere asks nobody."""
    waiting = life.state.process.tasks if life.state.process else ()
    return next((task for task in waiting if task.groups and task.groups[0] == Role.HANDLER), None)


def _own_units(life: Life) -> set[str]:
    return set(Unit.objects.filter(pk__in=[life.file.unit_id, life.file.owner_id]).values_list("code", flat=True))
