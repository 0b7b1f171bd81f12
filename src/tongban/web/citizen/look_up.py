"""In with number and password, out with one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from tongban.apps.lookups import actions
from tongban.web.parts.people.address import client_address

from .grants import grant, revoke


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, number=request.GET.get("number", ""))
    number, password = request.POST.get("number", "").strip(), request.POST.get("password", "").strip()
    if missing := _missing(number, password):
        return _form(request, number=number, faults=missing, status=422)
    address = client_address(request)
    try:
        found = actions.look_up(number=number, password=password, address=address, at=timezone.now())
    except actions.TooManyTries as refused:
        return _wait(request, number, refused.wait_seconds)
    if found is None:
        return _form(request, number=number, wrong=True, status=422)
    response = redirect("citizen:case")
    grant(response, found.number, found.mac)
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    response = redirect("citizen:home")
    revoke(response)
    return response


def _missing(number: str, password: str) -> dict[str, str]:
    faults = {}
    if not number:
        faults["number"] = _("Please type the case number. It stands at the top of your receipt.")
    if not password:
        faults["password"] = _("Please type the query password. It stands below the case number on your receipt.")
    return faults


def _form(
    request: HttpRequest,
    *,
    number: str,
    faults: dict[str, str] | None = None,
    wrong: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": "look-up",
        "number": number[:40],
        "faults": faults or {},
        "wrong": wrong,
        "trail": [(_("Home"), "/"), (_("Look up progress"), "")],
    }
    return render(request, "citizen/look_up.html", context, status=status)


def _wait(request: HttpRequest, number: str, seconds: int) -> HttpResponse:
    back = f"{reverse('citizen:look-up')}?{urlencode({'number': number[:40]})}"
    context = {"wait_seconds": seconds, "back_url": back}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
