"""Why a case came to the unit that handles it."""

from __future__ import annotations

from tongban.apps.journal.queries import events_of

from .opening import Opened
from .words import said


def why_here(opened: Opened) -> str:
    """What the dispatch table said when the case was taken in; empty for a kind that has none."""
    if opened.definition.dispatch is None:
        return ""
    made = events_of(opened.file.subject).filter(kind__in=("DecisionMade", "DispatchFailed")).order_by("seq").first()
    return said(opened, made.kind, made.data, {})[1] if made else ""
