"""退回 and 略過."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.apps.cases.actions import send_back_task, skip_task
from tongban.apps.cases.reading import OpenTask
from tongban.apps.org.policy import Deed
from tongban.core import casework
from tongban.web.desk.case.foreseeing import foresee
from tongban.web.desk.case.opening import Opened
from tongban.web.desk.case.outcomes import choices
from tongban.web.desk.case.tasks import may_do

from .act import not_running
from .ways import Choosing, ReasonForm, Way, chosen, named

UNSAID = "—"
"""Stands for the reason while it is only asked what would follow."""


class SendBack(Choosing):
    """To one of the steps before it: the core says which, and what goes with it."""

    code, deed, form, key = "send-back", Deed.COMPLETE, ReasonForm, "b"
    name, button = gettext_lazy("Send back"), gettext_lazy("Send it back")
    done = gettext_lazy("The step was sent back.")
    question = gettext_lazy("Back to which step")

    def refused(self, opened: Opened) -> str:
        if why := not_running(opened):
            return why
        steps = _steps(opened)
        if not steps:
            return _("No step waits for anybody now.")
        mine = [task for task in steps if may_do(opened, task)]
        if not mine:
            return _("This step is for another position.")
        return "" if any(_earlier(opened, task) for task in mine) else _("There is no earlier step to go back to.")

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("The case goes back to an earlier step, to whoever did it last if that post is still held."),
            _("The reason is shown to whoever gets it back, and stands in the history. The applicant is not told."),
            _("The time limit runs on: it is that of the case, not of the step."),
        ]

    def ways(self, opened: Opened, task: int | None) -> list[Way]:
        mine = [one for one in _steps(opened) if may_do(opened, one) and task in (None, one.number)]
        return [_way_back(opened, one, mine, to) for one in mine for to in _earlier(opened, one)]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        task, activity = chosen(values["way"])
        return send_back_task(
            number=opened.number,
            task=task,
            activity=activity,
            reason=values["reason"],
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )


class Skip(Choosing):
    """A supervisor's authority, and only for steps that can do without."""

    code, deed, form, is_dangerous = "skip", Deed.SKIP, ReasonForm, True
    name, button = gettext_lazy("Skip a step"), gettext_lazy("Skip the step")
    done = gettext_lazy("The step was skipped.")
    question = gettext_lazy("Which step, and how it goes on")

    def refused(self, opened: Opened) -> str:
        if why := not_running(opened):
            return why
        if opened.definition.process is None:
            return _("Another system runs the process of this case.")
        return "" if _skippable(opened) else _("Steps that impose a penalty or ask for a correction are not skipped.")

    def consequences(self, opened: Opened) -> list[str]:
        return [
            _("The step is passed over without its form, on your authority; the history says who did so and why."),
            _("The applicant does not see a skipped step as done."),
        ]

    def ways(self, opened: Opened, task: int | None) -> list[Way]:
        tasks = [one for one in _skippable(opened) if task in (None, one.number)]
        return [way for one in tasks for way in _ways_on(opened, one)]

    def perform(self, opened: Opened, values: Mapping[str, Any], seen: int, request: HttpRequest) -> Any:
        task, outcome = chosen(values["way"])
        return skip_task(
            number=opened.number,
            task=task,
            outcome=outcome,
            reason=values["reason"],
            by=opened.rights,
            at=opened.at,
            seen=seen,
        )


def may_send_back(opened: Opened, task: OpenTask) -> bool:
    """Whether its own button is worth showing."""
    return not SendBack().why_not(opened) and may_do(opened, task) and bool(_earlier(opened, task))


def may_skip(opened: Opened, task: OpenTask) -> bool:
    return not Skip().why_not(opened) and task in _skippable(opened)


def _steps(opened: Opened) -> list[OpenTask]:
    """Waiting steps of people; what waits for the applicant or for a second signature has acts of its own."""
    pauses, state = opened.definition.clock.pauses, opened.file.state
    tasks = [task for task in opened.file.open_tasks if task.is_step]
    return [task for task in tasks if task.activity not in pauses and not state.deviation_at(task.number)]


def _earlier(opened: Opened, task: OpenTask) -> list[str]:
    return casework.steps_back(opened.definition, opened.file.state, task.activity)


def _skippable(opened: Opened) -> list[OpenTask]:
    return [task for task in _steps(opened) if not opened.definition.penalty_on(task.activity)]


def _way_back(opened: Opened, task: OpenTask, tasks: list[OpenTask], to: str) -> Way:
    command = casework.SendBack(task=task.number, activity=to, reason=UNSAID)
    group = _("From %(step)s back to") % {"step": named(opened, task, tasks)} if len(tasks) > 1 else ""
    return Way(f"{task.number}:{to}", opened.activity_name(to), foresee(opened, command), group)


def _ways_on(opened: Opened, task: OpenTask) -> list[Way]:
    step = opened.activity_name(task.activity)
    offered = choices(opened.definition, task.activity, opened.language)
    return [
        Way(
            f"{task.number}:{choice.value}",
            _("%(name)s: %(value)s") % {"name": step, "value": choice.label} if choice.value else step,
            foresee(opened, casework.Skip(task=task.number, reason=UNSAID, outcome=choice.value)),
        )
        for choice in offered
    ]
