"""By which rows of which tables a case was decided: told to its citizen once it is over, with the legal basis."""

from __future__ import annotations

from tongban.apps.journal.queries import events_of
from tongban.core.casework import RowHit, rows_hit

from .queries import PublicCase


def rows_told(shown: PublicCase, language: str) -> list[RowHit]:
    """The rows that hold now, in the order of the decisions; a decision that was made again counts as made last.

    None while the case is open: until then the agency may still come to another end. At most one query.
    """
    if shown.definition.decisions is None or not shown.progress.is_over:
        return []
    made = events_of(shown.file.subject).filter(kind="DecisionMade").values_list("data", flat=True)
    # Who was to handle it was decided before the first step, and decides nothing of the matter.
    last = {data["decision"]: data for data in made if data["activity"]}
    return [row for data in last.values() for row in rows_hit(shown.definition, data, language) if row.reasons]
