"""Telling whoever keeps a pack that cases cannot go on in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.apps.cases.models import Incident
from tongban.apps.correspondence.colleagues import keepers
from tongban.apps.correspondence.composing import nobody, to_people
from tongban.apps.correspondence.enqueue import store
from tongban.apps.correspondence.letters import incident_letter
from tongban.apps.correspondence.models import Message
from tongban.apps.correspondence.occasions import of_incident
from tongban.core.calendar import day_of


@transaction.atomic
def tell_of_incident(*, incident: UUID, at: datetime) -> list[UUID]:
    """Write to those who may mend the pack, once a day for each place that fails; ids of what is new.

    Also where the case has found a way on meanwhile: the next one fails again.
    """
    rows = Incident.objects.select_related("pack_version__pack__owner__parent")
    row, day = rows.filter(pk=incident).first(), day_of(at)
    if row is None:
        return []
    occasion = of_incident(row, day)
    people = [person for person in keepers(row.pack_version.pack.owner, day) if person.email]
    letters = [(person, incident_letter(row, person.language)) for person in people]
    untold = incident_letter(row, settings.LANGUAGE_CODE)
    made = to_people(occasion, None, letters, at) or [nobody(occasion, None, untold, at)]
    known = set(Message.objects.filter(pk__in=[one.pk for one in made]).values_list("pk", flat=True))
    return store(one for one in made if one.pk not in known)
