"""Handing one message to the mail server or the SMS gateway: taken, or one of the two failures."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from tongban.apps.connectors.failures import FinalFailure, PassingFailure
from tongban.apps.connectors.sms import Accepted, Gateway, Sms, gateway

from .masking import masked_email, masked_phone
from .models import Channel, Message
from .wording import one_line

log = logging.getLogger(__name__)


def hand_over(message: Message, subject: str, body: str, address: str) -> Accepted:
    """Send under the message's own id. Raises PassingFailure or FinalFailure."""
    if message.channel == Channel.SMS:
        return _gateway().send(Sms(to=address, text=body, client_id=str(message.pk)))
    return _mail(message, subject, body, address)


def _gateway() -> Gateway:
    try:
        return gateway()
    except ImproperlyConfigured as wrong:
        log.error("%s", wrong)
        raise PassingFailure("refused-us", "settings") from None


def masked(channel: str, address: str) -> str:
    return masked_phone(address) if channel == Channel.SMS else masked_email(address)


def letter(message: Message, subject: str, body: str, address: str) -> EmailMultiAlternatives:
    """The e-mail as it goes out: plain text, and the same in the theme without anything loaded from elsewhere."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    mail = EmailMultiAlternatives(
        subject=one_line(subject),
        body=body,
        to=[address],
        headers={
            "Message-ID": f"<{message.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": "en" if message.language.startswith("en") else "zh-Hant",
        },
    )
    with translation.override(message.language):
        owner = message.case.owner.text.in_(message.language) if message.case else ""
        page = {"message": message, "subject": one_line(subject), "body": body, "owner": owner}
        mail.attach_alternative(render_to_string("correspondence/mail.html", page), "text/html")
    return mail


def _mail(message: Message, subject: str, body: str, address: str) -> Accepted:
    try:
        letter(message, subject, body, address).send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()), (450, b""))
        raise _of_code(code, said, "unknown-recipient") from None
    except smtplib.SMTPNotSupportedError:
        raise FinalFailure("unknown-recipient", "the mail server does not take this form of address") from None
    except smtplib.SMTPDataError as refused:
        raise _of_code(refused.smtp_code, refused.smtp_error, "refused-content") from None
    except smtplib.SMTPResponseException as refused:
        # Log-in, greeting, sender: what is wrong is ours, the citizen's message must not be lost for it.
        raise PassingFailure(
            "refused-us" if refused.smtp_code >= 500 else "busy", _said(refused.smtp_code, refused.smtp_error)
        ) from None
    except (smtplib.SMTPException, OSError) as failed:
        raise PassingFailure("unreachable", type(failed).__name__) from None
    except (ValueError, UnicodeError):
        raise FinalFailure("unknown-recipient", "not an address of a mailbox") from None
    return Accepted("")


def _of_code(code: int, said: bytes | str, final: str) -> FinalFailure | PassingFailure:
    if code >= 500:
        return FinalFailure(final, _said(code, said))
    return PassingFailure("busy", _said(code, said))


def _said(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
