"""Web server and worker are killed outright, again and again, in the middle of 500 acts and their messages.

Afterwards nothing that was acknowledged is lost, no message went out under two ids, and the journal verifies.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued
from psycopg.conninfo import conninfo_to_dict

from tests.apps.cases.conftest import ANSWERS, AT, BRACELET, build_city
from tests.database import process_environment
from tests.fakes.mail import MailServer, free_port, mail_server
from tests.fakes.sms import SmsGateway, sms_gateway
from tongban.apps.cases.models import Case
from tongban.apps.connectors.actions import add_system, give_token
from tongban.apps.connectors.models import Scope
from tongban.apps.correspondence.models import Message
from tongban.apps.journal.verify import verify
from tongban.config import jobs, serve

pytestmark = pytest.mark.timeout(280)
LIVES, CLIENTS = 125, 5
ACTS = 4 * LIVES
KILL_WEB_AT, KILL_WORKER_AT = (60, 170, 300, 420), (40, 150, 280, 390, 470)
SHORT = Event()


class Process:
    """A `tongban` command in a process group of its own, so that all of it can be killed at once."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.command, self.environment = command, environment
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tongban.cli", *self.command],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=Path(__file__).parents[2],
        )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Clients:
    """Send acts until each is acknowledged; an unanswered one is sent again under the same key."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token, self.lock = port, token, Lock()
        self.acknowledged: list[str] = []
        self.on_count: dict[int, Any] = {}

    def live(self, index: int) -> None:
        with self._connection() as ask:
            number = ask("/cases", self._application(index), f"r{index}")["number"]
            for task, body in enumerate(({"outcome": "complete"}, {"outcome": "approved"}, {}), start=2):
                ask(f"/cases/{number}/tasks/{task}/complete", body, f"t{index}-{task}")

    def _application(self, index: int) -> dict[str, Any]:
        applicant = {
            "name": "王大明",
            "email": f"c{index}@example.com",
            "phone": f"09120{index:05d}",
            "consent": {"form": "paper"},
        }
        return {
            "kind": BRACELET,
            "unit": "district-taoyuan",
            "reference": f"R{index}",
            "applicant": applicant,
            "answers": ANSWERS,
        }

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        held: list[HTTPConnection] = []

        def ask(path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
            while True:
                try:
                    if not held:
                        held.append(HTTPConnection("127.0.0.1", self.port, timeout=20))
                    answer = self._once(held[0], path, body, key)
                except (OSError, HTTPException):
                    held.clear()
                    SHORT.wait(0.1)  # the server is being started again
                    continue
                self._count(key)
                return answer

        yield ask

    def _once(self, to: HTTPConnection, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        to.request("POST", f"/api/v1{path}", json.dumps(body), headers)
        answer = to.getresponse()
        text = answer.read()
        assert answer.status < 300, (path, answer.status, text)
        found: dict[str, Any] = json.loads(text)
        return found

    def _count(self, key: str) -> None:
        with self.lock:
            self.acknowledged.append(key)
            act = self.on_count.pop(len(self.acknowledged), None)
        if act is not None:
            act()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def sms() -> Iterator[SmsGateway]:
    with sms_gateway() as gateway:
        yield gateway


def environment(database: str, mail: MailServer, sms: SmsGateway) -> dict[str, str]:
    return {
        **process_environment(database, django_settings.VAR),
        "TONGBAN_SMTP_PORT": str(mail.port),
        "TONGBAN_SMS_URL": sms.url,
        "TONGBAN_JOB_POLLING": "0.05",
        "TONGBAN_WEB_WORKERS": "1",
    }


def test_nothing_acknowledged_is_lost_and_no_message_has_two_ids(
    own_database: str, mail: MailServer, sms: SmsGateway, settings: Any
) -> None:
    city = build_city()
    system = add_system(code="killer", name="x", unit=city.office.parent, by="test", at=AT)
    token = give_token(system=system, scopes=Scope.values, by="test", at=AT)
    run_with_kills(str(conninfo_to_dict(own_database)["dbname"]), token, mail, sms)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail.port
    settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, "kind": "mitake", "url": sms.url}
    work_off()

    cases = Case.objects.filter(source="killer")
    assert Counter(cases.values_list("phase", "outcome")) == {("closed", "approved"): LIVES}
    assert len(set(cases.values_list("source_reference", flat=True))) == LIVES
    assert verify().is_clean, verify().first
    check_messages(mail, sms)


def run_with_kills(database: str, token: str, mail: MailServer, sms: SmsGateway) -> None:
    port, given = free_port(), environment(database, mail, sms)
    web, worker = Process(["web", "--port", str(port)], given), Process(["worker"], given)
    clients = Clients(port, token)

    def fell(process: Process) -> Any:
        def act() -> None:
            process.kill()
            process.start()

        return act

    clients.on_count = {n: fell(web) for n in KILL_WEB_AT} | {n: fell(worker) for n in KILL_WORKER_AT}
    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(clients.live, range(LIVES)))
    finally:
        web.kill()
        worker.kill()
    assert len(set(clients.acknowledged)) == ACTS
    assert not clients.on_count


def work_off() -> None:
    """What the last killed worker held counts as stalled at once; then everything that is due is done."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    with suppress(AlreadyEnqueued):
        jobs.retry_stalled_jobs.defer(timestamp=0)
    serve.worker(until_idle=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        cursor.execute("UPDATE correspondence_message SET next_at = now() WHERE next_at IS NOT NULL")
    serve.worker(until_idle=True)


def check_messages(mail: MailServer, sms: SmsGateway) -> None:
    messages = Message.objects.filter(case__source="killer")
    left = Counter(messages.exclude(state__in=("sent", "delivered")).values_list("channel", "state", "reason"))
    assert not left
    per_occasion = Counter(messages.values_list("intent_id", "channel"))
    assert set(per_occasion.values()) == {1}
    assert messages.filter(event="registered", channel="email").count() == LIVES
    assert messages.filter(event="closed", channel="email").count() == LIVES
    sent_mail = {letter["Message-ID"] for letter in mail.letters}
    assert sent_mail == {f"<{m.pk}@tongban.example>" for m in messages.filter(channel="email")}
    sent_sms = {fields["clientid"] for fields in sms.fields if "clientid" in fields}
    assert sent_sms >= {str(m.pk) for m in messages.filter(channel="sms")}
