"""SMS gateways. One folder per gateway; which one is used, and with what account, stands in `settings.SMS_GATEWAY`.

`gateway().send(sms)` hands over one message, or raises PassingFailure or FinalFailure. The same `client_id` sent again
(after a crash nobody knows whether the first one got through) is the same message to the gateway.
"""

from __future__ import annotations

from .every8d import Every8d
from .mitake import Mitake
from .segments import fit, segments
from .values import Accepted, Gateway, GatewayAccount, Progress, Sms

__all__ = ["Accepted", "Gateway", "GatewayAccount", "Progress", "Sms", "fit", "gateway", "segments"]

KINDS: dict[str, type[Gateway]] = {"mitake": Mitake, "every8d": Every8d}


def gateway() -> Gateway:
    """The gateway of the settings. Raises ImproperlyConfigured naming the setting that is wrong."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    kind = settings.SMS_GATEWAY["kind"]
    if kind not in KINDS:
        raise ImproperlyConfigured(f"TONGBAN_SMS_KIND is {kind!r}; known gateways: {', '.join(KINDS)}")
    account = GatewayAccount(*(settings.SMS_GATEWAY[name] for name in ("url", "user", "password")))
    try:
        return KINDS[kind](account)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"TONGBAN_SMS_URL: {wrong}") from wrong
