"""Log-ins: how often one may try, and what the journal keeps of it.

An attempt is counted *before* the password is looked at, so that a hundred guesses at once are still five. A browser
that the account has logged in from before is counted by itself ("device cookies", OWASP): a stranger who fails on
purpose locks out strangers, not the person at the usual desk, nor the office that shares the stranger's address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from tongban.apps.org.models import LogInAttempt, Person

from .version import write_down

FAILURES = 5
LOCK = timedelta(minutes=15)
"""防護基準: five failures lock the account for fifteen minutes."""
ADDRESS_FREE = 20
"""Failures from one address within `LOCK` before it is slowed down."""
ADDRESS_SLOWEST = 60
"""Seconds between two attempts from one address at the most."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the door: which account, from which browser, from where."""

    account: str
    """Keyed digest of the user name."""
    device: str
    """A browser this account logged in from before; empty: unknown."""
    address: str | None


class TooManyAttempts(Exception):
    """Not now. `account`: the account is locked, which must not be told apart from a wrong password."""

    def __init__(self, until: datetime, *, account: bool) -> None:
        super().__init__(until)
        self.until, self.account = until, account


def begin_log_in(*, attempt: Attempt, at: datetime) -> None:
    """Count an attempt, or raise TooManyAttempts."""
    with transaction.atomic():
        _take_turns(f"account:{attempt.account}:{attempt.device}")
        if until := _locked_until(attempt, at):
            raise TooManyAttempts(until, account=True)
        if attempt.address and not attempt.device:
            _take_turns(f"address:{attempt.address}")
            if until := _slowed_until(attempt.address, at):
                raise TooManyAttempts(until, account=False)
        LogInAttempt.objects.create(account=attempt.account, device=attempt.device, address=attempt.address, at=at)


def complete_log_in(*, attempt: Attempt, person: Person, at: datetime) -> None:
    """The person is in, second factor and all: earlier failures from this browser no longer count."""
    with transaction.atomic():
        forgive(attempt=attempt)
        actor = f"person:{person.pk}"
        data: dict[str, object] = {"address": attempt.address}
        write_down(actor, "LoggedIn", data, by=actor, at=at, on_behalf_of="")


def forgive(*, attempt: Attempt) -> None:
    """The right password was given: failures before it no longer count."""
    LogInAttempt.objects.filter(account=attempt.account, device=attempt.device).delete()


def fail_log_in(*, attempt: Attempt, person: Person | None, at: datetime, why: str = "password") -> None:
    """The attempt stays counted; an existing account's journal says so, and says when this one locked it."""
    if person is None:
        return
    data: dict[str, object] = {"address": attempt.address, "why": why}
    if until := _locked_until(attempt, at):
        data["locked_until"] = until.isoformat(timespec="seconds")
    write_down(f"person:{person.pk}", "LogInFailed", data, by="anonymous", at=at, on_behalf_of="")


def record_log_out(*, person: Person, at: datetime, why: str) -> None:
    """`why`: `"asked"` by the person, or `"idle"`."""
    actor = f"person:{person.pk}"
    write_down(actor, "LoggedOut", {"why": why}, by=actor, at=at, on_behalf_of="")


def forget_attempts(*, at: datetime) -> None:
    """Delete what no longer counts."""
    LogInAttempt.objects.filter(at__lt=at - 2 * LOCK).delete()


def _take_turns(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])


def _locked_until(attempt: Attempt, at: datetime) -> datetime | None:
    last = list(
        LogInAttempt.objects.filter(account=attempt.account, device=attempt.device)
        .order_by("-at")
        .values_list("at", flat=True)[:FAILURES]
    )
    if len(last) < FAILURES or last[0] - last[-1] > LOCK:
        return None
    return last[0] + LOCK if at < last[0] + LOCK else None


def _slowed_until(address: str, at: datetime) -> datetime | None:
    recent = LogInAttempt.objects.filter(address=address, device="", at__gt=at - LOCK).order_by("-at")
    failures = recent.count()
    if failures < ADDRESS_FREE:
        return None
    wait = min(2 ** (failures - ADDRESS_FREE), ADDRESS_SLOWEST)
    until: datetime = recent.values_list("at", flat=True)[0] + timedelta(seconds=wait)
    return until if at < until else None
