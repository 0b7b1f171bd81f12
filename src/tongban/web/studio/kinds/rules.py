"""Controls, reminders, and which steps the citizen is told of: a form over what the pack delivers."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.apps.catalogue.actions import DraftMoved, change_draft
from tongban.apps.catalogue.composing import MANIFEST, RULES, Rules, plain_manifest
from tongban.apps.catalogue.message_files import codes_in, parts_of, path_of
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import Edition, definition, edition
from tongban.apps.org.models import Unit, UnitKind
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.casework import Definition
from tongban.core.forms import QuestionType
from tongban.core.text import Fault
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.showing import said, show

from .addresses import kind_url
from .kind import head
from .rule_rows import MOST_ROWS, ControlRow, ReminderRow, rows_of

_CONTROL = re.compile(r"controls\[(\d+)\](?:\.(\w+))?")
_REMINDER = re.compile(r"clock\.remind\[(\d+)\]")
_FIELDS = {"field": "what", "notify_unit": "what"}


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """GET shows what the draft says; POST keeps it in the draft; `back` returns to what was delivered."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = edition(pack)
    if request.method == "GET":
        controls, reminders = rows_of(plain_manifest(now.files.get(MANIFEST, b"")))
        _place(now.faults, controls, reminders)
        return _page(request, pack, now, controls, reminders, _told(now))
    if "back" in request.POST:
        return _save(request, pack, now, [], [], set(), {RULES: None})
    controls = [row for n in range(MOST_ROWS) if not (row := ControlRow.typed(request.POST, n)).is_blank]
    reminders = [row for n in range(MOST_ROWS) if not (row := ReminderRow.typed(request.POST, n)).is_blank]
    told = set(request.POST.getlist("told"))
    if any([row.check().faults for row in controls] + [row.check().faults for row in reminders]):
        return _page(request, pack, now, controls, reminders, told, status=422)
    return _save(request, pack, now, controls, reminders, told, {RULES: _file(now, controls, reminders, told)})


def _file(now: Edition, controls: list[ControlRow], reminders: list[ReminderRow], told: set[str]) -> bytes | None:
    """Only what differs from the delivered pack; None when nothing does."""
    delivered = plain_manifest(now.base_files.get(MANIFEST, b""))
    base_controls, base_reminders = rows_of(delivered)
    wanted, before = [row.as_control() for row in controls], [row.as_control() for row in base_controls]
    remind, remind_before = ([row.as_reminder() for row in rows] for rows in (reminders, base_reminders))
    notify = {step["on"]: step["on"] in told for step in _steps(delivered)}
    made = Rules(
        controls=None if wanted == before else wanted,
        remind=None if remind == remind_before else remind,
        notify={s["on"]: notify[s["on"]] for s in _steps(delivered) if bool(s.get("notify")) != notify[s["on"]]},
    )
    return None if made == Rules() else made.as_file()


def _save(
    request: HttpRequest,
    pack: Pack,
    now: Edition,
    controls: list[ControlRow],
    reminders: list[ReminderRow],
    told: set[str],
    files: dict[str, bytes | None],
) -> HttpResponse:
    try:
        found = change_draft(
            pack=pack, files=files, seen={RULES: request.POST.get("seen", "")}, by=actor_of(request), at=timezone.now()
        )
    except DraftMoved as moved:
        by = moved.edition.draft.changed_by if moved.edition.draft else ""
        return _page(
            request, pack, moved.edition, controls, reminders, told, status=409, moved_by=names_of({by}).get(by) or "?"
        )
    if any(fault.file == MANIFEST for fault in found.faults):
        messages.warning(request, _("Kept in the draft. Before it can be published, mend what is marked below."))
    else:
        messages.success(request, _("Kept in the draft. It applies after the draft is published."))
    return HttpResponseRedirect(kind_url(pack.code, "rules"))


