"""公文文號 over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tongban.apps.connectors.actions import attach_number, reserve_numbers
from tongban.apps.connectors.models import Scope

from .access import calling, case_within_reach
from .answering import answer
from .cases import PROBLEMS
from .schemas import AttachIn, NumbersOut, ReserveIn

router = Router(tags=["documents"])


@router.post("/documents/numbers", response={201: NumbersOut, **PROBLEMS}, summary="Reserve document numbers")
def reserve(request: HttpRequest, body: ReserveIn) -> HttpResponse:
    system, at = calling(request, Scope.DOCUMENTS), timezone.now()

    def perform() -> NumbersOut:
        numbers = reserve_numbers(word=body.word, count=body.count, system_id=system.system_id, at=at)
        return NumbersOut(numbers=numbers)

    return answer(request, system, at, 201, perform)


@router.post(
    "/cases/{number}/document-number", response={200: NumbersOut, **PROBLEMS}, summary="Attach a document number"
)
def attach(request: HttpRequest, number: str, body: AttachIn) -> HttpResponse:
    system, at = calling(request, Scope.DOCUMENTS), timezone.now()

    def perform() -> NumbersOut:
        file = case_within_reach(number, system)
        attach_number(number=body.number, case_number=file.number, system_id=system.system_id, by=system, at=at)
        return NumbersOut(numbers=[body.number])

    return answer(request, system, at, 200, perform)
