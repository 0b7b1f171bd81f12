"""The page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.apps.cases.actions.seeing import record_seen
from tongban.apps.documents.queries import documents_of
from tongban.apps.journal.actions import record_look
from tongban.apps.org.policy import Deed
from tongban.apps.parties.models import Channel
from tongban.apps.worklists.columns.own import PHASES
from tongban.apps.worklists.queries import draft
from tongban.web.desk.lists.trail import trail
from tongban.web.parts.formatting import masked_name

from .acts import beside, menu
from .acts.act import only_for
from .answers import answers_shown
from .clockface import clock_face
from .flow import public_steps
from .incidents import incidents_shown
from .opening import Opened, opened
from .people import parties_shown
from .reasons import reason_given
from .requests import TypedRequest, requests_shown
from .standing import standings
from .tasks import TaskShown, Typed, tasks_shown
from .timeline import timeline
from .transfers import how_often, transfer_shown
from .waits import waits_shown


@require_GET
@login_required
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """404 for no such case, 403 for one that is none of the reader's business."""
    found = opened(request, number)
    if found.number != number:
        return redirect("desk_case", found.number)
    if found.must_say_why and not reason_given(request, found):
        return redirect(f"{reverse('desk_case_reason', args=[number])}?{request.GET.urlencode()}")
    record_seen(case_id=found.file.id, version=found.file.version, by=found.rights, at=found.at)
    if found.sees_names and not request.GET.get("show"):
        record_look(at=found.at, actor=found.rights.actor, subject=found.file.subject, what="case", door="desk")
    return case_page(request, found)


def case_page(
    request: HttpRequest,
    found: Opened,
    *,
    typed: Typed | None = None,
    request_typed: TypedRequest | None = None,
    revealed: Mapping[str, Any] | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The whole page. `typed`: a completion that was not accepted; `revealed`: what may be shown in clear this once."""
    revealed = revealed or {}
    tasks, acts = tasks_shown(found, typed), menu(found)
    context: dict[str, object] = {
        **head(found),
        "trail": trail(request, found.file.id),
        "clock": clock_face(found),
        "tasks": tasks,
        "standings": standings(found),
        "drafts": _drafts(found, tasks) if typed is None else {},
        "answers": answers_shown(found, revealed.get("answers")),
        "parties": parties_shown(found, revealed.get("parties")),
        "documents": documents_of(found.file.subject),
        "may_attach": found.may(Deed.ATTACH),
        "menu": acts,
        "beside": beside(found),
        "waits": waits_shown(found),
        "may_receive": any(item.act.code == "receive" and not item.why_not for item in acts),
        "incidents": incidents_shown(found),
        "transfer": transfer_shown(found),
        **requests_shown(found, request_typed),
        "may_close": any(item.act.code == "close" and not item.why_not for item in acts),
        "steps": public_steps(found),
        "why_not_again": "" if found.may(Deed.MESSAGE) else only_for(Deed.MESSAGE),
        "timeline": timeline(found, request.GET.get("show", "")),
        **more,
    }
    return render(request, "desk/case.html", context, status=status)


def head(found: Opened) -> dict[str, object]:
    """What every page about the case says on top."""
    row, definition, language = found.row, found.definition, found.language
    outcome = found.file.state.outcome
    return {
        "opened": found,
        "case": row,
        "kind": definition.name.in_(language),
        "applicant": row.applicant if found.sees_names else masked_name(row.applicant),
        "phase": PHASES[found.file.state.phase],
        "outcome": definition.outcome_name(outcome).in_(language) if outcome and outcome in definition.outcomes else "",
        "channel": dict(Channel.choices).get(row.channel, row.channel),
        "may_look": found.sees_names,
        **how_often(found),
    }


def draft_key(number: str, form: str) -> str:
    return f"case:{number}:{form}"


def _drafts(found: Opened, tasks: list[TaskShown]) -> dict[int, object]:
    """What was being typed into the tasks' forms."""
    kept = {
        t.number: draft(found.rights.person_id, draft_key(found.number, f"complete:{t.number}"))
        for t in tasks
        if t.form
    }
    return {number: one for number, one in kept.items() if one is not None}
