"""The columns every case has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.apps.cases.models import Consultation, Incident, Task, Transfer
from tongban.apps.cases.models.transfer import OFTEN
from tongban.apps.org.models import UnitKind
from tongban.apps.parties.models import Channel
from tongban.apps.worklists import terms
from tongban.apps.worklists.asking import Asking
from tongban.core.calendar import TAIPEI, day_of
from tongban.core.casework import Phase
from tongban.core.process import Kind

from .column import Column, Name, Options, Type
from .column import Value as Cell

if TYPE_CHECKING:
    from tongban.apps.worklists.rows import Row

PHASES: Options = {
    Phase.RECEIVED: pgettext_lazy("phase", "Received"),
    Phase.IN_PROGRESS: pgettext_lazy("phase", "In progress"),
    Phase.AWAITING_CORRECTION: pgettext_lazy("phase", "Awaiting correction"),
    Phase.SUSPENDED: pgettext_lazy("phase", "Suspended"),
    Phase.CLOSED: pgettext_lazy("phase", "Closed"),
    Phase.WITHDRAWN: pgettext_lazy("phase", "Withdrawn"),
}


def _stored(name: str) -> Callable[[Row], Cell]:
    def read(row: Row) -> Cell:
        value: Cell = row.stored[name]
        return value

    return read


def _unit(row: Row) -> Cell:
    """A section after what it is part of: several agencies have a section of the same name."""
    above = row.stored["unit__parent__name"] if row.stored["unit__kind"] == UnitKind.SECTION else None
    return f"{above or ''}{row.stored['unit__name']}"


def _kinds(asking: Asking) -> Options:
    return {code: drawn.name.in_(asking.language) for code, drawn in asking.definitions.items()}


def _outcomes(asking: Asking) -> Options:
    drawn = asking.narrowed or asking.definitions.values()
    return {code: name.in_(asking.language) for one in drawn for code, name in one.outcomes.items()}


def _steps(asking: Asking) -> Options:
    drawn = (one.process for one in asking.narrowed or asking.definitions.values() if one.process)
    return {
        activity.id: activity.name or activity.id
        for process in drawn
        for activity in process.activities.values()
        if activity.kind is Kind.USER_TASK
    }


def _phases(asking: Asking) -> Options:
    return PHASES


def _channels(asking: Asking) -> Options:
    return dict(Channel.choices)


def _at_step(term: str, asking: Asking) -> Q:
    wanted = sorted(terms.read_choices(term, _steps(asking)))
    return Q(pk__in=Task.objects.filter(state=Task.OPEN, activity__in=wanted).values("case_id"))


def _unread(asking: Asking) -> Q:
    from tongban.apps.cases.models import Seen

    seen = Seen.objects.filter(person_id=asking.rights.person_id, version__gte=F("case__version"))
    return ~Q(pk__in=seen.values("case_id"))


def _stuck(asking: Asking) -> Q:
    """Read first, as numbers: they are few, and PostgreSQL would search all open cases in the order of the list."""
    waiting = Incident.objects.filter(ended_at=None).values_list("case_id", flat=True)
    return Q(pk__in=sorted(set(waiting)))


CONSULTED: Options = {"asked": _("Other units asked"), "late": _("Answers of units late")}


def _consulted(term: str, asking: Asking) -> Q:
    """Like incidents: few beside all open cases."""
    wanted = terms.read_choices(term, CONSULTED)
    found = Consultation.objects.filter(standing=Consultation.OPEN, case__closed_on=None)
    found = found if "asked" in wanted else found.filter(due_on__lt=asking.today)
    return Q(pk__in=sorted(set(found.values_list("case_id", flat=True))))


def _consultation(row: Row) -> Cell:
    if not row.requests:
        return None
    late = any(one.due_on < row.asking.today for one in row.requests)
    return str(CONSULTED["late" if late else "asked"])


def _reply_by(row: Row) -> Cell:
    one = row.asked_of_me
    return one.due_on if one else min((request.due_on for request in row.requests), default=None)


TRANSFERS: Options = {
    "asked": _("Another unit asked to take it over"),
    "refused": _("Transfer refused"),
    "often": _("Transferred three times or more"),
}
_OF_TRANSFERS = {
    "asked": Q(standing=Transfer.OPEN),
    "refused": Q(standing=Transfer.REFUSED) & Q(number=F("last")),
    "often": Q(times__gte=OFTEN),
}


def _transferred(term: str, asking: Asking) -> Q:
    """Like incidents: few beside all open cases."""
    wanted = terms.read_choices(term, TRANSFERS)
    last = Transfer.objects.filter(case=OuterRef("case")).order_by("-number").values("number")[:1]
    rows = Transfer.objects.filter(case__closed_on=None)
    rows = rows.annotate(last=Subquery(last)) if "refused" in wanted else rows
    which = Q(pk__in=[])
    for one in wanted:
        which |= _OF_TRANSFERS[one]
    return Q(pk__in=sorted(set(rows.filter(which).values_list("case_id", flat=True))))


def _transfer(row: Row) -> Cell:
    said = [TRANSFERS[row.moved.standing]] if row.moved and row.moved.standing in TRANSFERS else []
    often = [_("Transferred %(n)s times") % {"n": row.times_moved}] if row.times_moved >= OFTEN else []
    return tuple(str(one) for one in (*said, *often)) or None


def _open(asking: Asking) -> Q:
    return Q(closed_on__isnull=True)


def _handlers(asking: Asking) -> Options:
    return {terms.ME: _("Myself"), terms.NONE: _("Nobody yet"), **asking.colleagues}


_FIRST_STEP = Subquery(
    Task.objects.filter(case=OuterRef("pk"), state=Task.OPEN).order_by("number").values("activity")[:1]
)

_FIRST_REPLY = Subquery(
    Consultation.objects.filter(case=OuterRef("pk"), standing=Consultation.OPEN).order_by("due_on").values("due_on")[:1]
)

_FIRST_STEP_DUE = Subquery(
    Task.objects.filter(case=OuterRef("pk"), state=Task.OPEN, due_at__isnull=False)
    .order_by("due_at")
    .values(day=TruncDate("due_at", tzinfo=TAIPEI))[:1]
)
"""The day that the drawing gives a step of its own; the statutory period is the case's."""

