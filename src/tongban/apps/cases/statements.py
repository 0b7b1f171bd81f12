"""Statements with one text going in and one value coming out, which a connection's server plans once.

Every act on a case is two of them. Taking parameters and rows apart one by one costs the program more than the act
itself; a JSON document in and a JSON document out costs a tenth.
"""

from __future__ import annotations

from hashlib import sha256
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus, TransactionStatus

_known: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()


class Statement:
    """SQL whose one parameter is `$1`, text; `value` gives the first column of its first row, as PostgreSQL writes it.

    Runs in the surrounding transaction, or as one of its own. Errors are Django's (`django.db.Error`).
    """

    def __init__(self, text: str) -> None:
        self.text = text.encode()
        self.name = b"tongban_" + sha256(self.text).hexdigest()[:24].encode()

    def value(self, parameter: str) -> bytes | None:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            there: psycopg.Connection = connection.connection
            self._prepare(there)
            result = there.pgconn.exec_prepared(self.name, [parameter.encode()])
            if result.status != ExecStatus.TUPLES_OK:
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
            return result.get_value(0, 0) if result.ntuples else None

    def _prepare(self, there: psycopg.Connection) -> None:
        if there.pgconn.transaction_status == TransactionStatus.IDLE and not there.autocommit:
            # psycopg opens the transaction that Django asked for with the first statement it is given.
            there.execute("SELECT")
        known = _known.setdefault(there, set())
        if self.name not in known:
            result = there.pgconn.prepare(self.name, self.text)
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
            known.add(self.name)
