"""A worker killed outright while the mail server already has the letter: the next one sends the same message again."""

from __future__ import annotations

import subprocess
import sys
from threading import Event

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.database import process_environment
from tests.fakes.mail import MailServer, text_of
from tests.fakes.sms import SmsGateway
from tongban.apps.correspondence.models import Message
from tongban.config import jobs

from .conftest import city_with_mail, everything_stored, register, work_until_idle

pytestmark = pytest.mark.timeout(60)


def worker(database: str, mail: MailServer, sms: SmsGateway) -> subprocess.Popen[bytes]:
    environment = {
        **process_environment(database, settings.VAR),
        "TONGBAN_SMTP_PORT": str(mail.port),
        "TONGBAN_SMS_URL": sms.url,
        "TONGBAN_JOBS_AT_ONCE": "1",
        "TONGBAN_JOB_POLLING": "0.05",
    }
    command = [sys.executable, "-m", "tongban.cli", "worker"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_worker_killed_in_the_middle_loses_nothing_and_sends_nothing_under_a_new_id(
    own_database: str, mail: MailServer, sms: SmsGateway
) -> None:
    registered = register(city_with_mail(), phone="")
    mail.holding = Event()
    process = worker(psycopg.conninfo.conninfo_to_dict(own_database)["dbname"], mail, sms)  # type: ignore[arg-type]
    try:
        assert mail.took_one.wait(40)
    finally:
        process.kill()
        process.wait()
    assert Message.objects.get().state == "sending"

    mail.holding.set()
    mail.holding = None
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    jobs.retry_stalled_jobs.defer(timestamp=0)
    work_until_idle()

    message = Message.objects.get()
    assert (message.state, message.sealed) == ("sent", None)
    assert {letter["Message-ID"] for letter in mail.letters} == {f"<{message.pk}@tongban.example>"}
    assert registered.password is not None
    assert all(registered.password in text_of(letter) for letter in mail.letters)
    assert [d.result for d in message.deliveries.order_by("number", "pk")] == ["interrupted", "taken"]
    assert registered.password not in everything_stored()


def test_workers_send_what_is_registered_by_both_channels_and_ask_what_became_of_it(
    own_database: str, mail: MailServer, sms: SmsGateway
) -> None:
    city = city_with_mail()
    made = [register(city) for _ in range(3)]
    work_until_idle()
    assert len(mail.letters) == len(sms.posted) == 3
    ids = {str(m.pk) for m in Message.objects.filter(channel="sms", state="sent")}
    assert {f["clientid"] for f in sms.fields} == ids
    assert all(one.password not in everything_stored() for one in made if one.password)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT task_name FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'messages'"
        )
        assert cursor.fetchall() == [("AskDelivery",)]
