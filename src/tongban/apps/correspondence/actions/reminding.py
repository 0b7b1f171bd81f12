"""稽催: before, at and after due dates, to handler and supervisor; corrections, to the citizen and the officer.

Everything is worked off in batches, the earliest due date first; what is left waits for the next round.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from tongban.apps.cases.actions import expire_correction
from tongban.apps.cases.errors import Changed
from tongban.apps.cases.models import Case, Correction, Incident
from tongban.apps.catalogue.queries import definition
from tongban.apps.correspondence.actions.apart import apart
from tongban.apps.correspondence.claims import claim
from tongban.apps.correspondence.colleagues import told_as
from tongban.apps.correspondence.composing import compose, nobody, to_people
from tongban.apps.correspondence.enqueue import store
from tongban.apps.correspondence.letters import expired_letter, reminder_letter
from tongban.apps.correspondence.models import Message, ReminderSent
from tongban.apps.correspondence.occasions import Occasion
from tongban.apps.correspondence.rules import Due, Rule, due_for, rules_in_use
from tongban.apps.officedays.queries import calendar as current_calendar
from tongban.apps.org.models import Role
from tongban.core.calendar import Calendar, day_of
from tongban.core.casework import Refusal

log = logging.getLogger(__name__)

BATCH = 500
PATIENCE = timedelta(days=1)
"""A correction that a fault of the pack keeps from expiring is tried again after so long, or in another version."""
LOOK_BACK = timedelta(days=30)
"""An expired correction older than this is no news any more."""
_IDS = UUID("5b1a1c1e-0d0b-5c53-9a53-6f1d5d2f6c10")
"""Namespace of reminders' ids."""


def remind(*, at: datetime, most: int = BATCH) -> int:
    """Send up to `most` reminders that have come and were not sent; how many. Officers are left alone on days off."""
    today, calendar = day_of(at), current_calendar()
    sent = _remind_citizens(today, calendar, at, most)
    if not calendar.is_working(today):
        return sent
    sent += _tell_of_expired(today, at, most - sent)
    rules = rules_in_use()
    for rule in rules:
        if sent >= most:
            break
        for due in due_for(rule, today, calendar, most - sent):
            sent += apart(due.case.pk, partial(_remind_colleagues, rule, rules, due, calendar, at))
    return sent


def expire_corrections(*, at: datetime, most: int = BATCH) -> int:
    """End the corrections whose last day has passed; a last day on a day off moves on (行政程序法 §48 IV)."""
    today, calendar = day_of(at), current_calendar()
    waiting = Correction.objects.filter(ended_on=None, due_on__lt=today, case__closed_on=None)
    failing = Incident.objects.filter(
        case=OuterRef("case"),
        task=OuterRef("task"),
        pack_version=OuterRef("case__pack_version"),
        ended_at=None,
        last_at__gt=at - PATIENCE,
    )
    expired = 0
    for correction in waiting.exclude(Exists(failing)).select_related("case").order_by("due_on", "pk")[:most]:
        if calendar.next_working(correction.due_on, correction.case.place or None) >= today:
            continue
        try:
            expire_correction(number=correction.case.number, at=at)
            expired += 1
        except (Refusal, Changed) as refused:
            log.info("correction of case %s did not expire: %s", correction.case_id, refused)
    return expired


def _remind_colleagues(rule: Rule, rules: Sequence[Rule], due: Due, calendar: Calendar, at: datetime) -> bool:
    case, today = due.case, day_of(at)
    earlier = [r.key for r in rules if rule.supersedes(r) and case.pack_version_id in r.versions]
    if not _still_due(rule, due) or not claim(case.pk, due.due_on, rule.key, at, instead_of=earlier):
        return False
    occasion = _occasion(case, "reminder", rule.key, due.due_on)
    people = [
        (person, reminder_letter(case, due.due_on, today, calendar, person.language, control=rule.control))
        for person in told_as(rule.to, case, today)
        if person.email
    ]
    letter = reminder_letter(case, due.due_on, today, calendar, settings.LANGUAGE_CODE, control=rule.control)
    store(to_people(occasion, case, people, at) or [nobody(occasion, case, letter, at)])
    return True


