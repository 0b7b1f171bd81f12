"""The life of one case: the acts of officers and citizens in their order, carried out by the real actions."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from tongban.apps.cases.acting import By, Done, Program
from tongban.apps.cases.actions import (
    Applicant,
    Application,
    complete_task,
    push_step,
    register_case,
    take_task,
)
from tongban.apps.cases.placing import place
from tongban.apps.cases.reading import CaseFile, case_file
from tongban.apps.catalogue.queries import definition
from tongban.apps.org.models import Role
from tongban.apps.org.policy import Rights
from tongban.apps.parties.actions.consent import Agreement
from tongban.core.calendar import day_of
from tongban.core.casework import CaseState, CorrectionRequest, Definition
from tongban.core.process import Task

from . import fines
from .arrivals import Arrival
from .filling import Writer, fill_in
from .founding import SYSTEM
from .office_time import DAY, minutes_of
from .people import Citizen
from .words import COMMENTS, CONSEQUENCE, KEYED_IN_LATE, MISSING
from .world import World, dice

COUNTER_SYSTEM = Program(f"system:{SYSTEM}")
AT_COUNTERS = ("counter", "post", "fax", "phone")
_CONSENT = 0.9
_LATE, _FORGOTTEN = 0.05, 0.015
_LATELY_LATE, _LATELY_FORGOTTEN = 0.22, 0.12
"""Of the cases that may still be open: at year's end work piles up."""
_FORMS = {"counter": "paper", "post": "paper", "fax": "paper", "phone": "oral", "web": "web", "system": "web"}


class NotYet(Exception):
    """What comes next lies in the future."""


