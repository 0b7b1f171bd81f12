"""A real mail server on 127.0.0.1 that answers as told, and keeps what it took."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer:
    """`answers_to_recipient` and `answers_to_letter` are given one by one; when they are used up, 250."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers_to_recipient: deque[str] = deque()
        self.answers_to_letter: deque[str] = deque()
        self.holding: Event | None = None
        """While set up, a letter is taken but not answered before this event."""
        self.took_one = Event()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers_to_recipient:
            return self.answers_to_recipient.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers_to_letter:
            return self.answers_to_letter.popleft()
        assert isinstance(envelope.content, bytes)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        self.took_one.set()
        if self.holding is not None:
            await _wait(self.holding)
        return "250 OK"


async def _wait(event: Event) -> None:
    await asyncio.get_running_loop().run_in_executor(None, event.wait, 30)


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(preferencelist=("plain",))
    assert part is not None
    return str(part.get_content())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        if server.holding is not None:
            server.holding.set()
        controller.stop()
