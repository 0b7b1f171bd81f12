"""A mail server (SMTP) that keeps what it is given."""

from __future__ import annotations

import email
import email.policy
import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .inbox import Inbox, Received


class Keep:
    """aiosmtpd's handler."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        for address in envelope.rcpt_tos:
            self.inbox.put(_received(letter, content, address))
        return "250 OK"


def _received(letter: EmailMessage, content: bytes, address: str) -> Received:
    text = letter.get_body(preferencelist=("plain", "html"))
    return Received(
        key=str(letter.get("Message-ID", "")) or hashlib.sha256(content).hexdigest(),
        channel="email",
        to=address,
        at=datetime.now(UTC),
        subject=str(letter.get("Subject", "")),
        sender=str(letter.get("From", "")),
        body=text.get_content().strip() if text is not None else "",
    )


def mail_server(inbox: Inbox, host: str, port: int) -> Controller:
    """Not started yet."""
    return Controller(Keep(inbox), hostname=host, port=port, enable_SMTPUTF8=True)
