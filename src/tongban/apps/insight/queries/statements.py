"""The statements behind the figures. Columns come from here alone; whatever somebody asked goes in as a parameter.

Every case is counted once: by a tally, as finished in a month whose tally is missing or stale, or as open.
"""

# ruff: noqa: S608 (columns and days come from this file; whatever somebody asked is a parameter)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date

from tongban.apps.insight.facts import COUNTS, finished
from tongban.apps.insight.models import OfficerTally, Tally
from tongban.apps.insight.months import Period, month_of

from .asking import By, Question

Months = Set[date]
"""Those whose tallies are fresh."""
_COLUMNS: Mapping[By, str] = {
    By.OWNER: "owner_id",
    By.UNIT: "unit_id",
    By.KIND: "kind",
    By.OFFICER: "handler_id",
    By.CHANNEL: "channel",
}


def happened(question: Question, by: By, fresh: Months) -> str:
    """key of finishing, key of receipt, received and finished since, then `COUNTS` of those finished in the period.

    The keys differ by month only. Nobody finishes a case in a month before its receipt.
    """
    finished_key, received_key = _key(by, "finished_month", "finished_key"), _key(by, "received_month", "received_key")
    columns = ", ".join([finished_key, received_key, "t.finished_month, t.received_month", *(f"t.{n}" for n in COUNTS)])
    rows = _finished(question, by, _since(question), fresh, columns, columns)
    inside = "FILTER (WHERE finished_month BETWEEN %(first)s AND %(last)s)"
    sums = ", ".join(f"coalesce(sum({name}) {inside}, 0)::bigint" for name in COUNTS)
    received = "coalesce(sum(n) FILTER (WHERE received_month BETWEEN %(first)s AND %(last)s), 0)::bigint"
    return f"SELECT finished_key, received_key, {received}, {sums} FROM ({rows}) x GROUP BY finished_key, received_key"


def took(question: Question, by: By, fresh: Months) -> str:
    """key, calendar days, how many decided cases took so long"""
    key = _key(by, "finished_month")
    tallied = f"{key}, unnest(t.took) AS days, unnest(t.times) AS times"
    rows = _finished(question, by, question.period, fresh, tallied, f"{key}, t.days, 1")
    return f"SELECT key, days, sum(times)::bigint FROM ({rows}) x WHERE days IS NOT NULL GROUP BY key, days"


def carried_over(question: Question, by: By, fresh: Months) -> str:
    """key, count: received before the period and not finished before it"""
    columns = f"{_key(by, 'received_month')}, t.n, t.received_month"
    rows = _finished(question, by, _since(question), fresh, columns, columns)
    still = f"SELECT {_key(by)}, 1 {_open(question)} AND t.received_on < %(first)s"
    since = f"SELECT key, n FROM ({rows}) x WHERE received_month < %(first)s"
    return f"SELECT key, sum(n)::bigint FROM ({since} UNION ALL {still}) y GROUP BY key"


def received_and_open(question: Question) -> str:
    """month, count"""
    return (
        f"SELECT date_trunc('month', t.received_on)::date AS key, count(*) {_open(question)}"
        " AND t.received_on BETWEEN %(first)s AND %(until)s GROUP BY key"
    )


def open_now(question: Question, by: By) -> str:
    """key, open, late, due this week, received in the period"""
    return (
        f"SELECT {_key(by)}, count(*), count(*) FILTER (WHERE t.due_on < %(today)s),"
        " count(*) FILTER (WHERE t.due_on BETWEEN %(today)s AND %(sunday)s),"
        f" count(*) FILTER (WHERE t.received_on BETWEEN %(first)s AND %(until)s) {_open(question)} GROUP BY key"
    )


def waiting_now(question: Question, by: By) -> str:
    """key, count; the few open corrections lead to the cases"""
    return (
        f"SELECT {_key(by)}, count(*) {_open(question)} AND t.phase = 'awaiting-correction'"
        " AND t.id IN (SELECT k.case_id FROM cases_correction k WHERE k.ended_on IS NULL) GROUP BY key"
    )


def _open(question: Question) -> str:
    return f"FROM cases_case t WHERE t.closed_on IS NULL AND {question.condition('t')}"


def _since(question: Question) -> Period:
    """From the period's beginning to today: what was received in it is finished in these months, or open."""
    return Period(question.period.first, max(question.period.last, month_of(question.today)))


def _key(by: By, month: str = "", name: str = "key") -> str:
    if by is By.ALL:
        return f"NULL::int AS {name}"
    return f"t.{_COLUMNS.get(by, month)} AS {name}"


def _finished(question: Question, by: By, months: Iterable[date], fresh: Months, tallied: str, counted: str) -> str:
    """Rows of cases finished in these months: the columns `tallied` of tallies and `counted` of the cases themselves."""
    asked = set(months)
    table = (OfficerTally if by is By.OFFICER else Tally)._meta.db_table
    kept = ", ".join(f"'{month}'" for month in sorted(asked & fresh))
    held = f"t.finished_month IN ({kept})" if kept else "FALSE"
    condition = question.condition("t")
    return (
        f"SELECT {tallied} FROM {table} t WHERE {held} AND {condition} UNION ALL"
        f" SELECT {counted} FROM ({finished(asked - fresh)}) t WHERE {condition}"
    )
