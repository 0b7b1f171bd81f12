"""What somebody has to do before anything else: choose a password of one's own, set up the second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .ways import go

HAS_SECOND_FACTOR = "second_factor"


class Duties:
    """Middleware, after `Rights`. The account pages themselves stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path.startswith(reverse("account")):
            return self.get_response(request)
        if request.user.must_change_password:  # type: ignore[union-attr]
            messages.info(request, _("Please choose a password of your own first."))
            return go(request, reverse("account_change_password"))
        if _lacks_second_factor(request):
            messages.info(request, _("Your position needs a second factor. Please set it up first."))
            return go(request, reverse("mfa_activate_totp"))
        return self.get_response(request)


def _lacks_second_factor(request: HttpRequest) -> bool:
    if request.rights.roles.isdisjoint(settings.SECOND_FACTOR_ROLES):  # type: ignore[attr-defined]
        return False
    if not request.session.get(HAS_SECOND_FACTOR):
        enrolled = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
        if not enrolled:
            return True
        request.session[HAS_SECOND_FACTOR] = True
    return False
