"""The citizen's phone: what came by e-mail and SMS in the demo, as a page anyone here may look at."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .receivers.inbox import Inbox

REFRESH = 5
"""Seconds."""


def inbox() -> Inbox:
    return Inbox(settings.VAR / "demo" / "phone")


@never_cache
@require_GET
def phone(request: HttpRequest) -> HttpResponse:
    """`?to=` part of an address or number; `?channel=` email or sms."""
    about, channel = request.GET.get("to", "").strip()[:100], request.GET.get("channel", "")
    found = [m for m in inbox().newest(200, about) if channel not in ("email", "sms") or m.channel == channel][:50]
    return render(
        request, "demo/phone.html", {"messages_received": found, "to": about, "channel": channel, "refresh": REFRESH}
    )