_APPLICANT = Concat("applicant", Value(""))
"""Not the bare column: its index is for searching beginnings, and in its order PostgreSQL would read all the city."""

NUMBER = Column(
    name="number",
    label=_("Number"),
    type=Type.TEXT,
    sort="number",
    indexed=True,
    where=lambda term, asking: Q(number__startswith=terms.folded(term).upper()),
    read=_stored("number"),
)
OWN: tuple[Column, ...] = (
    NUMBER,
    Column(
        name="kind",
        label=_("Kind"),
        type=Type.CHOICE,
        sort="kind",
        where=terms.choice("kind", _kinds),
        options=_kinds,
        read=lambda row: row.kind_name,
    ),
    Column(
        name="applicant",
        label=_("Applicant"),
        type=Type.TEXT,
        sort="applicant_in_order",
        expression=_APPLICANT,
        where=terms.text("applicant"),
        read=lambda row: Name(row.stored["applicant"], not row.may_see_names),
    ),
    Column(
        name="phase",
        label=_("Phase"),
        type=Type.CHOICE,
        sort="phase",
        where=terms.choice("phase", _phases),
        options=_phases,
        read=lambda row: str(PHASES.get(row.stored["phase"], row.stored["phase"])),
    ),
    Column(
        name="step",
        label=_("Current step"),
        type=Type.CHOICE,
        sort="first_step",
        expression=_FIRST_STEP,
        where=_at_step,
        options=_steps,
        read=lambda row: tuple(dict.fromkeys(task.name for task in row.tasks)),
    ),
    Column(
        name="step_due",
        label=_("Step due"),
        type=Type.DATE,
        sort="first_step_due",
        expression=_FIRST_STEP_DUE,
        where=terms.dates("first_step_due"),
        read=lambda row: min((day_of(task.due_at) for task in row.steps if task.due_at), default=None),
    ),
    Column(
        name="handler",
        label=_("Handler"),
        type=Type.CHOICE,
        sort="handler__name",
        where=terms.person("handler_id"),
        options=_handlers,
        read=_stored("handler__name"),
    ),
    Column(
        name="unit",
        label=_("Unit"),
        type=Type.CHOICE,
        sort="unit__name",
        where=terms.numbers_of("unit_id"),
        options=lambda asking: asking.units,
        read=_unit,
    ),
    Column(
        name="owner",
        label=_("Agency in charge"),
        type=Type.CHOICE,
        sort="owner__name",
        where=terms.numbers_of("owner_id"),
        options=lambda asking: asking.units,
        read=_stored("owner__name"),
    ),
    Column(
        name="channel",
        label=_("Channel"),
        type=Type.CHOICE,
        sort="channel",
        where=terms.choice("channel", _channels),
        options=_channels,
        read=lambda row: str(dict(Channel.choices).get(row.stored["channel"], row.stored["channel"])),
    ),
    Column(
        name="received_on",
        label=_("Received on"),
        type=Type.DATE,
        sort="received_on",
        indexed=True,
        where=terms.dates("received_on"),
        read=_stored("received_on"),
    ),
    Column(
        name="due_on",
        label=_("Due"),
        type=Type.DATE,
        sort="due_on",
        indexed=True,
        where=terms.dates("due_on"),
        read=lambda row: row.due,
    ),
    Column(
        name="days_left",
        label=_("Working days left"),
        type=Type.NUMBER,
        sort="due_on",
        indexed=True,
        where=terms.working_days_left("due_on"),
        read=lambda row: row.days_left,
    ),
    Column(
        name="closed_on",
        label=_("Closed on"),
        type=Type.DATE,
        sort="closed_on",
        where=terms.dates("closed_on"),
        read=_stored("closed_on"),
    ),
    Column(
        name="outcome",
        label=_("Outcome"),
        type=Type.CHOICE,
        sort="outcome",
        where=terms.choice("outcome", _outcomes),
        options=_outcomes,
        read=lambda row: row.definition.outcome_name(row.stored["outcome"]).in_(row.asking.language),
    ),
    Column(
        name="on_time",
        label=_("On time"),
        type=Type.YES_NO,
        sort="on_time",
        where=terms.yes_no(lambda asking: Q(on_time__isnull=False, on_time=True)),
        read=_stored("on_time"),
    ),
    Column(
        name="place",
        label=_("District"),
        type=Type.TEXT,
        sort="place",
        where=terms.text("place"),
        read=_stored("place"),
    ),
    Column(
        name="document_number",
        label=_("Document number"),
        type=Type.TEXT,
        sort="document_number",
        where=terms.text("document_number"),
        read=_stored("document_number"),
    ),
    Column(
        name="unread",
        label=_("Unread changes"),
        type=Type.YES_NO,
        where=terms.yes_no(_unread),
        read=lambda row: row.changes,
    ),
    Column(
        name="incident",
        label=_("Process incident"),
        type=Type.YES_NO,
        indexed=True,
        where=terms.yes_no(_stuck),
        read=lambda row: bool(row.stuck_at),
    ),
    Column(
        name="consultation",
        label=_("Co-processing"),
        type=Type.CHOICE,
        indexed=True,
        where=_consulted,
        options=lambda asking: CONSULTED,
        read=_consultation,
    ),
    Column(
        name="reply_by",
        label=_("Answer due"),
        type=Type.DATE,
        sort="first_reply",
        expression=_FIRST_REPLY,
        where=terms.dates("first_reply"),
        read=_reply_by,
    ),
    Column(
        name="transfer",
        label=_("Transfer"),
        type=Type.CHOICE,
        indexed=True,
        where=_transferred,
        options=lambda asking: TRANSFERS,
        read=_transfer,
    ),
    Column(name="why", label=_("Why it is here"), type=Type.TEXT, read=lambda row: row.why_words),
    Column(
        name="open",
        label=_("Still open"),
        type=Type.YES_NO,
        indexed=True,
        where=terms.yes_no(_open),
        read=lambda row: row.stored["closed_on"] is None,
    ),
)
"""In the order in which the editor offers them."""
