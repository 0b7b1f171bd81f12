"""All lives of the city, in several processes: the cases of one agency stay together, for their numbers count up."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from tongban.core.casework import Refusal

from . import apart
from .course import Course
from .filling import Unanswerable
from .life import Life
from .world import World, world

log = logging.getLogger(__name__)
PROCESSES = "TONGBAN_DEMO_PROCESSES"


class Broken(RuntimeError):
    """A process that builds the city ended badly; its own words stand above."""


def live(*, cases: int, until: datetime, opened: datetime, since: datetime | None = None, processes: int = 0) -> None:
    """Let the cases that arrive from `since` on live `until` then. `processes`: 1 does it here and now."""
    owners = _owners(world(cases=cases, until=until, opened=opened), since)
    groups = _groups(owners, processes or int(os.environ.get(PROCESSES) or min(4, os.cpu_count() or 1)))
    if len(groups) <= 1:
        for group in groups:
            live_through(group, cases, until, opened, since)
        return
    connections.close_all()
    # Fresh interpreters: a forked one would share our connections and signal handlers.
    fresh = get_context("spawn")
    started: list[BaseProcess] = [
        fresh.Process(target=apart.live_through, args=(group, cases, until, opened, since), daemon=True)
        for group in groups
    ]
    try:
        for process in started:
            process.start()
        for process in started:
            process.join()
    finally:
        for process in started:
            process.terminate()
    if any(process.exitcode for process in started):
        raise Broken("the demo city could not be finished; start again to go on")


def _owners(here: World, since: datetime | None) -> Counter[str]:
    first = here.clock.minute(since) if since else 0
    return Counter(arrival.owner for arrival in here.arrivals if first <= arrival.minute < here.now)


def _groups(owners: Counter[str], number: int) -> list[set[str]]:
    """The agencies in `number` groups of about the same work."""
    groups: list[tuple[int, set[str]]] = [(0, set()) for _ in range(max(1, number))]
    for owner, cases in owners.most_common():
        work, smallest = min(groups, key=lambda group: group[0])
        groups[groups.index((work, smallest))] = (work + cases, smallest | {owner})
    return [group for _, group in groups if group]


def live_through(
    owners: Collection[str], cases: int, until: datetime, opened: datetime, since: datetime | None
) -> None:
    """The lives of these agencies' cases, each in a transaction of its own."""
    here = world(cases=cases, until=until, opened=opened)
    first = here.clock.minute(since) if since else 0
    with connection.cursor() as cursor:
        # A city that is lost is built again: its commits need not wait for the disk.
        cursor.execute("SET synchronous_commit = off")
    for arrival in here.arrivals:
        if arrival.owner in owners and first <= arrival.minute < here.now:
            try:
                with transaction.atomic():
                    Course(Life(here, arrival)).run()
            except (Refusal, Unanswerable, ValidationError) as refused:
                log.warning("%s, case %s is left out: %s", arrival.kind, arrival.number, refused)
