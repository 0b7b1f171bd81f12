"""Lives of the four-task process as cases: registered and worked on by the program's own actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.place import Place

if TYPE_CHECKING:
    from benchmarks.process import Life


@contextmanager
def stored(place: Place, folder: Path, pack: str, tasks: Sequence[tuple[int, str]]) -> Iterator[Life]:
    from django.db import connection

    from benchmarks.process import Life
    from tongban.apps.cases.actions import Applicant, Application, complete_task, register_case
    from tongban.apps.catalogue.actions import offer_kind, publish_folder
    from tongban.apps.org.models import Unit
    from tongban.apps.org.policy import rights_of

    at = datetime.now(UTC)
    publish_folder(folder, at=at)
    unit = Unit.objects.get(pk=place.units[0])
    offer_kind(code=pack, unit=unit, handled_by=unit, by="bench", at=at)
    by = rights_of(place.people["handler"], at.date(), 1)
    application = Application(kind=pack, unit_id=unit.pk, channel="counter", applicant=Applicant(name="王大明"))

    def begin() -> object:
        return register_case(application=application, by=by, at=at).number

    def finish(number: object) -> None:
        for task, outcome in tasks:
            complete_task(number=str(number), task=task, outcome=outcome, by=by, at=at)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        yield Life(begin, finish, psutil.Process(cursor.fetchone()[0]))
