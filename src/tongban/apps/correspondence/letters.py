"""The system's own letters to officers. Names of citizens stay inside: a letter gives numbers and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from tongban.apps.cases.models import Case, Consultation, Correction, Incident, Transfer
from tongban.apps.cases.queries import step_name
from tongban.apps.catalogue.queries import definition
from tongban.core.calendar import Calendar
from tongban.core.casework import Mode
from tongban.core.forms.roc_dates import date_text

from .addresses import desk_url, incidents_url
from .wording import Wording, one_line


def reminder_letter(
    case: Case, due_on: date, today: date, calendar: Calendar, language: str, *, control: str = ""
) -> Wording:
    """`control`: the question whose date is watched, where it is not the case's own period."""
    days = calendar.working_days_between(today, due_on, case.place or None)
    what = _label(case, control, language) if control else ""
    values = {**_about(case, language), "due_on": date_text(due_on, language), "days": abs(days), "what": what}
    return _letter("reminder", language, {**values, "late": due_on < today, "is_today": due_on == today})


def expired_letter(case: Case, correction: Correction, language: str) -> Wording:
    return _letter(
        "correction_expired",
        language,
        {**_about(case, language), "due_on": date_text(correction.due_on, language), "missing": correction.missing},
    )


def callback_letter(case: Case, language: str) -> Wording:
    """What the caller wants, and under which number, stands in the case: it is not sent about."""
    return _letter("callback", language, _about(case, language))


def request_letter(event: str, case: Case, row: Consultation, language: str) -> Wording:
    """`event`: what happened to the request, as the acts on a case call it."""
    values = {
        **_about(case, language),
        "event": event.removeprefix("consultation-"),
        "is_dispatch": row.mode == Mode.PARALLEL_DISPATCH,
        "unit": row.unit.title.in_(language),
        "handling_unit": case.unit.title.in_(language),
        "due_on": date_text(row.due_on, language),
        "until": date_text(row.wanted_until, language) if row.wanted_until else "",
    }
    return _letter("request", language, values)


def transfer_letter(event: str, case: Case, row: Transfer, language: str) -> Wording:
    """`event`: what happened to the transfer, as the acts on a case call it."""
    values = {
        **line(case, language),
        "event": event.removeprefix("transfer-"),
        "source": row.source.title.in_(language),
        "target": row.target.title.in_(language),
        "asked_on": date_text(row.asked_on, language),
    }
    return _letter("transfer", language, values)


def incident_letter(incident: Incident, language: str) -> Wording:
    """What fails and where it is mended; of the cases that wait, only that there are some."""
    version = incident.pack_version
    drawn = definition(version.pk)
    values = {
        "kind": drawn.name.in_(language),
        "version": version.number,
        "activity": step_name(version.pk, incident.activity),
        "reason": incident.text.in_(language),
        "url": incidents_url(version.pack.code),
    }
    return _letter("incident", language, values)


def digest_letter(values: Mapping[str, object], language: str) -> Wording:
    return _letter("digest", language, values)


def line(case: Case, language: str) -> dict[str, str]:
    """A case in a list: number, kind, due date, address."""
    return {**_about(case, language), "due_on": date_text(case.due_on, language) if case.due_on else ""}


def _about(case: Case, language: str) -> dict[str, str]:
    return {
        "number": case.number,
        "kind": definition(case.pack_version_id).name.in_(language),
        "url": desk_url(case.number),
    }


def _label(case: Case, field: str, language: str) -> str:
    for form in definition(case.pack_version_id).forms.values():
        if (question := form.question_named.get(field)) is not None:
            return question.label.in_(language) or field
    return field


def _letter(name: str, language: str, values: Mapping[str, object]) -> Wording:
    with translation.override(language):
        text = render_to_string(f"correspondence/{name}.txt", dict(values))
    subject, _, body = text.strip().partition("\n")
    return Wording(one_line(subject), body.strip())