def _still_due(rule: Rule, due: Due) -> bool:
    """Closed or extended since it was looked up? The row is held until the claim is in."""
    cases = Case.objects.select_for_update(of=("self",)).filter(pk=due.case.pk, closed_on=None)
    if rule.control:
        return cases.exists() and due.case.controls.filter(key=rule.control, due_on=due.due_on).exists()
    return cases.filter(due_on=due.due_on).exists()


def _remind_citizens(today: date, calendar: Calendar, at: datetime, most: int) -> int:
    """補正期限將屆: a few working days before, unless the request itself is younger than that."""
    ahead = settings.CORRECTION_REMINDER_DAYS
    until = calendar.add_working_days(today, ahead + 3)
    waiting = Correction.objects.filter(ended_on=None, due_on__gte=today, due_on__lte=until, case__closed_on=None)
    sent = 0
    for correction in _unclaimed(waiting, "correction").select_related("case__unit", "case__owner")[:most]:
        day = calendar.add_working_days(correction.due_on, -ahead, correction.case.place or None)
        if correction.asked_on < day <= today:
            sent += apart(correction.case_id, partial(_remind_citizen, correction, at))
    return sent


def _remind_citizen(correction: Correction, at: datetime) -> bool:
    case, rule = correction.case, f"correction:{correction.number}"
    code = definition(case.pack_version_id).notify.get("correction-reminder", "")
    if not code or not claim(case.pk, correction.due_on, rule, at):
        return False
    values = {
        "missing": correction.missing,
        "reason": correction.reason,
        "reply_by": correction.due_on.isoformat(),
        "consequence": correction.consequence,
        "due_on": "",
    }
    occasion = _occasion(case, "correction-reminder", rule, correction.due_on, code=code, values=values)
    store(compose(occasion, case, definition(case.pack_version_id), at))
    return True


def _tell_of_expired(today: date, at: datetime, most: int) -> int:
    expired = Correction.objects.filter(ended_by="expired", ended_on__gte=today - LOOK_BACK)
    news = _unclaimed(expired, "correction-expired")
    chosen = news.select_related("case__unit", "case__owner", "case__handler")[:most]
    return sum(apart(correction.case_id, partial(_tell_of_one, correction, at)) for correction in chosen)


def _tell_of_one(correction: Correction, at: datetime) -> bool:
    case, rule = correction.case, f"correction-expired:{correction.number}"
    if not claim(case.pk, correction.due_on, rule, at):
        return False
    occasion = _occasion(case, "correction-expired", rule, correction.due_on)
    told = [p for p in told_as(Role.HANDLER, case, day_of(at)) if p.email]
    rows: list[Message] = to_people(
        occasion, case, [(p, expired_letter(case, correction, p.language)) for p in told], at
    )
    store(rows or [nobody(occasion, case, expired_letter(case, correction, settings.LANGUAGE_CODE), at)])
    return True


def _unclaimed(corrections: QuerySet[Correction], rule: str) -> QuerySet[Correction]:
    """Those whose reminder `rule:<number>` nobody has claimed, the earliest due date first."""
    key = Concat(Value(f"{rule}:"), Cast(OuterRef("number"), CharField()))
    claims = ReminderSent.objects.filter(case_id=OuterRef("case_id"), due_on=OuterRef("due_on"), rule=key)
    return corrections.exclude(Exists(claims)).order_by("due_on", "pk")


def _occasion(case: Case, event: str, rule: str, due_on: date, **more: object) -> Occasion:
    given: dict[str, object] = {"code": "", **more}
    return Occasion(id=uuid5(_IDS, f"{case.pk}:{rule}:{due_on.isoformat()}"), event=event, **given)  # type: ignore[arg-type]
