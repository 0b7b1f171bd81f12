"""What no change may leave behind: a city that nobody can administer."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongban.apps.org.models import Position, Role


def refuse_without_city_admin(on: date) -> None:
    """Called after a change, inside its transaction: somebody active must hold the office now and without an end."""
    lasting = Position.objects.filter(
        role=Role.CITY_ADMIN, from_on__lte=on, until_on__isnull=True, person__is_active=True
    )
    if not lasting.exists():
        raise ValidationError(
            _("This is the last city administrator. Give the position to somebody else first."), code="last-city-admin"
        )
