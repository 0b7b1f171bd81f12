"""Cases over the API: register, read, work on, mirror."""

from __future__ import annotations

from collections.abc import Callable
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router
from pydantic import BaseModel

from tongban.apps.cases.acting import Done
from tongban.apps.cases.actions import (
    Applicant,
    Application,
    NotOffered,
    answer_correction,
    complete_task,
    deliver_message,
    push_step,
    register_case,
)
from tongban.apps.cases.reading import CaseFile
from tongban.apps.catalogue.queries import definition
from tongban.apps.connectors.models import Scope
from tongban.apps.connectors.queries import Caller
from tongban.apps.org.models import Unit
from tongban.apps.parties.actions.consent import Agreement
from tongban.core.casework.waiting import awaited

from .access import calling, case_within_reach
from .answering import answer
from .problems import language_of
from .schemas import (
    AnswerIn,
    ApplicantIn,
    CaseIn,
    CaseOut,
    ConsultationOut,
    DoneOut,
    MessageIn,
    ProblemOut,
    RegisteredOut,
    StepIn,
    StepOut,
    TaskIn,
    TaskOut,
)

router = Router(tags=["cases"])
PROBLEMS = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut, 422: ProblemOut}
MOST_TASKS = 2_000_000_000


@router.post("/cases", response={201: RegisteredOut, **PROBLEMS}, summary="Register an application")
def register(request: HttpRequest, body: CaseIn) -> HttpResponse:
    system, at = calling(request, Scope.REGISTER), timezone.now()

    def perform() -> RegisteredOut:
        unit = Unit.objects.filter(code=body.unit, active=True).first()
        if unit is None or not system.grounds.cover_unit(unit.pk):
            raise NotOffered(body.unit)
        done = register_case(application=_application(body, unit, system), by=system, at=at)
        return RegisteredOut(
            number=done.number,
            query_password=done.password,
            already_registered=done.already,
            url=f"{settings.BASE_URL}/progress/?number={done.number}",
        )

    return answer(request, system, at, 201, perform)


@router.get("/cases/{number}", response={200: CaseOut, **PROBLEMS}, summary="Read a case")
def read(request: HttpRequest, number: str) -> CaseOut:
    return _shown(case_within_reach(number, calling(request, Scope.READ)), language_of(request))


@router.post(
    "/cases/{number}/tasks/{task}/complete", response={200: DoneOut, **PROBLEMS}, summary="Complete a waiting task"
)
def complete(
    request: HttpRequest, number: str, body: TaskIn, task: int = Path(..., ge=1, le=MOST_TASKS)
) -> HttpResponse:
    return _worked(request, complete_task, body, number=number, task=task)


@router.post("/cases/{number}/steps", response={200: DoneOut, **PROBLEMS}, summary="Push a public step of a mirror")
def push(request: HttpRequest, number: str, body: StepIn) -> HttpResponse:
    return _worked(request, push_step, body, number=number)


@router.post(
    "/cases/{number}/messages", response={200: DoneOut, **PROBLEMS}, summary="Deliver a message the case waits for"
)
def deliver(request: HttpRequest, number: str, body: MessageIn) -> HttpResponse:
    return _worked(request, deliver_message, body, number=number)


@router.post("/cases/{number}/correction", response={200: DoneOut, **PROBLEMS}, summary="Key in a correction")
def correct(request: HttpRequest, number: str, body: AnswerIn) -> HttpResponse:
    return _worked(request, answer_correction, body, number=number)


def _worked(request: HttpRequest, act: Callable[..., Done], body: BaseModel, **which: object) -> HttpResponse:
    """Carry out an act on a case; the fields of `body` are named as its parameters."""
    system, at = calling(request, Scope.WORK), timezone.now()
    return answer(request, system, at, 200, lambda: _done(act(**which, **dict(body), by=system, at=at)))


def _application(body: CaseIn, unit: Unit, system: Caller) -> Application:
    return Application(
        kind=body.kind,
        unit_id=unit.pk,
        channel=body.channel,
        applicant=_applicant(body.applicant, body.channel),
        answers=body.answers,
        effective_on=body.effective_on,
        late_reason=body.late_reason,
        source=system.code,
        source_reference=body.reference,
        intake_key=uuid5(NAMESPACE_URL, f"{system.code}/{body.reference}"),
    )


def _applicant(given: ApplicantIn, channel: str) -> Applicant:
    agreement = Agreement(given.consent.form, channel) if given.consent else None
    return Applicant(**given.model_dump(exclude={"consent"}), agreement=agreement)


def _done(done: Done) -> DoneOut:
    phase = done.outcome.state.phase.value
    return DoneOut(number=done.number, version=done.version, phase=phase, due_on=done.due_on)


def _shown(file: CaseFile, language: str) -> CaseOut:
    drawn = definition(file.pack_version_id)
    return CaseOut(
        number=file.number,
        kind=file.kind,
        phase=file.state.phase.value,
        outcome=file.state.outcome,
        received_on=file.received_on,
        due_on=file.due_on,
        version=file.version,
        steps=[
            StepOut(
                activity=step.activity,
                name=drawn.step_name(public).in_(language) if (public := drawn.step_on(step.activity)) else "",
                done_on=step.on,
                text=step.text,
            )
            for step in file.state.steps
        ],
        tasks=[
            TaskOut(
                number=task.number,
                activity=task.activity,
                name=drawn.process.activities[task.activity].name if drawn.process else "",
                role=task.role,
                outcomes=list(drawn.offered(task.activity)),
            )
            for task in file.open_tasks
            if task.is_step
        ],
        awaits=list(dict.fromkeys(wait.name for wait in awaited(file.state))),
        consultations=[
            ConsultationOut(
                number=one.number,
                round=one.round,
                mode=one.mode.value,
                unit=one.unit,
                asked_on=one.asked_on,
                due_on=one.due_on,
                standing=one.standing.value,
                opinion=one.opinion,
            )
            for one in file.state.consultations
        ],
    )
