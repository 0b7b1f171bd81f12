"""Seeing what is masked: asked for, recorded, shown once."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.apps.parties.actions import reveal, reveal_answers
from tongban.apps.parties.models import Party, ProtectedAnswers

from .answers import protected_id
from .opening import Opened, opened
from .page import case_page
from .people import DOOR, LABELS


@require_POST
@login_required
@never_cache
def show_answers(request: HttpRequest, number: str) -> HttpResponse:
    found = _looking(request, number)
    reason = _reason(request, found)
    if not reason:
        return case_page(request, found, fault=_no_reason(), status=422)
    kept = protected_id(found)
    row = ProtectedAnswers.objects.filter(pk=kept).first() if kept else None
    clear = row and reveal_answers(
        answers=row, subject=found.file.subject, by=found.rights.actor, at=found.at, reason=reason, door=DOOR
    )
    return case_page(request, found, revealed={"answers": clear or {}})


@require_POST
@login_required
@never_cache
def show_contacts(request: HttpRequest, number: str) -> HttpResponse:
    found = _looking(request, number)
    reason = _reason(request, found)
    if not reason:
        return case_page(request, found, fault=_no_reason(), status=422)
    parties = Party.objects.filter(case_parties__case_id=found.file.id, erased_at=None)
    shown = {
        party.pk: reveal(
            party=party, fields=tuple(LABELS), by=found.rights.actor, at=found.at, reason=reason, door=DOOR
        )
        for party in parties
    }
    return case_page(request, found, revealed={"parties": shown})


def _looking(request: HttpRequest, number: str) -> Opened:
    found = opened(request, number)
    if not found.sees_names:
        raise PermissionDenied
    return found


def _reason(request: HttpRequest, found: Opened) -> str:
    """Whose case it is need not say why; others do."""
    given = request.POST.get("reason", "").strip()[:500]
    return given or ("" if found.must_say_why else _("Handling case %(number)s") % {"number": found.number})


def _no_reason() -> str:
    return _("Say why you need to see this: every look is recorded with its reason.")
