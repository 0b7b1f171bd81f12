"""The second factor: its secrets are encrypted, its failures journalled."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.apps.org.actions import fail_log_in
from tongban.apps.parties.protect import vault

from .adapter import attempt_of

PLACE = "mfa.authenticator"


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return b64encode(vault().encrypt(text.encode(), PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(b64decode(encrypted_text), PLACE).decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_totp_issuer(self) -> str:
        return _("Tongban")


class SecondFactorForm(AuthenticateForm):
    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except ValidationError:
            attempt = attempt_of(context.request, self.user.username)
            fail_log_in(attempt=attempt, person=self.user, at=timezone.now(), why="second-factor")
            raise
        return code
