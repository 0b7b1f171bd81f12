"""The receipt, as long as its password can be printed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.apps.documents.names import disposition
from tongban.apps.documents.receipts import PaperFault
from tongban.web.desk.handing import handed
from tongban.web.parts.receipts import Receipt, receipt_html, receipt_of
from tongban.web.parts.receipts import receipt_pdf as made_pdf

from .opening import Opened, opened
from .page import head


@require_GET
@login_required
@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    found = opened(request, number)
    paper = _paper(request, found)
    if paper is None:
        return _gone(request, found)
    context = {
        "paper": receipt_html(paper),
        "title": _("Receipt %(number)s") % {"number": number},
        "pdf_url": reverse("desk_receipt_pdf", args=[number]),
        "back_url": reverse("desk_case", args=[number]),
        "back_label": _("To the case"),
    }
    return render(request, "parts/receipt_page.html", context)


@require_GET
@login_required
@never_cache
def receipt_pdf(request: HttpRequest, number: str) -> HttpResponse:
    found = opened(request, number)
    paper = _paper(request, found)
    if paper is None:
        return _gone(request, found)
    try:
        content = made_pdf(paper)
    except PaperFault as fault:
        return render(request, "desk/case_receipt_gone.html", {**head(found), "fault": str(fault)}, status=503)
    name = disposition(f"{_('Receipt')}-{number}.pdf", inline=True)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _paper(request: HttpRequest, found: Opened) -> Receipt | None:
    kept = handed(request, found.number, at=found.at)
    if kept is None:
        return None
    return receipt_of(
        found.row,
        found.definition,
        password=kept.password,
        received=kept.received,
        officer=request.user.get_full_name(),  # type: ignore[union-attr]
        is_renewed=kept.is_renewed,
        at=found.at,
    )


def _gone(request: HttpRequest, found: Opened) -> HttpResponse:
    """Nobody can read the password any more: a new receipt needs a new one."""
    return render(request, "desk/case_receipt_gone.html", head(found), status=410)
