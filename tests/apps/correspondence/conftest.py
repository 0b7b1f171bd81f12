"""The small city of the cases' tests, with contacts, and real receivers for what goes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests.apps.cases.conftest import AT, City, application, build_city
from tests.fakes.mail import MailServer, mail_server
from tests.fakes.sms import SmsGateway, sms_gateway
from tongban.apps.cases.actions import Applicant, Registered, register_case
from tongban.apps.cases.models import Case, Intent
from tongban.apps.correspondence.actions import prepare_message
from tongban.apps.correspondence.models import Message
from tongban.apps.parties.actions.consent import Agreement
from tongban.config import serve

EMAIL, MOBILE = "wang@example.com", "0912-345-678"
AGREED = Agreement(form="paper", channel="counter")


@pytest.fixture
def city(db: None) -> City:
    return city_with_mail()


def city_with_mail() -> City:
    made = build_city()
    for name, person in made.people.items():
        person.email = f"{name}@city.example"
        person.save(update_fields=["email"])
    return made


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def sms(settings: Settings) -> Iterator[SmsGateway]:
    with sms_gateway() as gateway:
        settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, "kind": "mitake", "url": gateway.url}
        yield gateway


def register(city: City, *, email: str = EMAIL, phone: str = MOBILE, at: datetime = AT, **more: object) -> Registered:
    agreement = AGREED if email or phone else None
    applicant = Applicant(name="王大明", email=email, phone=phone, agreement=agreement, **more)  # type: ignore[arg-type]
    return register_case(application=application(city, applicant=applicant), by=city.rights("counter"), at=at)


@pytest.fixture
def registered(city: City) -> Registered:
    return register(city)


def intent_of(registered: Registered, event: str = "registered") -> UUID:
    return Intent.objects.filter(case_id=registered.case_id, event=event).latest("made_at").pk


def prepared(registered: Registered, event: str = "registered", at: datetime = AT) -> dict[str, Message]:
    """The messages of the case's last such intent, by channel."""
    prepare_message(intent=intent_of(registered, event), at=at)
    rows = Message.objects.filter(intent_id=intent_of(registered, event))
    return {row.channel: row for row in rows}


def case_of(registered: Registered) -> Case:
    return Case.objects.get(pk=registered.case_id)


def jobs(name: str) -> list[tuple[dict[str, object], datetime | None]]:
    """(arguments, not before) of the waiting jobs of that name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' ORDER BY id",
            [name],
        )
        return [(json.loads(a) if isinstance(a, str) else a, at) for a, at in cursor.fetchall()]


def everything_stored() -> str:
    """All text and bytes of the tables that messages pass through, as one string to search for secrets."""
    found = []
    tables = (
        "correspondence_message",
        "correspondence_delivery",
        "cases_intent",
        "procrastinate_jobs",
        "journal_event",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def work_until_idle() -> None:
    """Carry out every job that is due, and what those bring about; a worker told to stop when idle stops earlier."""
    due = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()"
    for _ in range(20):
        serve.worker(until_idle=True)
        with connection.cursor() as cursor:
            cursor.execute(due)
            if cursor.fetchone() == (0,):
                return
    raise AssertionError("there is no end to the jobs")
