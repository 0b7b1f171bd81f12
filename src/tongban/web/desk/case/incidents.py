"""流程異常 on the page of a case: where it stands and why, who was told, and what can be done meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.apps.cases.models import Incident
from tongban.apps.cases.queries import incidents_of, step_name
from tongban.apps.correspondence.queries import Told, told_of

from .opening import Opened


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """`is_mended`: the case has come into another version since, so that the step is worth trying again."""

    step: str
    reason: str
    since: datetime
    times: int
    told: Told
    is_mended: bool


def incidents_shown(opened: Opened) -> list[IncidentShown]:
    """Asks the database only where the case file says that there are any."""
    if not opened.file.incidents:
        return []
    return [_shown(opened, incident) for incident in incidents_of(opened.file.id)]


def _shown(opened: Opened, incident: Incident) -> IncidentShown:
    return IncidentShown(
        step=step_name(incident.pack_version_id, incident.activity),
        reason=incident.text.in_(opened.language),
        since=incident.opened_at,
        times=incident.times,
        told=told_of(incident, opened.today),
        is_mended=incident.pack_version_id != opened.file.pack_version_id,
    )