class Life:
    """A case from its arrival on. `minute` is where its story stands, in office minutes."""

    def __init__(self, world: World, arrival: Arrival) -> None:
        self.world, self.arrival = world, arrival
        self.rng = dice("case", arrival.number)
        self.minute = arrival.minute
        self.number = ""
        self.case_id = self.version = 0
        self.state: CaseState

    # --- time

    @property
    def at(self) -> datetime:
        return self.world.clock.at(self.minute)

    def wait(self, minutes: float) -> None:
        self.wait_until(self.minute + max(1, int(minutes)))

    def pause(self, at_most: int) -> None:
        """A while that matters little against the period."""
        self.wait(self.rng.uniform(0.05, 1) * min(at_most, self.limit * 0.08))

    def wait_until(self, minute: int) -> None:
        """Raises NotYet when that has not come; it never goes back."""
        if minute >= self.world.now:
            raise NotYet
        self.minute = max(minute, self.minute + 1)

    @cached_property
    def limit(self) -> int:
        return minutes_of(self.definition.limit)

    @cached_property
    def is_late_in_year(self) -> bool:
        """Whether it came so lately that it may still be open."""
        return self.world.now - self.arrival.minute < 2.5 * self.limit + 3 * DAY

    @cached_property
    def pace(self) -> float:
        """The share of the period this case will need; above 1 it ends late."""
        rng = self.rng
        late, forgotten = (_LATELY_LATE, _LATELY_FORGOTTEN) if self.is_late_in_year else (_LATE, _FORGOTTEN)
        luck = rng.uniform(0, 1)
        if luck < forgotten:
            return rng.uniform(2.5, 6)
        late += forgotten
        return rng.uniform(1.05, 2) if luck < late else 0.06 + 0.8 * rng.betavariate(2.2, 2)

    def step_time(self) -> float:
        process = self.definition.process
        pauses = self.definition.clock.pauses
        steps = sum(t.id not in pauses for t in process.user_tasks) if process else len(self.definition.public_steps)
        return self.limit * self.pace / max(1, steps) * self.rng.uniform(0.4, 1.6)

    # --- who

    def by(self, role: str, unit_id: int | None = None) -> Rights:
        """An officer of that role; handlers and supervisors of the case's own unit stay the same ones."""
        return self.officer(self.rng.choice(self.world.staff.of(role, unit_id or self.file.unit_id)))

    def officer(self, person_id: int) -> Rights:
        return self.world.staff.rights(person_id, self.at.date())

    @cached_property
    def handler(self) -> int:
        return self.rng.choice(self.world.staff.of(Role.HANDLER, self.file.unit_id))

    # --- arrival

    @cached_property
    def definition(self) -> Definition:
        return definition(self.arrival.version_id)

    @cached_property
    def file(self) -> CaseFile:
        """The case as it was registered."""
        return case_file(self.number)

    def register(self) -> bool:
        """False when it had been registered before: the city was interrupted while it was built."""
        self.minute = max(self.minute, 1)
        application = self._application()
        by: By = COUNTER_SYSTEM if application.source else Program("citizen")
        if self.arrival.channel in AT_COUNTERS:
            by = self.by(Role.COUNTER, self.arrival.unit_id)
        made = register_case(application=application, by=by, at=self.at)
        self.number, self.case_id = made.number, made.case_id
        self.state, self.version = self.file.state, self.file.version
        return not made.already

    def _application(self) -> Application:
        arrival = self.arrival
        system = arrival.channel == "system"
        came = self.world.clock.at(self.minute - DAY) if self._came_yesterday() else self.at
        return Application(
            kind=arrival.kind,
            unit_id=arrival.unit_id,
            channel=arrival.channel,
            applicant=self._applicant(arrival.citizen),
            answers=fill_in(self.definition.form, self.writer(came)),
            effective_on=came.date() if came < self.at else None,
            late_reason=KEYED_IN_LATE if came < self.at else "",
            intake_key=arrival.key,
            source=SYSTEM if system else "",
            source_reference=f"SC-{arrival.number:06d}" if system else "",
        )

    def _came_yesterday(self) -> bool:
        """Some post is keyed in on the next working day."""
        return self.arrival.channel == "post" and self.minute > DAY and self.rng.randint(0, 4) == 0

    def _applicant(self, citizen: Citizen) -> Applicant:
        channel = self.arrival.channel
        agreed = self.rng.uniform(0, 1) < _CONSENT
        agreement = Agreement(_FORMS[channel], "web" if channel == "system" else channel) if agreed else None
        return Applicant(
            name=citizen.name,
            identifier=citizen.identifier,
            phone=citizen.mobile if agreed else "",
            email=citizen.email if agreed else "",
            address=citizen.address if agreed else "",
            district=citizen.district,
            language=citizen.language,
            agreement=agreement,
        )

    def writer(self, at: datetime) -> Writer:
        return Writer(self.rng, self.arrival.citizen, self.arrival.other, at)

    # --- steps

    def do(self, done: Done) -> None:
        """Take note of what became of an act."""
        self.state, self.version = done.outcome.state, done.version

    def complete(self, correct: bool) -> None:
        """Complete a waiting task; with `correct` by asking for a correction where the drawing offers that."""
        assert self.state.process is not None
        task = self.rng.choice(self.state.process.tasks)
        if self.state.deviation_at(task.number) is not None:
            fines.decide(self, task)
            return
        by = self.worker(task)
        if self.rng.randint(0, 3) == 0:
            self.do(take_task(number=self.number, task=task.number, by=by, at=self.at))
            self.pause(40)
        outcome = self.choose(task, correct)
        if fines.differs(self, task, outcome):
            return
        drawn = self.definition.process
        assert drawn is not None
        form = drawn.activities[task.activity].form
        given = fill_in(self.definition.forms[form], self.writer(self.at), self.state.answers) if form else {}
        self.do(
            complete_task(
                number=self.number,
                task=task.number,
                outcome=outcome,
                answers=given,
                comment=self.rng.choice(COMMENTS) if self.rng.randint(0, 2) == 0 else "",
                correction=self.request() if self.asks(task, outcome) else None,
                by=by,
                at=self.at,
            )
        )

    def worker(self, task: Task) -> Rights:
        unit_id, role = place(task.groups, self.file.unit_id, self.world.staff.version)
        if role == Role.HANDLER and unit_id == self.file.unit_id:
            return self.officer(self.handler)
        return self.by(role, unit_id)

    def choose(self, task: Task, correct: bool) -> str:
        offered = self.definition.offered(task.activity)
        if not offered:
            return ""
        asking = [outcome for outcome in offered if self.asks(task, outcome)]
        if correct and asking:
            return asking[0]
        plain = [outcome for outcome in offered if outcome not in asking]
        return self.rng.choices(plain, [10] + [1] * (len(plain) - 1))[0]

    def asks(self, task: Task, outcome: str) -> bool:
        """Whether the outcome leads to waiting for the citizen."""
        process, pauses = self.definition.process, self.definition.clock.pauses
        ways = process.consequences_of(task.activity) if process else ()
        return any(way.outcome == outcome and set(way.leads_to) & pauses.keys() for way in ways)

    def can_ask(self) -> bool:
        """Whether a waiting task offers to ask for a correction."""
        tasks = self.state.process.tasks if self.state.process else ()
        return any(self.asks(task, outcome) for task in tasks for outcome in self.definition.offered(task.activity))

    def request(self) -> CorrectionRequest:
        missing, reason = self.rng.choice(MISSING)
        due_on = self.world.calendar.add_working_days(day_of(self.at), self.rng.randint(7, 12))
        return CorrectionRequest(missing=missing, reason=reason, due_on=due_on, consequence=CONSEQUENCE)

    def push(self, step: str, outcome: str = "") -> None:
        self.do(push_step(number=self.number, activity=step, outcome=outcome, by=COUNTER_SYSTEM, at=self.at))
