"""示範市: a city that has been at work for a year, built once, when the program starts on an empty database.

Everything is done by the real actions with a moving clock. Interrupted, it goes on where it was at the next start.
"""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tongban.apps.insight.actions import roll_up_durations
from tongban.apps.journal.actions import append, prepare_look_months, seal
from tongban.apps.journal.chain import Entry
from tongban.apps.journal.queries import events_of
from tongban.apps.org.models import Unit
from tongban.config.prepare import pack_folders
from tongban.core.calendar import TAIPEI, day_of
from tongban.core.text import Text

from . import founding
from .accounts import ACCOUNTS, PASSWORD, hand_out, substitutions
from .letters import forget_done_jobs
from .lives import live
from .world import DAYS, dice

CASES = "TONGBAN_DEMO_CASES"
SUBJECT = "demo"
SEALED_AT = time(2, 30)


def is_wanted() -> bool:
    """Whether there is no city yet, or a demo city that was not finished."""
    if not Unit.objects.exists():
        return True
    done = set(events_of(SUBJECT).values_list("kind", flat=True))
    return "DemoCityFounded" in done and "DemoCityFinished" not in done


def seed(*, cases: int | None = None, opened: datetime | None = None, processes: int = 0) -> None:
    """Build the city as of `opened`: what was sealed last night, and what has arrived since."""
    opened = opened or timezone.now()
    cases = int(os.environ.get(CASES) or 3_000) if cases is None else cases
    if not Unit.objects.exists():
        _found(opened)
    night = last_night(opened)
    live(cases=cases, until=night, opened=opened, processes=processes)
    forget_done_jobs()
    seal(night)
    live(cases=cases, until=opened, opened=opened, since=night, processes=1)
    roll_up_durations(on=day_of(opened))
    append(SUBJECT, [Entry("DemoCityFinished", {"cases": cases})], actor=founding.BY, at=opened)


@transaction.atomic
def _found(opened: datetime) -> None:
    start = datetime.combine(day_of(opened) - timedelta(DAYS + 30), time(9), TAIPEI)
    append(SUBJECT, [Entry("DemoCityFounded", {})], actor=founding.BY, at=start)
    founding.Founding(dice("city"), start).found()
    founding.publish(pack_folders(settings.PACKS), start)
    founding.offer(start)
    founding.receipts(start)
    founding.typhoon(day_of(opened))
    founding.counter_system(start)
    substitutions(dice("substitutes"), opened)
    hand_out(opened)
    prepare_look_months(start, DAYS // 28 + 4)


def last_night(opened: datetime) -> datetime:
    """The last 02:30 before `opened`, when the journal was sealed."""
    tonight = datetime.combine(day_of(opened), SEALED_AT, TAIPEI)
    return tonight if tonight <= opened else tonight - timedelta(days=1)


def accounts() -> list[tuple[str, str, Text]]:
    """(name, password, what it is good for), the token of the counter system last."""
    listed = [(account.username, PASSWORD, account.what) for account in ACCOUNTS]
    file = founding.token_file()
    if file.exists():
        what = Text("API 權杖：區公所單一櫃檯系統（/api/v1）", "API token of the single-counter system (/api/v1)")
        listed.append((founding.SYSTEM, file.read_text(encoding="ascii").strip(), what))
    return listed
