"""What can be chosen at a task, and what follows from it, before it is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.core.casework import Definition
from tongban.core.process import Kind, Process


@dataclass(frozen=True, slots=True)
class Choice:
    """`consequence`: 製作與交付手鍊 · 將通知申請人."""

    value: str
    label: str
    consequence: str
    asks_correction: bool
    ends: bool


def choices(definition: Definition, activity: str, language: str) -> list[Choice]:
    """The outcomes of a task as buttons; one without a name where there is nothing to choose."""
    process = definition.process
    if process is None:
        return []
    ways = {way.outcome: way.leads_to for way in process.consequences_of(activity)}
    other = ways.get(None, ())
    offered = definition.offered(activity)
    if not offered:
        leads_to = other or tuple(process.after(activity))
        return [_choice(definition, process, activity, "", _("Step completed"), leads_to, language)]
    return [
        _choice(
            definition,
            process,
            activity,
            code,
            definition.outcome_name(code).in_(language),
            ways.get(code, other),
            language,
        )
        for code in offered
    ]


def _choice(
    definition: Definition,
    process: Process,
    activity: str,
    value: str,
    label: str,
    leads_to: Iterable[str],
    language: str,
) -> Choice:
    targets = [process.activities[target] for target in leads_to]
    asks = any(target.id in definition.clock.pauses for target in targets)
    ends = bool(targets) and all(target.kind is Kind.END for target in targets)
    said = [_("the applicant is asked for a correction, the clock stops")] if asks else []
    said += [
        _name(target.name or target.id, target.kind) for target in targets if target.id not in definition.clock.pauses
    ]
    parts = [_(" or ").join(said)] if said else []
    if tells(definition, activity, value, asks=asks, ends=ends):
        parts.append(_("the applicant is told"))
    return Choice(value, label, " · ".join(parts), asks, ends)


def _name(name: str, kind: Kind) -> str:
    return _("closed: %(end)s") % {"end": name} if kind is Kind.END else name


def tells(definition: Definition, activity: str, outcome: str, *, asks: bool, ends: bool) -> bool:
    """Whether the applicant gets a message of it by itself."""
    step = definition.step_on(activity)
    return bool(
        (step is not None and step.notify)
        or (asks and "correction" in definition.notify)
        or (ends and (f"closed:{outcome}" in definition.notify or "closed" in definition.notify))
    )


def final_outcomes(definition: Definition) -> list[str]:
    """The outcomes after which nothing is left to be decided; all of them where another system runs the process."""
    process = definition.process
    if process is None:
        return list(definition.outcomes)
    deciding = {task.id for task in process.user_tasks if definition.offered(task.id)}
    found = [
        way.outcome
        for task in process.user_tasks
        for way in process.consequences_of(task.id)
        if way.outcome in definition.outcomes and _ends(definition, process, way.leads_to, deciding)
    ]
    return list(dict.fromkeys(code for code in found if code)) or list(definition.outcomes)


def _ends(definition: Definition, process: Process, targets: Iterable[str], deciding: set[str]) -> bool:
    """Whether every way from here leads to an end without another decision or a correction."""
    waiting, seen = list(targets), set(deciding) | set(definition.clock.pauses)
    if not waiting or seen & set(waiting):
        return False
    for target in waiting:
        ahead = [after for after in process.after(target) if after not in waiting]
        if any(after in seen for after in ahead):
            return False
        waiting += ahead
    return True
