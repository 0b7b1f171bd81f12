"""What a citizen sees of the case: how far it is, until when, what is missing, whom to ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tongban.apps.cases.reading import NoSuchCase
from tongban.apps.feedback.links import questionnaire_path
from tongban.apps.insight.durations import usual_duration
from tongban.apps.journal.queries import proof_for
from tongban.apps.lookups.decisions import rows_told
from tongban.apps.lookups.queries import PublicCase, public_case, told
from tongban.core.text import Text

from . import wording
from .grants import granted_number, revoke, still_holds

View = Callable[[HttpRequest, PublicCase], HttpResponse]


def _of_the_granted_case(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Only with a grant that still holds; everyone else comes to the form, with a word on why."""

    @cache_control(private=True, no_store=True)
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        number = granted_number(request)
        try:
            shown = public_case(number, timezone.localdate()) if number else None
        except NoSuchCase:
            shown = None
        if shown is None or not still_holds(request, shown.case):
            response = redirect("citizen:look-up")
            revoke(response)
            return response
        return view(request, shown)

    return guarded


@_of_the_granted_case
def case(request: HttpRequest, shown: PublicCase) -> HttpResponse:
    language, today = get_language() or "", timezone.localdate()

    def say(text: Text) -> str:
        return text.in_(language)

    now = shown.progress
    context = {
        "here": "look-up",
        "number": shown.number,
        "applicant": shown.case.applicant,
        "name": say(shown.name),
        "received_on": shown.file.received_on,
        "progress": now,
        "standing": wording.standing(now, language),
        "meaning": wording.meaning(now),
        "sign": wording.sign(now),
        "steps": wording.steps(now, language),
        "left": say(now.left),
        "why": [say(line) for line in now.why],
        "rows": rows_told(shown, language),
        "penalty": shown.file.state.penalty if now.is_over else None,
        "usual": usual_duration(shown.file.kind, today),
        "unit": shown.unit,
        "unit_name": say(shown.unit.title),
        "owner_name": say(shown.owner.text),
        "taken_in": shown.case.taken_in,
        "taken_in_name": say(shown.case.taken_in.title),
        "told": [(say(message.subject), message.on) for message in told(shown, today)],
        "questionnaire": questionnaire_path(shown.number) if now.is_over else "",
        "trail": [(_("Home"), "/"), (_("Look up progress"), "/progress/"), (shown.number, "")],
    }
    return render(request, "citizen/case.html", context)


@_of_the_granted_case
def proof(request: HttpRequest, shown: PublicCase) -> HttpResponse:
    context = {
        "here": "look-up",
        "number": shown.number,
        "subject": shown.file.subject,
        "proof": proof_for(shown.file.subject),
        "trail": [
            (_("Home"), "/"),
            (shown.number, "/progress/case/"),
            (_("Proof of the record"), ""),
        ],
    }
    return render(request, "citizen/proof.html", context)


@_of_the_granted_case
def proof_file(request: HttpRequest, shown: PublicCase) -> HttpResponse:
    """The proof with the case number beside the name that the journal uses for the case."""
    found = proof_for(shown.file.subject)
    if found is None:
        return redirect("citizen:proof")
    whole = {"case_number": shown.number, **found}
    response = HttpResponse(json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{shown.number}.json"'
    return response
