"""The product as it runs in an office: web server and worker as processes, a real mail server and SMS gateway."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from django.utils import timezone

from tests.database import process_environment
from tests.fakes.mail import MailServer, free_port, mail_server, text_of
from tests.fakes.sms import SmsGateway, sms_gateway

from .town import Town, build_town

Found = TypeVar("Found")
ROOT = Path(__file__).parents[2]
_ENTRY = re.compile(r"[\d-]{10} [\d:,]+ (?P<level>[A-Z]+) ")
SHORT = Event()
"""Never set: waiting for it is a pause that ends by itself."""


def until(look: Callable[[], Found | None], what: str, seconds: float = 25) -> Found:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        SHORT.wait(0.05)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


@dataclass
class Site:
    address: str
    town: Town
    mail: MailServer
    sms: SmsGateway
    log: Path

    def letter(self, to: str, *containing: str) -> str:
        """The text of the letter to `to` in which all of these stand, subject included."""
        return until(lambda: self._find(self._letters(to), containing), f"a letter to {to} with {containing}")

    def short_message(self, to: str, *containing: str) -> str:
        return until(lambda: self._find(self._short_messages(to), containing), f"an SMS to {to} with {containing}")

    def sent_to(self, *addresses: str) -> int:
        """How many letters and short messages there are for somebody."""
        return sum(len(self._letters(one)) + len(self._short_messages(one)) for one in addresses)

    def faults(self) -> str:
        """Errors that the server or the worker wrote into their log, each with its traceback."""
        lines, found, is_error = self.log.read_text().splitlines(), [], False
        for line in lines:
            if entry := _ENTRY.match(line):
                is_error = entry["level"] in ("ERROR", "CRITICAL")
            if is_error:
                found.append(line)
        return "\n".join(found)

    def _letters(self, to: str) -> list[str]:
        return [f"{one['Subject']}\n{text_of(one)}" for one in list(self.mail.letters) if to in str(one["To"])]

    def _short_messages(self, to: str) -> list[str]:
        return [one.get("smbody", "") for one in list(self.sms.fields) if one.get("dstaddr") == to]

    @staticmethod
    def _find(texts: list[str], containing: tuple[str, ...]) -> str | None:
        return next((text for text in texts if all(part in text for part in containing)), None)


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://[^\s。，）]+", text)


@contextmanager
def running_site(database: str, folder: Path) -> Iterator[Site]:
    """The town is built in the database, then everything is started; it is all gone at the end."""
    with ExitStack() as stack:
        mail, sms = stack.enter_context(mail_server()), stack.enter_context(sms_gateway())
        town = build_town(timezone.now())
        port, log = free_port(), folder / "site.log"
        given = _environment(database, folder / "var", port, mail, sms)
        for command in (["web", "--port", str(port)], ["worker"]):
            stack.enter_context(_process(command, given, log))
        site = Site(f"http://127.0.0.1:{port}", town, mail, sms, log)
        try:
            until(lambda: _is_up(site), "the web server to answer", 60)
        except AssertionError as silent:
            raise AssertionError(f"{silent}:\n{log.read_text()[-3_000:]}") from None
        yield site


def _environment(database: str, own: Path, port: int, mail: MailServer, sms: SmsGateway) -> dict[str, str]:
    return {
        **process_environment(database, own),
        "TONGBAN_BASE_URL": f"http://127.0.0.1:{port}",
        "TONGBAN_SMTP_PORT": str(mail.port),
        "TONGBAN_SMS_URL": sms.url,
        "TONGBAN_JOB_POLLING": "0.1",
        "TONGBAN_WEB_WORKERS": "1",
    }


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tongban.cli", *command],
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
            cwd=ROOT,
        )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _is_up(site: Site) -> bool:
    try:
        with urlopen(f"{site.address}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
