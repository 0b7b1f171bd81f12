"""Whether a process that was read can be run: everything on a way from start to end, every choice decided, every wait
for something that can come, and no token lost or doubled."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.core.process.checks.choices import check_choices
from tongban.core.process.checks.circles import check_circles
from tongban.core.process.checks.reaching import check_ways
from tongban.core.process.checks.rules import Finding
from tongban.core.process.checks.scopes import check_scope
from tongban.core.process.checks.soundness import check_soundness
from tongban.core.process.checks.throwing import check_throwing
from tongban.core.process.checks.waiting import check_event
from tongban.core.process.checks.work import check_work
from tongban.core.process.findings import Findings
from tongban.core.process.model import Process


def check(process: Process, starts: Sequence[str], ways: Sequence[tuple[str, str]], findings: Findings) -> None:
    """Add what is wrong. `starts` are the start events of the process itself; `ways` are those that are drawn, in all
    scopes: what hangs behind a refused element is not lost, and a second fault about it would mislead."""
    refused = findings.places
    for place, rule in _of_each(process):
        if place not in refused:
            findings.add(place, *rule)
    check_choices(process, ways, findings)
    check_ways(process, starts, ways, findings)
    check_circles(process, findings)
    if not findings.faults:
        check_soundness(process, findings)


def _of_each(process: Process) -> list[Finding]:
    """What is wrong with single activities, in the order of the file."""
    found: list[Finding] = []
    for activity in process.activities.values():
        for look in (check_event, check_work, check_scope, check_throwing):
            found += look(process, activity)
    return list(dict.fromkeys(found))
