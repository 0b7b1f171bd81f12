"""Who looked at a case, and at which version: unread changes, and who is there right now. No change of the case."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from tongban.apps.cases.models import Case, Seen
from tongban.apps.org.policy import Deed, Rights, grounds

HERE = timedelta(seconds=60)
"""Pages give a sign of life every 20 seconds: whoever missed three has left."""

_UPSERT = """
INSERT INTO cases_seen AS s (case_id, person_id, version, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (case_id, person_id) DO UPDATE SET version = greatest(s.version, excluded.version),
                                               at = greatest(s.at, excluded.at)
"""


def record_seen(*, case_id: int, version: int, by: Rights, at: datetime) -> None:
    """Somebody has this version before them. An older page that reports late changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [case_id, by.person_id, version, at])


def people_here(*, number: str, by: Rights, at: datetime) -> list[str] | None:
    """The names of the others who look at the case now, after noting that `by` does; None where he may not see it.

    Which version he has seen stays as it was: the page that pings shows the case as it was loaded.
    """
    found = Case.objects.filter(Q(number=number), grounds(by, Deed.VIEW).filter()).values_list("pk", flat=True).first()
    if found is None:
        return None
    record_seen(case_id=found, version=0, by=by, at=at)
    others = Seen.objects.filter(case_id=found, at__gte=at - HERE).exclude(person_id=by.person_id)
    return list(others.order_by("person__name").values_list("person__name", flat=True))
