"""The rule that Django's own password rules lack."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .actions.passwords import REMEMBERED
from .models import PastPassword


class NotUsedLately:
    """Refuses the last three passwords (防護基準). Named in `AUTH_PASSWORD_VALIDATORS`."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if user is None or user.pk is None:
            return
        past = PastPassword.objects.filter(person_id=user.pk).order_by("-set_at", "-pk")[:REMEMBERED]
        if any(check_password(password, former.password) for former in past):
            raise ValidationError(
                _("This is one of your last %(count)s passwords; choose another.") % {"count": REMEMBERED},
                code="password_used_lately",
            )

    def get_help_text(self) -> str:
        return _("None of your last %(count)s passwords.") % {"count": REMEMBERED}
