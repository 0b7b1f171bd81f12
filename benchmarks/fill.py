"""Plausible cases by COPY: nine in ten closed, spread over units and the past five years, journal chains whole."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import psycopg

from benchmarks.place import KIND, Place

SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐"
GIVEN = "志明淑芬俊傑雅婷家豪美玲建宏怡君文雄惠玲"
CHUNK = 20_000
AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
STEPS = ("start", "accept", "review", "deliver")
COLUMNS = {
    "cases_case": "id number version pack_version_id kind owner_id unit_id handler_id taken_in_id channel language"
    " applicant phase outcome received_on registered_at changed_at due_on closed_on on_time place clock variables"
    " next_number answers_version password_mac source source_reference document_number",
    "cases_token": "case_id number activity flow parent local",
    "cases_task": "case_id number activity token groups unit_id away role assignee_id state created_at ended_at ended_by outcome",
    "cases_step": "case_id activity done_on text",
    "cases_answers": "case_id version data protected salt recorded_at recorded_by",
    "journal_event": "subject seq kind at effective_on actor on_behalf_of data prev hash",
    "parties_party": "id kind name name_key language district registered_at",
    "cases_caseparty": "case_id party_id role",
}


def fill(place: Place, cases: int, *, open_share: float = 0.1, at_accept: int = 0) -> None:
    """Add `cases` cases; the first `at_accept` of them wait at their first task in unit 0."""
    from tongban.config import cluster

    chance, began = random.Random(4), time.monotonic()
    with psycopg.connect(cluster.app_url(), autocommit=True) as connection:
        first = (connection.execute("SELECT coalesce(max(id), 0) FROM cases_case").fetchone() or (0,))[0] + 1
        for start in range(first, first + cases, CHUNK):
            ids = range(start, min(start + CHUNK, first + cases))
            tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
            for case_id in ids:
                fresh = case_id - first < at_accept
                is_open = fresh or chance.random() < open_share
                for table, row in _case(place, case_id, is_open, fresh, chance):
                    tables[table].append(row)
            _copy(connection, tables)
            print(f"\r{ids[-1] - first + 1:,} of {cases:,} cases", end="", file=sys.stderr)
    with psycopg.connect(place.superuser, dbname="tongban", autocommit=True) as connection:
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), (SELECT max(id) FROM cases_case))"
        )
        # New cases get numbers behind the filled ones.
        connection.execute(
            "INSERT INTO cases_numbercounter (prefix, year, last) SELECT 'SOC', year, (SELECT max(id) + 1 FROM cases_case)"
            " FROM generate_series(109, 116) year ON CONFLICT (prefix, year) DO UPDATE SET last = EXCLUDED.last"
        )
        connection.execute("VACUUM ANALYZE")
        # What was filled is written out now, not while something is measured.
        connection.execute("CHECKPOINT")
    print(f"\r{cases:,} cases filled in {time.monotonic() - began:.0f} s", file=sys.stderr)


def _copy(connection: psycopg.Connection, tables: dict[str, list[tuple[Any, ...]]]) -> None:
    with connection.transaction():
        for table, rows in tables.items():
            names = ", ".join(f'"{name}"' for name in COLUMNS[table].split())
            with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def _case(
    place: Place, case_id: int, is_open: bool, fresh: bool, chance: random.Random
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    from uuid import UUID

    from tongban.core.casework.number import case_number

    received = date(2026, 5, 20) if is_open else date(2021, 1, 4) + timedelta(days=chance.randrange(1_950))
    received += timedelta(days=chance.randrange(10)) if is_open else timedelta()
    number = case_number("SOC", received, case_id % 9_999_999 + 1)
    unit = place.units[0] if fresh else place.units[case_id % len(place.units)]
    done = 0 if fresh else (chance.randrange(1, 3) if is_open else 4)
    closed = None if is_open else received + timedelta(days=chance.randrange(3, 16))
    due = _due(received)
    moment = datetime(received.year, received.month, received.day, 2, tzinfo=UTC)
    name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
    party = UUID(int=case_id)
    yield "cases_case", (
        case_id, number, 1 + done, place.version_id, KIND, place.agency_id, unit, place.people["handler"], unit,
        chance.choice(("counter", "post", "phone", "fax")), "zh-hant", name,
        "received" if fresh else "in-progress" if is_open else "closed", "" if is_open else "approved",
        received, moment, moment, due, closed, None if closed is None else closed <= due, "",
        json.dumps(_clock(received, closed)), "{}", 3 + done, 1, b"\x00" * 32, "", "", "",
    )  # fmt: skip
    if is_open:
        yield "cases_token", (case_id, 1, STEPS[done + 1], None, 0, "{}")
    for index in range(min(done + 1, 3)):
        waiting = is_open and index == done
        yield "cases_task", (
            case_id, index + 2, STEPS[index + 1], 1, ["supervisor" if index == 1 else "handler"], unit, False,
            "supervisor" if index == 1 else "handler", None, "open" if waiting else "done", moment,
            None if waiting else moment, "" if waiting else "person:1", "",
        )  # fmt: skip
    for step in STEPS[: done + 1]:
        yield "cases_step", (case_id, step, received, "")
    answers = {"reason": chance.choice(("dementia", "disability")), "size": chance.choice("sml"), "pickup": "counter"}
    yield "cases_answers", (case_id, 1, json.dumps(answers), None, b"\x00" * 16, moment, "person:1")
    yield "parties_party", (party, "person", name, name, "zh-hant", "", moment)
    yield "cases_caseparty", (case_id, party, "applicant")
    for row in _events(case_id, received, moment, done, closed):
        yield "journal_event", row


@cache
def _due(received: date) -> date:
    """The true one: a made-up date would be mended by the first act, at the cost of every index it stands in."""
    from tongban.apps.officedays.queries import calendar
    from tongban.core.calendar import Clock

    due = Clock.from_json(_clock(received, None)).due_on(calendar())
    assert due is not None
    return due


def _clock(received: date, closed: date | None) -> dict[str, Any]:
    closings = [] if closed is None else [{"on": closed.isoformat(), "reopened": None}]
    limit = {"unit": "working_days", "amount": 6, "adverse": False}
    return {
        "limit": limit, "started": received.isoformat(), "place": None, "pauses": [], "extensions": [],
        "closings": closings,
    }  # fmt: skip


def _events(case_id: int, received: date, moment: datetime, done: int, closed: date | None) -> list[Any]:
    from tongban.apps.journal.chain import ZERO, Entry, link

    entries = [Entry("CaseRegistered", {"kind": KIND}, received), Entry("AnswersRecorded", {"version": 1})]
    for index in range(done):
        entries.append(Entry("TaskCompleted", {"task": index + 2}, received))
    if closed is not None:
        entries.append(Entry("CaseClosed", {"outcome": "approved"}, closed))
    return list(link(f"case:{case_id}", 0, ZERO, entries, at=moment, actor="person:1"))
