"""How allauth does things here: no sign-up, attempts counted, everything journalled, one text for every failure."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.apps.org import policy
from tongban.apps.org.actions import (
    Attempt,
    TooManyAttempts,
    begin_log_in,
    complete_log_in,
    fail_log_in,
    forgive,
    record_log_out,
    send_account_notice,
    set_password,
)
from tongban.apps.org.models import Person, Role

from .address import client_address
from .devices import account_key, device_of, remember
from .idle import SINCE

WRONG = _(
    "User name or password is wrong, or logging in is paused. After five failures the account is paused for 15 "
    "minutes. Ask for a new password if you forgot it."
)
DOORS = ((Role.HANDLER, "/desk/"), (Role.SUPERVISOR, "/desk/"), (Role.COUNTER, "/desk/"), (Role.HOTLINE, "/call/"))


def attempt_of(request: HttpRequest, username: str) -> Attempt:
    account = account_key(username)
    return Attempt(account, device_of(request, account), client_address(request))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "incorrect_password": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "unknown"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        username = credentials.get("username") or ""
        attempt = attempt_of(request, username)
        try:
            begin_log_in(attempt=attempt, at=timezone.now())
        except TooManyAttempts as refused:
            self._refuse(refused, credentials.get("password") or "")
        person: Any = authenticate(request, **credentials)
        # A closed account with the right password is told nothing either.
        AuthenticationBackend.unstash_authenticated_user()
        if person is None:
            known = Person.objects.filter(username__iexact=username).first()
            fail_log_in(attempt=attempt, person=known, at=timezone.now())
        return person

    def _refuse(self, refused: TooManyAttempts, password: str) -> None:
        if refused.account:
            make_password(password)  # takes as long as looking at a password would
            raise self.validation_error("username_password_mismatch")
        seconds = max(1, round((refused.until - timezone.now()).total_seconds()))
        raise ValidationError(
            _("Too many failures from this network. Try again in %(seconds)s seconds."),
            code="slowed",
            params={"seconds": seconds},
        )

    def reauthenticate(self, user: Any, password: str) -> bool:
        confirmed = self.authenticate(context.request, username=user.username, password=password)
        if confirmed is not None and confirmed.pk == user.pk:
            forgive(attempt=attempt_of(context.request, user.username))
            return True
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        request.session[SINCE] = time.time()
        complete_log_in(attempt=attempt_of(request, user.username), person=user, at=timezone.now())

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember(request, response, account_key(user.username))
        return response

    def logout(self, request: HttpRequest) -> None:
        record_log_out(person=request.user, at=timezone.now(), why="asked")  # type: ignore[arg-type]
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        set_password(person=user, password=password, by=f"person:{user.pk}", at=timezone.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        roles = policy.rights_of(request.user.pk, timezone.localdate(), policy.current_version()).roles
        return next((door for role, door in DOORS if role in roles), "/studio/" if roles else "/accounts/")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """A job sends it: no request waits for a mail server."""
        send_account_notice(person=user, what=template_prefix.rpartition("/")[2])
