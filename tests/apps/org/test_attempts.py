"""Guesses at the same moment are counted one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from tests.apps.org.city import AT
from tongban.apps.org.actions import Attempt, TooManyAttempts, begin_log_in
from tongban.apps.org.models import LogInAttempt


def _admitted(number: int) -> bool:
    try:
        begin_log_in(attempt=Attempt("a" * 64, "", f"203.0.113.{number}"), at=AT)
    except TooManyAttempts:
        return False
    finally:
        connections.close_all()
    return True


def test_twenty_guesses_at_once_are_still_five(own_database: str) -> None:
    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(_admitted, range(20))) == 5
    assert LogInAttempt.objects.count() == 5
