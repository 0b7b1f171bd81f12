"""The satisfaction questionnaire of a closed case: whoever has its link may answer, once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from tongban.apps.cases.models import Case
from tongban.apps.catalogue.queries import definition
from tongban.apps.feedback.actions import LONGEST_COMMENT, NotOver, rate_case
from tongban.apps.feedback.links import is_code_of
from tongban.apps.feedback.models import ASPECTS, Score
from tongban.apps.feedback.queries import is_answered


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, number: str, code: str) -> HttpResponse:
    if not is_code_of(number, code):
        raise Http404
    case = Case.objects.filter(number=number).only("pk", "kind", "phase", "pack_version_id").first()
    if case is None:
        raise Http404
    if is_answered(case.pk):
        return render(request, "citizen/thanks.html")
    if case.phase not in ("closed", "withdrawn"):
        return render(request, "citizen/not_over.html", status=409 if request.method == "POST" else 200)
    return _answer(request, case) if request.method == "POST" else _form(request, case, {}, {})


def _answer(request: HttpRequest, case: Case) -> HttpResponse:
    comment = request.POST.get("comment", "").replace("\x00", "")
    chosen = {name: _score(request.POST.get(name, "")) for name in ASPECTS}
    try:
        rate_case(number=case.number, scores=chosen, comment=comment, at=timezone.now())
    except ValidationError as refused:
        faults = {name: texts[0] for name, texts in refused.message_dict.items()}
        return _form(request, case, {**chosen, "comment": comment}, faults, status=422)
    except NotOver:
        return render(request, "citizen/not_over.html", status=409)
    return redirect(request.path)


def _score(typed: str) -> int:
    return int(typed) if typed in {"1", "2", "3", "4", "5"} else 0


def _form(
    request: HttpRequest, case: Case, given: dict[str, object], faults: dict[str, str], status: int = 200
) -> HttpResponse:
    questions = {
        "overall": _("All in all, how satisfied are you?"),
        "speed": _("How fast it went"),
        "clarity": _("How clearly things were explained"),
        "attitude": _("How you were treated"),
    }
    rows = [
        {"name": name, "text": text, "chosen": given.get(name), "fault": faults.get(name)}
        for name, text in questions.items()
    ]
    context = {
        "name": definition(case.pack_version_id).name.in_(get_language() or ""),
        "questions": rows,
        "scores": [(score.value, score.label) for score in Score],
        "comment": given.get("comment", ""),
        "faults": faults,
        "longest": LONGEST_COMMENT,
    }
    return render(request, "citizen/questionnaire.html", context, status=status)
