"""What can be registered: the published kinds and their forms."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from tongban.apps.catalogue.models import Offer
from tongban.apps.catalogue.queries import UnknownKind, definition
from tongban.apps.connectors.models import Scope

from .access import calling
from .cases import PROBLEMS
from .problems import language_of
from .schemas import KindDetailOut, KindOut, QuestionOut

router = Router(tags=["kinds"])


@router.get("/kinds", response={200: list[KindOut], **PROBLEMS}, summary="Kinds your units take in")
def kinds(request: HttpRequest) -> list[KindOut]:
    system = calling(request, Scope.READ)
    offers = Offer.objects.filter(active=True, pack__current__isnull=False, unit_id__in=system.grounds.units)
    found: dict[str, tuple[int, list[str]]] = {}
    for code, version, unit in offers.order_by("pack__code", "unit__code").values_list(
        "pack__code", "pack__current_id", "unit__code"
    ):
        found.setdefault(code, (version, []))[1].append(unit)
    language = language_of(request)
    return [
        KindOut(
            code=code,
            name=definition(version).name.in_(language),
            channels=list(definition(version).channels),
            units=units,
        )
        for code, (version, units) in found.items()
    ]


@router.get("/kinds/{path:code}", response={200: KindDetailOut, **PROBLEMS}, summary="A kind with its form")
def kind(request: HttpRequest, code: str) -> KindDetailOut:
    system = calling(request, Scope.READ)
    offers = Offer.objects.filter(
        active=True, pack__code=code, pack__current__isnull=False, unit_id__in=system.grounds.units
    )
    rows = list(offers.values_list("pack__current_id", "unit__code").order_by("unit__code"))
    if not rows:
        raise UnknownKind(code)
    drawn, language = definition(rows[0][0]), language_of(request)
    return KindDetailOut(
        code=code,
        name=drawn.name.in_(language),
        channels=list(drawn.channels),
        units=[unit for _, unit in rows],
        questions=[
            QuestionOut(
                name=question.name,
                type=question.type.value,
                label=question.label.in_(language),
                required=question.is_always_required,
                choices=[choice.name for choice in question.choices],
            )
            for question in drawn.form.questions
        ],
        steps=[step.on for step in drawn.public_steps],
        outcomes=list(drawn.outcomes),
    )
