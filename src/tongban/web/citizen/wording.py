"""One sentence on how a case stands, and its steps as the page's pieces want them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongban.apps.lookups.progress import DONE, Progress, ShownStep
from tongban.core.casework import Phase
from tongban.web.parts.formatting import date_for


def standing(now: Progress, language: str) -> str:
    """What the citizen came for, in one sentence."""
    if now.phase is Phase.WITHDRAWN:
        return _("The application was withdrawn.")
    if now.is_over:
        return _("Closed: %(outcome)s.") % {"outcome": now.outcome.in_(language) or pgettext("outcome", "done")}
    if now.correction is not None:
        return _("We are waiting for documents from you until %(day)s.") % {
            "day": date_for(now.correction.due_on, language)
        }
    if now.phase is Phase.SUSPENDED:
        return _("The work has to stand still for now. The reason is given below.")
    return _in_progress(now, language)


def _in_progress(now: Progress, language: str) -> str:
    step = now.now.name.in_(language) if now.now else pgettext("step", "in progress")
    if now.due_on is None:
        return _("Now at “%(step)s”.") % {"step": step}
    values = {"step": step, "day": date_for(now.due_on, language)}
    if now.late:
        return _("Now at “%(step)s”. It should have been finished by %(day)s and is late: we are sorry.") % values
    return _("Now at “%(step)s”. Expected to be finished by %(day)s.") % values


def meaning(now: Progress) -> str:
    """The colour of that sentence."""
    if now.is_over:
        return "done"
    if now.correction is not None:
        return "soon"
    return "late" if now.late else "waiting" if now.phase is Phase.SUSPENDED else ""


def sign(now: Progress) -> str:
    """Its plain sign: done, something to do, late, standing still, under way."""
    return {"done": "✓", "soon": "!", "late": "‼", "waiting": "‖"}.get(meaning(now), "●")


def steps(now: Progress, language: str) -> list[dict[str, Any]]:
    return [_step(step, now, language) for step in now.steps]


def _step(step: ShownStep, now: Progress, language: str) -> dict[str, Any]:
    text = step.text.in_(language)
    shown: dict[str, Any] = {"label": step.name.in_(language), "state": step.state, "on": step.on, "note": text}
    if step.state != DONE and text:
        shown["note"] = _("When this is done: %(text)s") % {"text": text}
    if step.state == "waiting" and now.correction is not None:
        shown |= {"note": now.correction.missing, "url": "#missing", "action": _("What you need to supply")}
    return shown
