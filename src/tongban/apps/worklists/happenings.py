"""Journal events that a colleague wants to know of, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

NOTICED: Mapping[str, Any] = {
    "CaseRegistered": _("new"),
    "TaskCompleted": _("step completed"),
    "TaskTaken": _("taken"),
    "TaskAssigned": _("assigned"),
    "CorrectionAsked": _("correction asked for"),
    "CorrectionAnswered": _("correction answered"),
    "CorrectionExpired": _("correction expired"),
    "DeviationAsked": _("another fine awaits approval"),
    "DeviationApproved": _("another fine approved"),
    "DeviationRefused": _("another fine refused"),
    "TransferAsked": _("another unit asked to take it over"),
    "CaseTransferred": _("transferred"),
    "TransferRefused": _("transfer refused"),
    "TransferWithdrawn": _("transfer taken back"),
    "TransferLapsed": _("transfer no longer needed"),
    "UnitsAsked": _("units asked"),
    "ConsultationAnswered": _("a unit answered"),
    "ConsultationPassedBack": _("a unit passed it back"),
    "ConsultationWithdrawn": _("request to a unit withdrawn"),
    "MoreTimeAsked": _("a unit asks for more time"),
    "MoreTimeGranted": _("more time given to a unit"),
    "MoreTimeRefused": _("no more time for a unit"),
    "UnitNudged": _("a unit nudged"),
    "ConsultationsLapsed": _("answers no longer needed"),
    "TaskSentBack": _("sent back"),
    "TaskSkipped": _("step skipped"),
    "TimerFired": _("a timer came"),
    "MessageReceived": _("a message came"),
    "IncidentOpened": _("process incident"),
    "IncidentEnded": _("goes on again"),
    "CaseMigrated": _("another version of its kind"),
    "ClockExtended": _("extended"),
    "CaseSuspended": _("clock stopped"),
    "CaseResumed": _("clock goes on"),
    "AnswersRecorded": _("answers changed"),
    "NoteWritten": _("note"),
    "DocumentAttached": _("attachment"),
    "DocumentNumberAttached": _("document number"),
    "MessageOrdered": _("message sent"),
    "ConsentWithdrawn": _("consent withdrawn"),
    "ContactsChanged": _("contact data changed"),
    "CaseClosed": _("closed"),
    "CaseWithdrawn": _("withdrawn"),
    "CaseReopened": _("reopened"),
}


def happening(kind: str) -> str:
    return str(NOTICED[kind]) if kind in NOTICED else ""
