"""That somebody took data out: in the journal with what and how much, and among the looks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.apps.journal.actions import append, record_look
from tongban.apps.journal.chain import Entry
from tongban.apps.org.policy import Rights
from tongban.apps.worklists.view import View


@transaction.atomic
def record_export(*, view: View, form: str, count: int, by: Rights, at: datetime) -> None:
    """`form` is csv or xlsx, `count` the rows in the file. To be called before the first row leaves."""
    subject = f"exports:{by.person_id}"
    told = {"form": form, "rows": count, "in": str(view.scope), "columns": list(view.columns), "sort": view.sort}
    # A filter may hold a name or number that somebody typed: only which columns it looks at is kept for ever.
    entry = Entry("CasesExported", {**told, "filters": sorted(view.filters)})
    append(subject, [entry], actor=by.actor, at=at)
    record_look(at=at, actor=by.actor, subject=subject, what=f"export:{count}", door="desk", reason=view.text[:500])


def record_search(*, subjects: list[str], by: Rights, at: datetime) -> None:
    """Somebody found people by their identifier or phone."""
    for subject in subjects:
        record_look(at=at, actor=by.actor, subject=subject, what="search", door="desk")
