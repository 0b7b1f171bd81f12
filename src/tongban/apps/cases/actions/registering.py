"""Taking in an application: number, query password, party, answers, clock and first task in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.apps.cases.acting import Act, By, entry_of, record_answers, with_due_date
from tongban.apps.cases.change import NewParty
from tongban.apps.cases.difference import add_progress, columns_of
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.intake import Intake, intake, next_number
from tongban.apps.cases.models import Case
from tongban.apps.cases.passwords import mac, new_password
from tongban.apps.cases.placing import open_units, unit_of
from tongban.apps.cases.reading import CaseFile
from tongban.apps.cases.secrets import seal_password
from tongban.apps.cases.writing import create
from tongban.apps.catalogue.queries import UnknownKind, definition
from tongban.apps.journal.chain import ZERO, Entry, Head
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import CaseFacts, Deed, Rights, may
from tongban.apps.parties.actions import record_consent
from tongban.apps.parties.actions.consent import Agreement
from tongban.apps.parties.consent_text import NoticeValues
from tongban.apps.parties.models import Party
from tongban.apps.parties.rows import new_party
from tongban.core.casework import Definition, Outcome, Register, decide
from tongban.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies, as keyed in. Contacts are kept only with an `agreement` to the notice of `notice_for`."""

    name: str
    kind: str = "person"
    identifier: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    district: str = ""
    language: str = "zh-hant"
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What arrived. `intake_key` makes sending it twice one case; `source` is a pushing system, with its reference."""

    kind: str
    unit_id: int
    """The unit that takes it in."""
    channel: str
    applicant: Applicant
    answers: Mapping[str, object] = field(default_factory=dict)
    effective_on: date | None = None
    late_reason: str = ""
    intake_key: UUID | None = None
    source: str = ""
    source_reference: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """`password` is known here and now only; it is None when the application had been registered before."""

    number: str
    case_id: int
    password: str | None
    already: bool = False


class NotOffered(UnknownKind):
    """The unit does not take in this kind."""


def register_case(*, application: Application, by: By, at: datetime) -> Registered:
    """Register an application. Raises Refusal, ValidationError (applicant), NotOffered or NotAllowed."""
    found = intake(application.kind, application.unit_id)
    if found is None:
        raise NotOffered(application.kind)
    facts = CaseFacts(found.owner_id, found.handled_by_id, None, frozenset(), application.unit_id)
    if isinstance(by, Rights) and not may(by, Deed.REGISTER, facts):
        raise NotAllowed
    if (earlier := _earlier(application)) is not None:
        return earlier
    try:
        with transaction.atomic():
            return _insert(application, found, by, at)
    except IntegrityError:
        # Sent twice at the same moment: the other one is in by now.
        if (earlier := _earlier(application)) is not None:
            return earlier
        raise


def _earlier(application: Application) -> Registered | None:
    if application.intake_key is not None:
        known = Case.objects.filter(intake_key=application.intake_key)
    elif application.source:
        known = Case.objects.filter(source=application.source, source_reference=application.source_reference)
    else:
        return None
    row = known.values_list("number", "pk").first()
    return Registered(row[0], row[1], None, already=True) if row else None


def _insert(application: Application, found: Intake, by: By, at: datetime) -> Registered:
    drawn = definition(found.version_id)
    command = _command(application, found)
    outcome = decide(drawn, None, command, at=at, calendar=calendar(found.calendar_version))
    unit = unit_of(outcome.unit, found.org_version) or found.handled_by
    party = _party(application.applicant, at)
    case_id, number = next_number(found.owner.prefix, outcome.events[0].effective_on or at.date())
    password = new_password()
    under_way = Act(_blank(case_id, number, found, unit, application, outcome), by, at)
    under_way.change.columns |= {
        **columns_of(None, outcome.state, under_way.calendar),
        **_fixed(application, found, unit, number, password, at),
        "received_on": outcome.events[0].effective_on,
    }
    add_progress(under_way.change, None, outcome.state, unit_id=unit.pk, org_version=found.org_version, ended={})
    first, *others = outcome.events
    late = under_way.remark("late", application.late_reason)
    under_way.entries.append(Entry(first.kind, {**first.data, "party": str(party.pk), **late}, first.effective_on))
    under_way.entries += [entry_of(event, under_way.file) for event in others]
    record_answers(under_way, outcome.state.answers, 1)
    for intent in outcome.messages:
        secret = seal_password(number, password) if intent.event == "registered" else None
        under_way.tell(with_due_date(intent, outcome, under_way.calendar), secret)
    under_way.change.new_parties.append(party)
    under_way.change.parties.append(NewParty(party.pk, "applicant"))
    under_way.link()
    create(case_id, under_way.change)
    if (agreement := application.applicant.agreement) is not None:
        notice = notice_for(found.unit, drawn)
        record_consent(party=party, agreement=agreement, notice=notice, by=by.actor, at=at)
    return Registered(number, case_id, password)


def _command(application: Application, found: Intake) -> Register:
    """Where nobody says in which district the applicant lives, it is the one he came to."""
    district = application.applicant.district
    return Register(
        answers=application.answers,
        channel=application.channel,
        place=district or None,
        district=district or found.unit.district,
        taken_in=found.unit.code,
        handled_by=found.handled_by.code,
        units=open_units(found.org_version),
        effective_on=application.effective_on,
        late_reason=application.late_reason,
    )


def notice_for(unit: Unit, drawn: Definition) -> NoticeValues:
    """What an applicant is told before agreeing (個資法 §8): the unit that asks, for this kind of case."""
    contact = Text("、".join(filter(None, (unit.phone, unit.address))) or unit.name, unit.phone or unit.text.en)
    return NoticeValues(agency=unit.text, service=drawn.name, years=drawn.retention_years, contact=contact)


def _party(applicant: Applicant, at: datetime) -> Party:
    return new_party(
        kind=applicant.kind,
        name=applicant.name,
        consented=applicant.agreement is not None,
        at=at,
        language=applicant.language,
        district=applicant.district,
        identifier=applicant.identifier,
        phone=applicant.phone,
        email=applicant.email,
        address=applicant.address,
    )


def _fixed(
    application: Application, found: Intake, unit: Unit, number: str, password: str, at: datetime
) -> dict[str, object]:
    """What never changes, or changes only by an act of its own."""
    return {
        "number": number,
        "pack_version_id": found.version_id,
        "kind": application.kind,
        "owner_id": found.owner_id,
        "unit_id": unit.pk,
        "taken_in_id": application.unit_id,
        "channel": application.channel,
        "language": application.applicant.language,
        "applicant": application.applicant.name.strip(),
        "registered_at": at,
        "place": application.applicant.district or unit.district,
        "password_mac": mac(number, password),
        "source": application.source,
        "source_reference": application.source_reference,
        "document_number": "",
        "intake_key": application.intake_key,
    }


def _blank(
    case_id: int,
    number: str,
    found: Intake,
    unit: Unit,
    application: Application,
    outcome: Outcome,
) -> CaseFile:
    """The file of a case that is just coming into being."""
    state = outcome.state
    return CaseFile(
        id=case_id,
        number=number,
        version=0,
        pack_version_id=found.version_id,
        kind=application.kind,
        owner_id=found.owner_id,
        unit_id=unit.pk,
        handler_id=None,
        taken_in_id=application.unit_id,
        language=application.applicant.language,
        source=application.source,
        received_on=state.clock.started if type(state.clock.started) is date else date.min,
        due_on=None,
        answers_version=1,
        protected=None,
        open_tasks=(),
        state=state,
        head=Head(0, ZERO),
        org_version=found.org_version,
        calendar_version=found.calendar_version,
    )
