"""Why a case is in the list: what somebody should know before opening it, the most pressing first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.apps.cases.models.transfer import OFTEN, Transfer
from tongban.apps.org.models import Role
from tongban.core.calendar import day_of
from tongban.core.forms.roc_dates import date_text

if TYPE_CHECKING:
    from .rows import Row


REFUSED_SHOWN = timedelta(days=14)


class Reason(NamedTuple):
    """`code` names it to programs; `meaning` is one of the four of colour: late, soon, done, waiting, or nothing."""

    code: str
    word: str
    meaning: str = ""


def reasons(row: Row) -> list[Reason]:
    """All that hold, the most pressing first; of the due date, only that it is late or near."""
    if not row.is_open:
        return [_closed(row)]
    return [
        *_incident(row),
        *_due(row),
        *_asked(row),
        *_transfer(row),
        *_sent_back(row),
        *_steps_due(row),
        *_correction(row),
        *_consulted(row),
        *_tasks(row),
    ] or [Reason("going", _("In hand"))]


def _closed(row: Row) -> Reason:
    if row.stored["on_time"] is False:
        return Reason("closed-late", _("Closed late"), "late")
    return Reason("closed", _("Closed on time") if row.stored["on_time"] else _("Closed"), "done")


def _incident(row: Row) -> list[Reason]:
    return [
        Reason("incident", _("Process incident at “%(step)s”") % {"step": step}, "late") for step in row.stuck_at[:1]
    ]


def _due(row: Row) -> list[Reason]:
    state, days = row.due.state, row.due.days
    if state == "late":
        return [Reason("late", ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}, "late")]
    if state == "soon" and days == 0:
        return [Reason("today", _("Due today"), "soon")]
    if state == "soon":
        return [Reason("soon", ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}, "soon")]
    return []


def _asked(row: Row) -> list[Reason]:
    """What this reader's own unit is asked, and by when."""
    if (one := row.asked_of_me) is None:
        return []
    day = date_text(one.due_on, row.asking.language)
    if one.due_on < row.asking.today:
        return [Reason("asked-late", _("Your unit's answer was due on %(day)s") % {"day": day}, "late")]
    return [Reason("asked", _("Your unit is asked, answer by %(day)s") % {"day": day}, "soon")]


def _transfer(row: Row) -> list[Reason]:
    """What another unit is asked, asks, or has refused to take; and a case that is passed around."""
    found, last = [], row.moved
    if last is not None and last.standing == Transfer.OPEN:
        if last.target_id in row.asking.answers_for:
            found.append(Reason("take-over", _("Your unit is asked to take the case over"), "soon"))
        else:
            found.append(Reason("transfer", _("%(unit)s is asked to take it over") % {"unit": last.target}, "waiting"))
    elif last is not None and last.was_refused_since(row.asking.today - REFUSED_SHOWN):
        found.append(Reason("transfer-refused", _("%(unit)s refused to take it over") % {"unit": last.target}, "soon"))
    if row.times_moved >= OFTEN:
        found.append(Reason("passed-around", _("Transferred %(n)s times") % {"n": row.times_moved}, "late"))
    return found


def _consulted(row: Row) -> list[Reason]:
    """Other units that have not answered yet."""
    others = [one for one in row.requests if one is not row.asked_of_me]
    late = sum(one.due_on < row.asking.today for one in others)
    if late:
        said = ngettext("%(count)s unit's answer is late", "%(count)s units' answers are late", late)
        return [Reason("consultation-late", said % {"count": late}, "late")]
    if others:
        said = ngettext("%(count)s unit is asked", "%(count)s units are asked", len(others))
        return [Reason("consulting", said % {"count": len(others)}, "waiting")]
    return []


def _correction(row: Row) -> list[Reason]:
    if row.awaited is not None:
        return [Reason("waiting", _("Waits for the citizen's correction"), "waiting")]
    if row.due.state == "paused":
        return [Reason("paused", _("Clock stopped"), "waiting")]
    last = row.corrections[0]["ended_by"] if row.corrections else ""
    if last == "answered":
        return [Reason("answered", _("Correction answered"), "done")]
    if last == "expired":
        return [Reason("expired", _("Correction not supplied"), "late")]
    return []


def _sent_back(row: Row) -> list[Reason]:
    back = [task.sent_back_from for task in row.steps if task.sent_back_from]
    return [Reason("sent-back", _("Sent back from “%(step)s”") % {"step": back[0]}, "soon")] if back else []


def _steps_due(row: Row) -> list[Reason]:
    """A day that the drawing gives a step of its own; none is late while the clock stands still."""
    if row.due.state == "paused":
        return []
    dated = [(day_of(task.due_at), task.name) for task in row.steps if task.due_at is not None]
    late = [
        Reason("step-late", _("Step late: %(step)s") % {"step": name}, "late")
        for day, name in dated
        if day < row.asking.today
    ]
    today = [
        Reason("step-today", _("Step due today: %(step)s") % {"step": name}, "soon")
        for day, name in dated
        if day == row.asking.today
    ]
    return (late + today)[:1]


def _tasks(row: Row) -> list[Reason]:
    """What waits for somebody else, or for nobody yet."""
    found = []
    reviews = [task for task in row.steps if task.role == Role.SUPERVISOR]
    if reviews:
        found.append(Reason("review", _("Waits for: %(step)s") % {"step": reviews[0].name}))
    elsewhere = {task.unit_id for task in row.steps} - {row.stored["unit_id"]}
    if elsewhere & row.asking.my_units:
        found.append(Reason("co-processing", _("Another unit's case, your part")))
    elif elsewhere and not reviews:
        found.append(Reason("elsewhere", _("Waits at another unit")))
    if any(task.assignee_id in row.asking.myself for task in row.tasks):
        found.append(Reason("yours", _("Your turn")))
    if row.stored["handler_id"] is None and any(task.assignee_id is None for task in row.steps):
        found.append(Reason("nobody", _("Nobody has taken it yet")))
    return found
