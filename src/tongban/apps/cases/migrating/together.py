"""Cases that only get other names, moved by a handful of statements in one transaction, their journals lengthened.

A case that moved on since it was read, or that somebody is changing at this moment, keeps its older version here and
is left to be looked at by itself: nobody is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from tongban.apps.cases.placing import place
from tongban.apps.journal.chain import Head, Row, canonical, hash_of
from tongban.apps.org.models import OrgVersion
from tongban.core.process import Process

from .order import Order

_MIGRATED = "CaseMigrated"
BATCH = 10_000
"""Cases a transaction: their rows are locked for less than a second."""
_CASES = """
UPDATE cases_case c
   SET pack_version_id = %(newer)s, version = c.version + 1, changed_at = %(at)s{variables}
  FROM (SELECT o.id FROM cases_case o JOIN unnest(%(ids)s::bigint[], %(versions)s::int[]) AS x (id, version)
          ON o.id = x.id AND o.version = x.version
         WHERE o.pack_version_id = %(older)s AND o.closed_on IS NULL
           FOR UPDATE OF o SKIP LOCKED) AS free
 WHERE c.id = free.id
RETURNING c.id
"""
_VARIABLES = """, variables = CASE WHEN c.variables ?| %(names)s THEN
  (SELECT jsonb_object_agg(coalesce(m.now, v.key), v.value) FROM jsonb_each(c.variables) v
     LEFT JOIN unnest(%(names)s::text[], %(called)s::text[]) AS m (was, now) ON m.was = v.key)
  ELSE c.variables END"""
_NAMES = """
UPDATE {table} t SET activity = m.now
  FROM unnest(%(was)s::text[], %(now)s::text[]) AS m (was, now)
 WHERE t.case_id = ANY (%(ids)s) AND t.activity = m.was{only}
"""
_FLOWS = """
UPDATE cases_token t SET flow = m.now
  FROM unnest(%(was)s::text[], %(now)s::text[]) AS m (was, now)
 WHERE t.case_id = ANY (%(ids)s) AND t.flow = m.was
"""
_STEPS = """
INSERT INTO cases_step (case_id, activity, done_on, text)
SELECT DISTINCT ON (s.case_id, m.now) s.case_id, m.now, s.done_on, s.text
  FROM cases_step s JOIN unnest(%(was)s::text[], %(now)s::text[]) AS m (was, now) ON m.was = s.activity
 WHERE s.case_id = ANY (%(ids)s)
   AND NOT EXISTS (SELECT 1 FROM cases_step o WHERE o.case_id = s.case_id AND o.activity = m.now)
 ORDER BY s.case_id, m.now, s.id DESC
"""
_UNITS = """
SELECT DISTINCT t.activity, c.unit_id FROM cases_task t JOIN cases_case c ON c.id = t.case_id
 WHERE t.case_id = ANY (%(ids)s) AND t.state = 'open' AND t.kind = 'step' AND t.activity = ANY (%(activities)s)
"""
_GROUPS = """
UPDATE cases_task t
   SET groups = string_to_array(x.groups, chr(31)), unit_id = x.unit_id, role = x.role, away = x.unit_id <> c.unit_id,
       assignee_id = CASE WHEN t.unit_id = x.unit_id AND t.role = x.role THEN t.assignee_id END
  FROM cases_case c,
       unnest(%(activity)s::text[], %(of)s::bigint[], %(groups)s::text[], %(unit)s::bigint[], %(role)s::text[])
         AS x (activity, of_unit, groups, unit_id, role)
 WHERE t.case_id = ANY (%(ids)s) AND c.id = t.case_id AND t.state = 'open' AND t.kind = 'step'
   AND t.activity = x.activity AND c.unit_id = x.of_unit
"""
_HEADS = """
SELECT x.id, e.seq, e.hash FROM unnest(%s::bigint[]) AS x (id)
 CROSS JOIN LATERAL (SELECT seq, hash FROM journal_event WHERE subject = 'case:' || x.id ORDER BY seq DESC LIMIT 1) e
"""
_EVENTS = f"""
INSERT INTO journal_event ({", ".join(Row._fields)})
SELECT 'case:' || x.id, x.seq, %s, %s, NULL, %s, '', %s::jsonb, h.prev, h.hash
  FROM unnest(%s::bigint[], %s::int[]) WITH ORDINALITY AS x (id, seq, n)
 CROSS JOIN LATERAL (SELECT substring(%s::bytea FROM (x.n::int - 1) * 32 + 1 FOR 32),
                            substring(%s::bytea FROM (x.n::int - 1) * 32 + 1 FOR 32)) AS h (prev, hash)
