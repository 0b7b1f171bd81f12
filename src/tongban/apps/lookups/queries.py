"""What may be shown of a case to its applicant, or read to them on the phone. Names come masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from tongban.apps.cases.models import Case, Intent
from tongban.apps.cases.reading import CaseFile, NoSuchCase, case_file
from tongban.apps.catalogue.queries import definition as definition_of
from tongban.apps.officedays.queries import calendar as calendar_of
from tongban.apps.org.models import Unit
from tongban.core.calendar import roc_date
from tongban.core.casework import Definition
from tongban.core.casework.texts import render
from tongban.core.text import Text

from .progress import Progress, progress


@dataclass(frozen=True, slots=True)
class Told:
    """A message that was ordered for the applicant: its subject, never its body."""

    subject: Text
    on: datetime


@dataclass(frozen=True, slots=True)
class PublicCase:
    file: CaseFile
    case: Case
    definition: Definition
    progress: Progress

    @property
    def number(self) -> str:
        return self.file.number

    @property
    def unit(self) -> Unit:
        """Whom to ask: the unit that handles it."""
        return self.case.unit

    @property
    def owner(self) -> Unit:
        return self.case.owner

    @property
    def name(self) -> Text:
        return self.definition.name


def public_case(number: str, on: date) -> PublicCase:
    """The case as it stands on day `on`: two queries. Raises NoSuchCase."""
    file = case_file(number)
    found = (
        Case.objects.filter(pk=file.id)
        .select_related("unit__parent", "owner", "taken_in__parent")
        .defer("clock", "variables")
    )
    case = next(iter(found[:1]), None)
    if case is None:
        raise NoSuchCase(number)
    definition = definition_of(file.pack_version_id)
    calendar = calendar_of(file.calendar_version)
    values = _values(file, case, definition, on)
    return PublicCase(file, case, definition, progress(definition, file.state, calendar, on, values))


def told(shown: PublicCase, on: date) -> list[Told]:
    """What was sent to the applicant, oldest first: one query."""
    values = _values(shown.file, shown.case, shown.definition, on)
    intents = Intent.objects.filter(case_id=shown.file.id, to="applicant").order_by("made_at", "id")
    return [
        Told(_filled(shown.definition.messages[code].subject, {**values, **_then(known)}), made_at)
        for code, known, made_at in intents.values_list("code", "values", "made_at")
        if code in shown.definition.messages
    ]


def _then(known: dict[str, str]) -> dict[str, Text]:
    """What the message spoke of when it was occasioned: a correction's date stays what it was."""
    return {name: _day(date.fromisoformat(v)) if _ISO.fullmatch(v) else Text(v, v) for name, v in known.items() if v}


def _filled(subject: Text, values: dict[str, Text]) -> Text:
    zh = render(subject.zh, {name: value.zh for name, value in values.items()})
    return Text(zh, render(subject.en, {name: value.en for name, value in values.items()}))


def _values(file: CaseFile, case: Case, definition: Definition, on: date) -> dict[str, Text]:
    """What fills prepared texts where anybody may read over one's shoulder: no name, no password."""
    correction = file.state.correction
    return {
        "case_number": Text(file.number, file.number),
        "applicant": _APPLICANT,
        "kind": definition.name,
        "owner": case.owner.text,
        "unit": case.unit.text,
        "unit_phone": Text(case.unit.phone, case.unit.phone),
        "received_on": _day(file.received_on),
        "due_on": _day(file.due_on),
        "today": _day(on),
        "outcome": definition.outcome_name(file.state.outcome),
        **(
            {}
            if correction is None
            else {
                "missing": Text(correction.missing, correction.missing),
                "reason": Text(correction.reason, correction.reason),
                "reply_by": _day(correction.due_on),
                "consequence": Text(correction.consequence, correction.consequence),
            }
        ),
    }


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_APPLICANT = Text("申請人", "applicant")


def _day(day: date | None) -> Text:
    return Text(roc_date(day), day.isoformat()) if day else Text("—", "—")
