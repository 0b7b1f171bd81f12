"""What an officer is told every working morning: his own cases, those waiting in his unit, and what he supervises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from tongban.apps.cases.models import Case, Consultation, Task, Transfer
from tongban.apps.org.models import Person, Role
from tongban.apps.org.policy import Rights
from tongban.core.calendar import Calendar
from tongban.core.forms.roc_dates import date_text

from .addresses import desk_home
from .letters import digest_letter, line
from .wording import Wording

SHOWN = 20
"""Cases listed per section; the rest is counted."""
HEARD = ("answered", "passed-back")
SOON = 2
"""Working days."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    cases: QuerySet[Case]


def digest(person: Person, rights: Rights, today: date, calendar: Calendar) -> Wording | None:
    """The letter of `today`, or None when there is nothing to say."""
    with translation.override(person.language):
        filled = [(s, count) for s in _sections(rights, today, calendar) if (count := s.cases.count())]
    if not filled:
        return None
    mine = _mine(rights)
    values = {
        "today": date_text(today, person.language),
        "late_count": mine.filter(due_on__lt=today).count(),
        "today_count": mine.filter(due_on=today).count(),
        "sections": [_shown(section, count, person.language) for section, count in filled],
        "url": desk_home(),
    }
    return digest_letter(values, person.language)


def _sections(rights: Rights, today: date, calendar: Calendar) -> Iterator[Section]:
    mine, since = _mine(rights), calendar.add_working_days(today, -1)
    soon = calendar.add_working_days(today, SOON)
    yield Section(_("Overdue"), mine.filter(due_on__lt=today))
    yield Section(_("Due today"), mine.filter(due_on=today))
    yield Section(_("Due soon"), mine.filter(due_on__gt=today, due_on__lte=soon))
    yield Section(_("Correction answered"), _corrected(mine, "answered", since))
    yield Section(_("Correction not received"), _corrected(mine, "expired", since))
    units = _units(rights, Role.HANDLER)
    yield Section(_("Asked of you by other units"), _open().filter(pk__in=_asked(rights, units)))
    yield Section(_("Other units have answered"), _consulted(mine, ended_on__gte=since, standing__in=HEARD))
    yield Section(_("Other units' answers are late"), _consulted(mine, standing=Consultation.OPEN, due_on__lt=today))
    refused = Transfer.objects.filter(standing=Transfer.REFUSED, ended_on__gte=since)
    yield Section(_("Transfer refused"), mine.filter(pk__in=refused.values("case_id")))
    yield Section(_("In the unit, taken by nobody"), _open().filter(unit_id__in=units, handler=None))
    led = _open().filter(unit_id__in=_units(rights, Role.SUPERVISOR), due_on__lt=today)
    yield Section(_("Overdue under your supervision"), led.exclude(handler_id__in=_selves(rights)))


def _open() -> QuerySet[Case]:
    return Case.objects.filter(closed_on=None).order_by("due_on", "pk")


def _mine(rights: Rights) -> QuerySet[Case]:
    return _open().filter(handler_id__in=_selves(rights))


def _selves(rights: Rights) -> set[int]:
    """Oneself, and whom one stands in for today."""
    return {rights.person_id, *(post.substitute_for for post in rights.posts if post.substitute_for)}


def _units(rights: Rights, role: Role) -> set[int]:
    return {unit for post in rights.posts if post.role == role for unit in _reach(post.unit_id, post.unit_ids, role)}


def _reach(unit: int, below: frozenset[int], role: Role) -> frozenset[int]:
    return below if role is Role.SUPERVISOR else frozenset((unit,))


def _corrected(mine: QuerySet[Case], how: str, since: date) -> QuerySet[Case]:
    return mine.filter(Q(corrections__ended_by=how) & Q(corrections__ended_on__gte=since)).distinct()


def _asked(rights: Rights, units: set[int]) -> QuerySet[Task, int]:
    """Cases in which one's unit is asked and nobody else has taken it."""
    work = Task.objects.filter(state=Task.OPEN).exclude(kind=Task.STEP)
    theirs = Q(assignee_id__in=_selves(rights)) | Q(assignee=None, unit_id__in=units)
    return work.filter(theirs).values_list("case_id", flat=True)


def _consulted(mine: QuerySet[Case], **which: object) -> QuerySet[Case]:
    return mine.filter(pk__in=Consultation.objects.filter(**which).values("case_id"))


def _shown(section: Section, count: int, language: str) -> dict[str, object]:
    cases = [line(case, language) for case in section.cases[:SHOWN]]
    return {"title": section.title, "count": count, "cases": cases, "more": max(0, count - SHOWN)}