"""  # noqa: S608 (our own column names)
_RESULTS = """
INSERT INTO cases_migratedcase (migration_id, case_id, is_moved, text_zh, text_en, at)
SELECT %s, x.id, true, '', '', %s FROM unnest(%s::bigint[]) AS x (id)
ON CONFLICT (migration_id, case_id) DO UPDATE SET is_moved = true, text_zh = '', text_en = '', at = EXCLUDED.at
"""


@transaction.atomic
def move_together(cases: Mapping[int, int], order: Order, at: datetime) -> list[int]:
    """Those of `cases` (id → version as read) that were moved."""
    renames, moving = order.versions.variables, sorted(cases)
    values: dict[str, Any] = {"newer": order.newer.pk, "older": order.older.pk, "at": at, "ids": moving}
    values |= {"versions": [cases[id] for id in moving], "names": list(renames), "called": list(renames.values())}
    with connection.cursor() as cursor:
        cursor.execute(_CASES.format(variables=_VARIABLES if renames else ""), values)
        moved = sorted(row[0] for row in cursor.fetchall())
        if moved:
            _rename(cursor, moved, order)
            _regroup(cursor, moved, order)
            _lengthen(cursor, moved, order, at)
            cursor.execute(_RESULTS, [order.number, at, moved])
    return moved


def _rename(cursor: Any, ids: list[int], order: Order) -> None:
    """All that waits gets its new names; tasks keep theirs until `_regroup` is done with them."""
    names = order.versions.renamed
    values = {"ids": ids, "was": list(names), "now": list(names.values())}
    if names:
        for table in ("cases_token", "cases_wait"):
            cursor.execute(_NAMES.format(table=table, only=""), values)
        told = {was: now for was, now in names.items() if order.versions.newer.step_on(now)}
        cursor.execute(_STEPS, {"ids": ids, "was": list(told), "now": list(told.values())})
    if flows := _flows(order):
        cursor.execute(_FLOWS, {"ids": ids, "was": list(flows), "now": list(flows.values())})


def _flows(order: Order) -> dict[str, str]:
    """The flows that are called otherwise; only those into joins are kept with a token."""
    route = order.versions.route
    if route is None:
        return {}
    ways = ((id, route.way(id)) for id in route.older.flows)
    return {id: way for id, way in ways if way is not None and way != id}


def _regroup(cursor: Any, ids: list[int], order: Order) -> None:
    """Tasks for other people wait where these are: found out once for each unit that handles such cases."""
    route = order.versions.route
    if route is None:
        return
    groups = _groups(route.older, route.newer, route.activities)
    if groups:
        cursor.execute(_UNITS, {"ids": ids, "activities": list(groups)})
        at = [(activity, unit, groups[activity]) for activity, unit in cursor.fetchall()]
        version = OrgVersion.objects.values_list("number", flat=True).first() or 0
        places = [place(those, unit, version, activity) for activity, unit, those in at]
        columns = {
            "ids": ids,
            "activity": [one[0] for one in at],
            "of": [one[1] for one in at],
            "groups": ["\x1f".join(one[2]) for one in at],
            "unit": [one[0] for one in places],
            "role": [one[1] for one in places],
        }
        cursor.execute(_GROUPS, columns)
    names = order.versions.renamed
    if names:
        only = " AND t.state = 'open' AND t.kind = 'step'"
        values = {"ids": ids, "was": list(names), "now": list(names.values())}
        cursor.execute(_NAMES.format(table="cases_task", only=only), values)


def _groups(older: Process, newer: Process, activities: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The older activities whose tasks other people get."""
    pairs = ((was, newer.activities.get(activities.get(was.id, ""))) for was in older.user_tasks)
    return {was.id: now.groups for was, now in pairs if now and not now.assignment and was.groups != now.groups}


def _lengthen(cursor: Any, ids: list[int], order: Order, at: datetime) -> None:
    cursor.execute(_HEADS, [ids])
    heads = {id: Head(seq, bytes(hash)) for id, seq, hash in cursor.fetchall()}
    at = at.astimezone(UTC)
    data = canonical({**order.facts, "renamed": order.versions.renamed})
    linked = [heads.get(id, Head()) for id in ids]
    hashes = [
        hash_of(f"case:{id}", head.seq + 1, _MIGRATED, at, None, order.actor, "", data, head.hash)
        for id, head in zip(ids, linked, strict=True)
    ]
    given = [_MIGRATED, at, order.actor, data, ids, [head.seq + 1 for head in linked]]
    # All hashes as one text: an array of them is taken apart by the server at a multiple of the cost.
    cursor.execute(_EVENTS, [*given, b"".join(head.hash for head in linked), b"".join(hashes)])
