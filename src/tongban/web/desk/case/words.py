"""Journal events in the words of the office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tongban.apps.cases.placing import unit_of
from tongban.apps.cases.queries import step_name
from tongban.apps.parties.models import Channel, ConsentForm
from tongban.core.calendar import Limit, LimitUnit
from tongban.core.casework import Definition, Mode, RowHit, rows_hit
from tongban.web.parts.formatting import date_for, thousands

from . import process_words, transfers
from .opening import Opened
from .people import LABELS
from .requests import OPINION_NAMES
from .wording import prepared_name

Data = Mapping[str, Any]
STEPS, TIME, MESSAGES, NOTES, DOCUMENTS, LOOKS = "steps", "time", "messages", "notes", "documents", "looks"
KINDS: Mapping[str, Any] = {
    STEPS: gettext_lazy("Steps"),
    TIME: gettext_lazy("Time limit"),
    MESSAGES: gettext_lazy("Messages"),
    NOTES: gettext_lazy("Notes"),
    DOCUMENTS: gettext_lazy("Documents and data"),
    LOOKS: gettext_lazy("Looks"),
}


def said(opened: Opened, kind: str, data: Data, people: Mapping[int, str]) -> tuple[str, str]:
    """(kind of happening, sentence) for an event."""
    if kind in _PLAIN:
        group, sentence = _PLAIN[kind]
        return group, str(sentence)
    if kind in _TOLD:
        group, tell = _TOLD[kind]
        return group, tell(opened, data, people)
    return STEPS, kind


def _registered(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    channel = dict(Channel.choices).get(data.get("channel", ""), data.get("channel", ""))
    return _("Registered (%(channel)s)") % {"channel": channel}


def _completed(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    step = opened.activity_name(str(data.get("activity", "")))
    if not (outcome := data.get("outcome")):
        return _("Completed “%(step)s”") % {"step": step}
    name = opened.definition.outcome_name(str(outcome)).in_(opened.language)
    return _("Completed “%(step)s”: %(outcome)s") % {"step": step, "outcome": name}


def _assigned(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Task given to %(name)s") % {"name": people.get(data.get("person", 0), "—")}


def _step(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    step = opened.definition.step_on(str(data.get("step", "")))
    name = (
        opened.definition.step_name(step).in_(opened.language)
        if step
        else opened.activity_name(str(data.get("step", "")))
    )
    return _("Public step reached: %(step)s") % {"step": name}


def _asked(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Correction asked for, to be supplied by %(day)s") % {"day": _day(data.get("due_on"), opened.language)}


def _extended(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    amount = Limit(int(data["amount"]), LimitUnit(data["unit"])).text.in_(opened.language)
    return _("Extended by %(amount)s") % {"amount": amount}


def _closed(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    if not (outcome := data.get("outcome")):
        return _("Closed")
    return _("Closed: %(outcome)s") % {"outcome": opened.definition.outcome_name(str(outcome)).in_(opened.language)}


def _reopened(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Reopened at “%(step)s”") % {"step": opened.activity_name(str(data.get("activity", "")))}


def _at(data: Data) -> dict[str, str]:
    """Where the process held the case up, as the version of then calls it."""
    return {"step": step_name(data["pack_version"], data["activity"])}


def _stuck(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Could not go on at “%(step)s”: the definition gives no answer there; whoever may mend it is told") % _at(
        data
    )


def _freed(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("No longer held up at “%(step)s”") % _at(data)


def _migrated(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Moved to version %(to)s of its kind (from version %(from)s)") % {
        "to": data.get("to_version", ""),
        "from": data.get("from_version", ""),
    }


def _ordered(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    message = opened.definition.messages.get(str(data.get("message", "")))
    name = prepared_name(message, opened.language) if message else str(data.get("message", ""))
    return _("Message ordered: %(name)s") % {"name": name}


def _answers(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    if data.get("version") == 1:
        return _("Application form recorded")
    return _("Answers changed (version %(version)s)") % {"version": data.get("version", "")}


def _withdrawn(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    form = dict(ConsentForm.choices).get(str(data.get("form", "")), "")
    return _("Consent withdrawn (%(form)s): contact data erased, messages stopped") % {"form": form}


def _contacts(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    """Which were changed or taken away; what they are stays in the protected store."""
    digests = data.get("digests")
    kept = digests if isinstance(digests, Mapping) else {}
    gone = {field: _("%(contact)s removed") % {"contact": label} for field, label in LABELS.items()}
    names = [str(label) if kept[field] else gone[field] for field, label in LABELS.items() if field in kept]
    return _("Contact data changed: %(which)s") % {"which": pgettext("words in a row", ", ").join(names)}


def _numbered(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    return _("Document number %(number)s attached") % {"number": data.get("number", "")}


def _control(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    if data.get("due_on"):
        return _("Control date %(day)s set") % {"day": _day(data["due_on"], opened.language)}
    return _("Another unit was told")


def _decided(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    rows = rows_hit(opened.definition, data, opened.language)
    if is_dispatch(opened.definition, data):
        return _dispatched(opened, data, [_with_units(opened, row) for row in rows])
    return _joined(rows) or _("Decided by rule: %(decision)s") % {"decision": data.get("decision", "")}


def is_dispatch(definition: Definition, data: Data) -> bool:
    """Whether a `DecisionMade` said which unit handles the case: it was made before any step."""
    rule = definition.dispatch
    return rule is not None and data.get("decision") == rule.decision and not data.get("activity")


def _joined(rows: Iterable[RowHit]) -> str:
    return pgettext("words in a row", ", ").join(row_said(row) for row in rows)


def _dispatched(opened: Opened, data: Data, rows: Iterable[RowHit]) -> str:
    code, why = str(data.get("value") or ""), _joined(rows)
    if not code:
        return _("The dispatch table leaves it with the unit that the offer names (%(why)s)") % {"why": why}
    return _("Dispatched to %(unit)s by the table (%(why)s)") % {"unit": _unit_name(opened, code), "why": why}


def _with_units(opened: Opened, row: RowHit) -> RowHit:
    """People know units by their names, tables by their codes."""
    return replace(row, facts=tuple((label, _unit_name(opened, value)) for label, value in row.facts))


def _unit_name(opened: Opened, code: str) -> str:
    unit = unit_of(code, opened.file.org_version)
    return unit.title.in_(opened.language) if unit else code


def _not_dispatched(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    why = data.get("why", {})
    said = why.get("en" if opened.language.lower().startswith("en") else "zh-Hant", "")
    return _("The dispatch table failed; the case went to the unit that the offer names: %(why)s") % {"why": said}


def row_said(row: RowHit) -> str:
    """The row as one sentence: which, what the case has there, and why."""
    between = pgettext("words in a row", ", ")
    facts = between.join(_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in row.facts)
    why = between.join(text for _heading, text in row.reasons)
    said = {"table": row.table, "number": row.number, "facts": facts, "why": why}
    if facts:
        return _("“%(table)s”, row %(number)s (%(facts)s): %(why)s") % said
    return _("“%(table)s”, row %(number)s: %(why)s") % said


def _imposed(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    said = {"amount": thousands(data.get("amount", 0)), "proposed": thousands(data.get("proposed", 0))}
    if data.get("deviation"):
        return _("Fine of NT$%(amount)s; the standard gives NT$%(proposed)s") % said
    return _("Fine of NT$%(amount)s, by the standard") % said


def _deviation(sentence: Any) -> Callable[[Opened, Data, Mapping[int, str]], str]:
    def tell(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
        return str(sentence) % {
            "amount": thousands(data.get("amount", 0)),
            "proposed": thousands(data.get("proposed", 0)),
        }

    return tell


def _units_asked(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    language = opened.language
    units = [
        _("%(unit)s (by %(day)s)") % {"unit": _unit_name(opened, one["unit"]), "day": _day(one["due_on"], language)}
        for one in data.get("requests", ())
    ]
    names = {"units": pgettext("words in a row", ", ").join(units), "enough": data.get("enough", "")}
    if data.get("instead_of"):
        return _("Given to another unit instead: %(units)s") % names
    if data.get("mode") == Mode.PARALLEL_DISPATCH:
        return _("Parts given to %(units)s") % names
    return _("Asked %(units)s; %(enough)s answers are enough to go on") % names


def _of_request(sentence: Any, dispatched: Any = "") -> Callable[[Opened, Data, Mapping[int, str]], str]:
    """A sentence with the unit, the day and the opinion in it; another one for a part of a parallel dispatch."""

    def tell(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
        chosen = dispatched if dispatched and data.get("mode") == Mode.PARALLEL_DISPATCH else sentence
        return str(chosen) % {
            "unit": _unit_name(opened, str(data.get("unit", ""))),
            "day": _day(data.get("until") or data.get("due_on"), opened.language),
            "opinion": OPINION_NAMES.get(data.get("opinion", ""), ""),
        }

    return tell


def _passed_back(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    unit = _unit_name(opened, str(data.get("unit", "")))
    if not (suggested := data.get("suggested")):
        return _("%(unit)s passed it back: not in charge") % {"unit": unit}
    said = {"unit": unit, "other": _unit_name(opened, str(suggested))}
    return _("%(unit)s passed it back: not in charge, %(other)s should be asked") % said


def _lapsed(opened: Opened, data: Data, people: Mapping[int, str]) -> str:
    count = len(data.get("requests", ()))
    said = ngettext("%(n)s open request to a unit lapsed", "%(n)s open requests to units lapsed", count)
    return said % {"n": count}


def _day(text: object, language: str) -> str:
    try:
        return date_for(date.fromisoformat(str(text)), language)
    except ValueError:
        return str(text or "—")


_PLAIN: Mapping[str, tuple[str, Any]] = {
    "TaskTaken": (STEPS, gettext_lazy("Took the task")),
    "CorrectionAnswered": (STEPS, gettext_lazy("Correction supplied")),
    "CorrectionExpired": (STEPS, gettext_lazy("Correction not supplied in time")),
    "ClockPaused": (TIME, gettext_lazy("The clock stands still")),
    "ClockResumed": (TIME, gettext_lazy("The clock runs again")),
    "CaseSuspended": (TIME, gettext_lazy("Suspended: the clock stands still")),
    "CaseResumed": (TIME, gettext_lazy("Resumed: the clock runs again")),
    "CaseWithdrawn": (STEPS, gettext_lazy("Withdrawn by the applicant")),
    "MessageSentAgain": (MESSAGES, gettext_lazy("A message that did not arrive was sent again")),
    "NoteWritten": (NOTES, gettext_lazy("Note")),
    "PasswordRenewed": (DOCUMENTS, gettext_lazy("Receipt reprinted with a new query password")),
    "DocumentAttached": (DOCUMENTS, gettext_lazy("Document attached")),
    "ControlLifted": (TIME, gettext_lazy("Control date lifted")),
}
_TOLD: Mapping[str, tuple[str, Callable[[Opened, Data, Mapping[int, str]], str]]] = {
    "CaseRegistered": (STEPS, _registered),
    "TaskCompleted": (STEPS, _completed),
    "TaskAssigned": (STEPS, _assigned),
    "StepReached": (STEPS, _step),
    "CorrectionAsked": (TIME, _asked),
    "ClockExtended": (TIME, _extended),
    "DecisionMade": (STEPS, _decided),
    "DispatchFailed": (STEPS, _not_dispatched),
    "PenaltyImposed": (STEPS, _imposed),
    "DeviationAsked": (
        STEPS,
        _deviation(gettext_lazy("Asked for a fine of NT$%(amount)s instead of NT$%(proposed)s; it awaits approval")),
    ),
    "DeviationApproved": (STEPS, _deviation(gettext_lazy("Approved the fine of NT$%(amount)s"))),
    "DeviationRefused": (STEPS, _deviation(gettext_lazy("Refused the fine of NT$%(amount)s"))),
    "TransferAsked": (STEPS, transfers.asked),
    "CaseTransferred": (STEPS, transfers.went),
    "TransferRefused": (STEPS, transfers.refused),
    "TransferWithdrawn": (STEPS, transfers.taken_back),
    "TransferLapsed": (STEPS, transfers.lapsed),
    "UnitsAsked": (STEPS, _units_asked),
    "ConsultationAnswered": (
        STEPS,
        _of_request(gettext_lazy("%(unit)s answered: %(opinion)s"), gettext_lazy("%(unit)s reported: %(opinion)s")),
    ),
    "ConsultationPassedBack": (STEPS, _passed_back),
    "ConsultationWithdrawn": (
        STEPS,
        _of_request(gettext_lazy("Request to %(unit)s withdrawn"), gettext_lazy("Part of %(unit)s withdrawn")),
    ),
    "MoreTimeAsked": (STEPS, _of_request(gettext_lazy("%(unit)s asks for time until %(day)s"))),
    "MoreTimeGranted": (STEPS, _of_request(gettext_lazy("%(unit)s may answer until %(day)s"))),
    "MoreTimeRefused": (STEPS, _of_request(gettext_lazy("No more time for %(unit)s"))),
    "UnitNudged": (STEPS, _of_request(gettext_lazy("%(unit)s nudged"))),
    "ConsultationsLapsed": (STEPS, _lapsed),
    "TaskSentBack": (STEPS, process_words.sent_back),
    "TaskSkipped": (STEPS, process_words.skipped),
    "TimerFired": (STEPS, process_words.fired),
    "MessageReceived": (STEPS, process_words.received),
    "EventThrown": (STEPS, process_words.thrown),
    "WorkCancelled": (STEPS, process_words.cancelled),
    "IncidentOpened": (STEPS, _stuck),
    "IncidentEnded": (STEPS, _freed),
    "CaseMigrated": (STEPS, _migrated),
    "CaseClosed": (STEPS, _closed),
    "CaseReopened": (STEPS, _reopened),
    "MessageOrdered": (MESSAGES, _ordered),
    "AnswersRecorded": (DOCUMENTS, _answers),
    "ConsentWithdrawn": (DOCUMENTS, _withdrawn),
    "ContactsChanged": (DOCUMENTS, _contacts),
    "DocumentNumberAttached": (DOCUMENTS, _numbered),
    "ControlSet": (TIME, _control),
}
