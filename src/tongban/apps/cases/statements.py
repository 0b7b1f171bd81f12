"""Statements that a connection's server plans once and that are sent without detours.

Every act on a case is two of them: one reads it as a JSON document, one writes everything that changes. A cursor's
way of finding a form for each value, each time, costs more than the act itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus, TransactionStatus
from pydantic_core import to_json

MOST = 200
"""Plans a connection keeps; rarer shapes beyond that are planned each time, so that no server's memory fills up."""

_known: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()


class Statement:
    """SQL with parameters `$1`, `$2` …; `value` gives the first column of its first row, as PostgreSQL writes it.

    Runs in the surrounding transaction, or as one of its own. Errors are Django's (`django.db.Error`).
    """

    def __init__(self, text: str) -> None:
        self.text = text.encode()
        self.name = b"tongban_" + sha256(self.text).hexdigest()[:24].encode()

    def value(self, parameters: Iterable[object]) -> bytes | None:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            there: psycopg.Connection = connection.connection
            values = [written(value) for value in parameters]
            if self._is_prepared(there):
                result = there.pgconn.exec_prepared(self.name, values)
            else:
                result = there.pgconn.exec_params(self.text, values)
            if result.status != ExecStatus.TUPLES_OK:
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
            return result.get_value(0, 0) if result.ntuples else None

    def _is_prepared(self, there: psycopg.Connection) -> bool:
        if there.pgconn.transaction_status == TransactionStatus.IDLE and not there.autocommit:
            # psycopg opens the transaction that Django asked for with the first statement it is given.
            there.execute("SELECT")
        known = _known.setdefault(there, set())
        if self.name not in known:
            if len(known) >= MOST:
                return False
            result = there.pgconn.prepare(self.name, self.text)
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
            known.add(self.name)
        return True


def written(value: object) -> bytes | None:
    """A parameter as PostgreSQL reads it from text; lists and dictionaries as JSON, which has its own columns."""
    if value is None:
        return None
    form = _FORMS.get(type(value)) or next((how for kind, how in _FORMS.items() if isinstance(value, kind)), None)
    if form is None:
        raise TypeError(f"{value!r} has no form in a statement")
    return form(value)


def _without_nul(text: str) -> bytes:
    if "\0" in text:
        raise ValueError("PostgreSQL keeps no NUL character")
    return text.encode()


def _array(items: tuple[str, ...]) -> bytes:
    quoted = (item.replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return _without_nul("{" + ",".join(f'"{item}"' for item in quoted) + "}")


def _plain(value: object) -> bytes:
    return str(value).encode()


def _day(value: date) -> bytes:
    return value.isoformat().encode()


def _bytes(value: bytes | memoryview) -> bytes:
    return b"\\x" + value.hex().encode()


_FORMS: dict[type, Callable[[Any], bytes]] = {
    str: _without_nul,
    int: _plain,
    bool: _plain,
    UUID: _plain,
    datetime: _day,
    date: _day,
    bytes: _bytes,
    memoryview: _bytes,
    dict: to_json,
    list: to_json,
    tuple: _array,
}
