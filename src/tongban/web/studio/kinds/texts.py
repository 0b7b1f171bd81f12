"""One text in both languages, side by side: typed, previewed, kept in the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.catalogue.actions import DraftMoved, change_draft
from tongban.apps.catalogue.message_files import CODE, Parts, parts_of, path_of, paths_of
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import Edition, definition, edition
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.casework import Definition
from tongban.core.casework.texts import ANSWER, PLACEHOLDERS
from tongban.core.text import LANGUAGES, Fault
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.showing import said, show

from .addresses import kind_url
from .kind import head
from .samples import Preview, preview, sample_values
from .words import LANGUAGE_NAMES, PART_NAMES, readable, uses_of

Faults = dict[tuple[str, str], str]
"""(language, part) → what is wrong there."""


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, reach: Grounds, domain: str, name: str, code: str) -> HttpResponse:
    """GET shows it; POST `save` keeps it, `back` returns to what was delivered, `try` only shows how it would read."""
    pack = pack_within(reach, f"{domain}/{name}")
    if CODE.fullmatch(code) is None:
        raise Http404
    now = edition(pack)
    if request.method == "GET":
        typed = {language: parts_of(now.files.get(path_of(code, language))) for language in LANGUAGES}
        return _page(request, pack, now, code, typed, _placed(now.faults, code, typed))
    typed = {language: _typed(request, language) for language in LANGUAGES}
    if "back" in request.POST:
        return _save(request, pack, code, typed, dict.fromkeys(paths_of(code)))
    if "try" in request.POST:
        return _page(request, pack, now, code, typed, _own_faults(typed))
    if faults := _own_faults(typed):
        return _page(request, pack, now, code, typed, faults, status=422)
    return _save(request, pack, code, typed, {path_of(code, one): typed[one].as_file() for one in LANGUAGES})


@door(Deed.MANAGE_PACKS)
@require_GET
def new_text(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """Leads to the empty page of a text that is not there yet."""
    pack = pack_within(reach, f"{domain}/{name}")
    code = request.GET.get("code", "").strip()
    if CODE.fullmatch(code) is None:
        messages.error(request, _("A text's code has small letters, digits and hyphens only, such as “step-paid”."))
        return HttpResponseRedirect(kind_url(pack.code) + "#texts")
    return HttpResponseRedirect(kind_url(pack.code, "text", code))


def _typed(request: HttpRequest, language: str) -> Parts:
    parts = (request.POST.get(f"{language}-{part}", "") for part in PART_NAMES)
    return Parts(*parts).tidied()


def _save(
    request: HttpRequest, pack: Pack, code: str, typed: dict[str, Parts], files: dict[str, bytes | None]
) -> HttpResponse:
    seen = {path: request.POST.get(f"seen-{path}", "") for path in paths_of(code)}
    try:
        found = change_draft(pack=pack, files=files, seen=seen, by=actor_of(request), at=timezone.now())
    except DraftMoved as moved:
        return _moved(request, pack, moved.edition, code, typed)
    wrong = _placed(found.faults, code, {one: parts_of(found.files.get(path_of(code, one))) for one in LANGUAGES})
    if wrong:
        messages.warning(request, _("Kept in the draft. Before it can be published, mend what is marked below."))
    else:
        messages.success(request, _("Kept in the draft. Citizens read it after the draft is published."))
    return HttpResponseRedirect(kind_url(pack.code, "text", code))


def _moved(request: HttpRequest, pack: Pack, now: Edition, code: str, typed: dict[str, Parts]) -> HttpResponse:
    """Somebody else was quicker: what was typed stays, what stands there now is shown beside it."""
    other = now.draft.changed_by if now.draft else now.pack.current.published_by if now.pack.current else ""
    theirs = {language: parts_of(now.files.get(path_of(code, language))) for language in LANGUAGES}
    return _page(request, pack, now, code, typed, {}, status=409, moved_by=names_of({other})[other], theirs=theirs)


def _own_faults(typed: dict[str, Parts]) -> Faults:
    return {
        (language, part): said(fault) for language, parts in typed.items() for part, fault in parts.faults().items()
    }


def _placed(faults: list[Fault], code: str, typed: dict[str, Parts]) -> Faults:
    """The checker's faults at the field they are about; what names no placeholder belongs to the text."""
    placed: Faults = {}
    for fault in faults:
        for language in LANGUAGES:
            if fault.file == path_of(code, language):
                key = (language, _part_with(fault.place, typed[language]))
                sentence = f"{fault.place} {said(fault.text)} {said(fault.remedy)}".strip()
                placed[key] = f"{placed[key]} {sentence}" if key in placed else sentence
    return placed


def _part_with(place: str, parts: Parts) -> str:
    inner = place.strip("()").strip()
    return next((part for part in PART_NAMES if inner and inner in getattr(parts, part)), "body")


def _page(
    request: HttpRequest,
    pack: Pack,
    now: Edition,
    code: str,
    typed: dict[str, Parts],
    faults: Faults,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    shown = now.definition or (definition(pack.current_id) if pack.current_id else None)
    today = timezone.localdate()
    previews = [
        preview(typed[one], one, sample_values(shown, pack.owner, typed[one].subject, one, today)) for one in LANGUAGES
    ]
    context = {
        **head(pack, now, shown),
        "code": code,
        "heading": readable(typed["zh-Hant"].subject) or code,
        "columns": [_column(language, typed[language], faults) for language in LANGUAGES],
        "faults": [
            (f"{language}-{part}", LANGUAGE_NAMES[language], PART_NAMES[part], fault)
            for (language, part), fault in faults.items()
        ],
        "previews": previews,
        "step_lines": _step_lines(previews) if shown and any(use.is_step for use in uses_of(shown, code)) else [],
        "uses": uses_of(shown, code) if shown else [],
        "placeholders": _placeholders(shown),
        "seen": [(path, now.seen(path)) for path in paths_of(code)],
        "is_own": any(path in now.overlay for path in paths_of(code)),
        "is_delivered": any(path in now.base for path in paths_of(code)),
        **more,
    }
    if request.headers.get("HX-Request") and "try" in request.POST:
        return show(request, "text_preview", context, tab="kinds")
    return show(request, "text", context, tab="kinds", status=status)


def _column(language: str, parts: Parts, faults: Faults) -> dict[str, Any]:
    return {
        "language": language,
        "name": LANGUAGE_NAMES[language],
        "fields": [
            {
                "id": f"{language}-{part}",
                "part": part,
                "label": label,
                "value": getattr(parts, part),
                "fault": faults.get((language, part), ""),
            }
            for part, label in PART_NAMES.items()
        ],
    }


def _step_lines(previews: list[Preview]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {"language": one.language, "steps": [{"label": one.subject, "state": "done", "on": today, "note": one.body}]}
        for one in previews
    ]


def _placeholders(shown: Definition | None) -> list[tuple[str, str]]:
    """Name and meaning of everything that may stand between double parentheses."""
    known = [(name, said(meaning)) for name, meaning in PLACEHOLDERS.items()]
    forms = shown.forms.values() if shown else ()
    personal = shown.personal_data if shown else {}
    answers = [(f"{ANSWER}{q.name}", said(q.label)) for form in forms for q in form.questions if q.name not in personal]
    return known + answers
