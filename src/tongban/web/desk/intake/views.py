"""Choosing a kind, taking the application in, and handing over number and password."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.cases.actions import Registered, notice_for, write_note
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.documents.names import disposition
from tongban.apps.documents.receipts import PaperFault
from tongban.apps.org.policy import Deed, Rights, may
from tongban.apps.parties.consent_text import CURRENT, TITLE, notice
from tongban.apps.worklists.actions import forget_draft
from tongban.apps.worklists.queries import draft
from tongban.web.desk.case.dispatched import why_here
from tongban.web.desk.case.opening import opened
from tongban.web.desk.handing import hand_over, handed
from tongban.web.parts.receipts import consent_form_html, consent_form_pdf

from .filling import Filling
from .offers import Offered, offered, offered_to


@require_GET
@login_required
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds the officer's units take in, narrowed by what is typed."""
    rights: Rights = request.rights  # type: ignore[attr-defined]
    if not may(rights, Deed.REGISTER):
        raise PermissionDenied
    typed = request.GET.get("kind", "").strip()[:100]
    found = offered_to(rights, typed, _language())
    several = len({one.unit.pk for one in found}) > 1
    items = [
        {"name": o.definition.name.in_(_language()), "summary": o.definition.summary.in_(_language()), "offer": o,
         "limit": o.definition.limit.text.in_(_language())}
        for o in found
    ]  # fmt: skip
    return render(request, "desk/intake_kinds.html", {"items": items, "typed": typed, "several": several})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def take_in(request: HttpRequest, unit: str, kind: str) -> HttpResponse:
    """The one page of the intake. What is wrong stands at its field, and what was typed stays."""
    rights: Rights = request.rights  # type: ignore[attr-defined]
    chosen = offered(rights, unit, kind)
    filling = Filling(chosen, rights, timezone.now(), _language(), request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, chosen, filling)
    if not filling.is_valid:
        return _page(request, chosen, filling, status=422)
    if filling.must_confirm:
        return _page(request, chosen, filling)
    tried = filling.register()
    if not tried.is_done:
        return _page(request, chosen, filling, status=tried.status)
    forget_draft(person_id=rights.person_id, key=_draft_key(chosen))
    return _registered(request, filling, tried.done)


def _page(request: HttpRequest, chosen: Offered, filling: Filling, status: int = 200) -> HttpResponse:
    key, language = _draft_key(chosen), _language()
    values = notice_for(chosen.unit, chosen.definition)
    context = {
        "offer": chosen,
        "kind": chosen.definition.name.in_(language),
        "summary": chosen.definition.summary.in_(language),
        "limit": chosen.definition.limit.text.in_(language),
        "legal_basis": chosen.definition.legal_basis.in_(language),
        "form": filling.form,
        "answers": filling.answers_shown,
        "doubles": filling.doubles if filling.must_confirm else [],
        "notice": [(s.heading.in_(language), s.body.in_(language)) for s in notice(CURRENT, values)],
        "draft_key": key,
        "draft": draft(filling.rights.person_id, key) if request.method == "GET" else None,
    }
    return render(request, "desk/intake_form.html", context, status=status)


def _registered(request: HttpRequest, filling: Filling, done: Registered) -> HttpResponse:
    if done.already:
        messages.info(request, _("This form had been sent before: here is the case it became."))
    elif done.password is not None:
        received = [int(index) for index in filling.form.cleaned_data["received"]]
        hand_over(request, done.number, done.password, received, at=filling.at)
        _note_documents(filling, done.number, received)
    return HttpResponseRedirect(reverse("desk_registered", args=[done.number]))


def _note_documents(filling: Filling, number: str, received: list[int]) -> None:
    """Colleagues see what was handed in and what was not; they read it in the city's language."""
    documents = filling.offered.definition.documents
    if not received:
        return
    lines = [f"{'☑' if index in received else '☐'} {text.zh}" for index, text in enumerate(documents)]
    # Where a handler takes in for another unit the note is not his to write: the receipt says it all the same.
    with suppress(NotAllowed):
        write_note(number=number, body="收件文件：\n" + "\n".join(lines), by=filling.rights, at=filling.at)


@require_GET
@login_required
@never_cache
def registered(request: HttpRequest, number: str) -> HttpResponse:
    """What the citizen is told at the counter: the number and, for half an hour, the password."""
    found = opened(request, number)
    kept = handed(request, number, at=found.at)
    context = {
        "opened": found,
        "case": found.row,
        "kind": found.definition.name.in_(found.language),
        "password": kept.password if kept else "",
        "groups": _spoken(kept.password) if kept else [],
        "has_contacts": any(one.party.has_contacts for one in found.row.case_parties.select_related("party")),
        "why_here": why_here(found),
        "may_print": found.may(Deed.REPRINT),
        "again_url": reverse("desk_intake_form", args=[found.row.taken_in.code, found.row.kind]),
    }
    return render(request, "desk/intake_registered.html", context)


@require_GET
@login_required
def consent_form(request: HttpRequest, unit: str, kind: str) -> HttpResponse:
    """The notice with lines to fill in and sign, to print before the application is taken in."""
    chosen = offered(request.rights, unit, kind)  # type: ignore[attr-defined]
    language = "en" if request.GET.get("language") == "en" else "zh-Hant"
    context = {
        "paper": consent_form_html(notice_for(chosen.unit, chosen.definition), language),
        "title": TITLE.in_(_language()),
        "pdf_url": f"{reverse('desk_consent_pdf', args=[unit, kind])}?language={language}",
        "back_url": reverse("desk_intake_form", args=[unit, kind]),
        "back_label": _("To the intake"),
    }
    return render(request, "parts/receipt_page.html", context)


@require_GET
@login_required
def consent_pdf(request: HttpRequest, unit: str, kind: str) -> HttpResponse:
    chosen = offered(request.rights, unit, kind)  # type: ignore[attr-defined]
    language = "en" if request.GET.get("language") == "en" else "zh-Hant"
    try:
        content = consent_form_pdf(notice_for(chosen.unit, chosen.definition), language)
    except PaperFault as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("desk_consent_form", args=[unit, kind]))
    name = disposition(f"{TITLE.in_(language)}.pdf", inline=True)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _draft_key(chosen: Offered) -> str:
    return f"intake:{chosen.unit.code}:{chosen.kind}"


def _spoken(password: str) -> list[str]:
    """As it is read aloud: character by character, in groups."""
    return [" ".join(group) for group in password.split("-")]


def _language() -> str:
    return get_language() or "zh-hant"