def _place(faults: list[Fault], controls: list[ControlRow], reminders: list[ReminderRow]) -> None:
    """The checker's faults at the row and field they are about."""
    for fault in faults:
        if fault.file != MANIFEST:
            continue
        if (found := _CONTROL.search(fault.place)) and int(found[1]) < len(controls):
            part = found[2] or "what"
            controls[int(found[1])].faults[_FIELDS.get(part, part)] = f"{said(fault.text)} {said(fault.remedy)}".strip()
        elif (found := _REMINDER.search(fault.place)) and int(found[1]) < len(reminders):
            reminders[int(found[1])].faults["days"] = said(fault.text)


def _steps(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    steps = manifest.get("public_steps")
    return [step for step in steps if isinstance(step, dict) and "on" in step] if isinstance(steps, list) else []


def _told(now: Edition) -> set[str]:
    return {step["on"] for step in _steps(plain_manifest(now.files.get(MANIFEST, b""))) if step.get("notify") is True}


def _page(
    request: HttpRequest,
    pack: Pack,
    now: Edition,
    controls: list[ControlRow],
    reminders: list[ReminderRow],
    told: set[str],
    *,
    status: int = 200,
    moved_by: str = "",
) -> HttpResponse:
    shown = now.definition or (definition(pack.current_id) if pack.current_id else None)
    manifest = plain_manifest(now.files.get(MANIFEST, b""))
    general = [
        f for f in now.faults if f.file == MANIFEST and not (_CONTROL.search(f.place) or _REMINDER.search(f.place))
    ]
    context = {
        **head(pack, now, shown),
        "controls": [*controls, ControlRow()],
        "reminders": [*reminders, ReminderRow()],
        "steps": [
            {"on": step["on"], "label": _step_label(now, step), "is_told": step["on"] in told}
            for step in _steps(manifest)
        ],
        "watchable": _watchable(shown),
        "names": _names(shown),
        "units": Unit.objects.filter(active=True).exclude(kind=UnitKind.SECTION).order_by("code"),
        "texts": [(code, parts_of(now.files.get(path_of(code, "zh-Hant"))).subject) for code in codes_in(now.files)],
        **_dispatch(pack, shown),
        "general": [f"{said(fault.text)} {said(fault.remedy)}" for fault in general] if request.method == "GET" else [],
        "seen": now.seen(RULES),
        "is_own": RULES in now.overlay,
        "moved_by": moved_by,
        "has_faults": any(row.faults for row in controls) or any(row.faults for row in reminders),
    }
    return show(request, "rules", context, tab="kinds", status=status)


def _dispatch(pack: Pack, shown: Definition | None) -> dict[str, str]:
    """The name of what says which unit handles a case, and its page where it is a table."""
    rule, model = (shown.dispatch, shown.decisions) if shown else (None, None)
    if rule is None or model is None:
        return {}
    name = next(one.name for one in model.decisions if one.id == rule.decision)
    url = kind_url(pack.code, "table", rule.decision) if rule.decision in model.tables else ""
    return {"dispatch": name, "dispatch_url": url}


def _step_label(now: Edition, step: dict[str, Any]) -> str:
    return parts_of(now.files.get(path_of(str(step.get("text", "")), "zh-Hant"))).subject or str(step["on"])


def _watchable(shown: Any) -> list[tuple[str, str]]:
    """The date questions a control may watch."""
    if shown is None:
        return []
    questions = [question for form in shown.forms.values() for question in form.questions]
    dates = [q for q in questions if q.type is QuestionType.DATE and q.name not in shown.personal_data]
    return [(f"field:{question.name}", said(question.label)) for question in dates]


def _names(shown: Any) -> list[tuple[str, str]]:
    """The names a condition may use, with what they stand for and the values they take."""
    if shown is None:
        return []
    questions = [question for form in shown.forms.values() for question in form.questions]
    return [
        (
            q.name,
            said(q.label) + (f"（{'、'.join(f'{c.name}＝{said(c.label)}' for c in q.choices)}）" if q.choices else ""),
        )
        for q in questions
    ]
