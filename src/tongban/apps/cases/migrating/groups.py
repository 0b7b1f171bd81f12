"""Cases of one version put together by how they stand: what can be said of one goes for all of its group."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from .order import Order

_READ = """
SELECT array_agg(id ORDER BY id), array_agg(version ORDER BY id), bool_or(is_special),
       (array_agg(number ORDER BY id))[1:%(shown)s]
  FROM (
    SELECT c.id, c.version, c.number, s.is_special,
           jsonb_build_array(
             c.next_number = 0, s.is_special,
             (SELECT jsonb_agg(jsonb_build_array(t.activity, t.flow, t.round IS NULL,
                                 CASE WHEN t.parent > 0 THEN (SELECT count(*) FROM cases_token p
                                                               WHERE p.case_id = c.id AND p.number <= t.parent) END)
                               ORDER BY t.number)
                FROM cases_token t WHERE t.case_id = c.id),
             (SELECT jsonb_agg(jsonb_build_array(k.activity, k.groups) ORDER BY k.number)
                FROM cases_task k WHERE k.case_id = c.id AND k.state = 'open' AND k.kind = 'step'),
             (SELECT jsonb_agg(jsonb_build_array(w.activity, w.trigger) ORDER BY w.number)
                FROM cases_wait w WHERE w.case_id = c.id),
             (SELECT jsonb_agg(k.code ORDER BY k.number)
                FROM cases_correction k WHERE k.case_id = c.id AND k.ended_on IS NULL AND k.task IS NOT NULL)
           ) AS stands
      FROM cases_case c
      CROSS JOIN LATERAL (
        SELECT %(differ)s
            OR EXISTS (SELECT 1 FROM cases_incident i WHERE i.case_id = c.id AND i.ended_at IS NULL)
            OR EXISTS (SELECT 1 FROM cases_penalty p WHERE p.case_id = c.id
                        AND (p.standing = 'awaiting' OR p.activity = ANY (%(renamed)s)))
            OR EXISTS (SELECT 1 FROM cases_consultation q WHERE q.case_id = c.id AND q.activity = ANY (%(renamed)s))
               AS is_special) s
     WHERE c.kind = %(kind)s AND c.pack_version_id = %(older)s AND c.closed_on IS NULL
       AND (%(number)s = 0 OR NOT EXISTS (SELECT 1 FROM cases_migratedcase r
                                           WHERE r.migration_id = %(number)s AND r.case_id = c.id))
       AND (%(undoes)s::bigint IS NULL OR EXISTS (SELECT 1 FROM cases_migratedcase r
                                           WHERE r.migration_id = %(undoes)s AND r.case_id = c.id AND r.is_moved))
  ) each
 GROUP BY stands
 ORDER BY count(*) DESC, min(id)
"""
SHOWN = 30
"""Cases of a group that are looked at one by one when what becomes of one says nothing of the others."""


@dataclass(frozen=True, slots=True)
class Group:
    """`cases` maps id → version as read. `is_special`: something hangs on these cases that is looked at one by one."""

    number: str
    cases: dict[int, int]
    is_special: bool
    first: tuple[str, ...]


def groups_of(order: Order) -> list[Group]:
    """The open cases that the order is about, without those it has dealt with; one statement."""
    values = {
        "kind": order.older.pack.code,
        "older": order.older.pk,
        "number": order.number,
        "undoes": order.undoes,
        "renamed": list(order.versions.renamed),
        "differ": order.versions.controls_differ,
        "shown": SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        rows = cursor.fetchall()
    return [Group(row[3][0], dict(zip(row[0], row[1], strict=True)), row[2], tuple(row[3])) for row in rows]
