from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.apps.cases.models import Case

from .models import ASPECTS, Rating, Score

LONGEST_COMMENT = 1_000


class NotOver(Exception):
    """The case is not closed (or was taken up again): there is nothing to rate yet."""


def rate_case(*, number: str, scores: Mapping[str, int], comment: str = "", at: datetime) -> bool:
    """Keep what a citizen thinks of a closed case; False when the questionnaire had been answered before.

    `scores`: each of `ASPECTS` → 1 to 5. Raises ValidationError by field, NotOver, or Case.DoesNotExist.
    """
    given = _checked(scores, comment)
    with transaction.atomic():
        case = Case.objects.only("pk", "owner_id", "kind", "phase").get(number=number)
        if case.phase not in ("closed", "withdrawn"):
            raise NotOver(number)
        if not _first_answer(case.pk):
            return False
        month = timezone.localdate(at).replace(day=1)
        Rating.objects.create(owner_id=case.owner_id, kind=case.kind, month=month, comment=comment.strip(), **given)
        return True


def _first_answer(case_id: int) -> bool:
    """Of two answers at once the second waits here, and finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO feedback_answered (case_id) VALUES (%s) ON CONFLICT DO NOTHING", [case_id])
        return bool(cursor.rowcount)


def _checked(scores: Mapping[str, int], comment: str) -> dict[str, int]:
    faults = {name: _("Please choose one of the five answers.") for name in ASPECTS if scores.get(name) not in Score}
    if len(comment.strip()) > LONGEST_COMMENT:
        faults["comment"] = _("Please keep it to %(most)s characters.") % {"most": LONGEST_COMMENT}
    if faults:
        raise ValidationError(dict(faults))
    return {name: int(scores[name]) for name in ASPECTS}
