"""What taking in an application needs to know beforehand, in one planned statement; and the case's number."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pydantic_core import from_json

from tongban.apps.org.models import Unit
from tongban.core.casework.number import ROC_YEAR_OFFSET, case_number

from .placing import unit_by_id
from .statements import Statement

_SELECT = Statement("""
SELECT json_build_array(p.current_id, p.owner_id, o.unit_id, o.handled_by_id,
                        coalesce((SELECT number FROM org_orgversion LIMIT 1), 0),
                        coalesce((SELECT number FROM officedays_calendarversion LIMIT 1), 0))
  FROM catalogue_offer o JOIN catalogue_pack p ON p.id = o.pack_id
 WHERE p.code = $1 AND o.unit_id = $2 AND o.active AND p.current_id IS NOT NULL
""")
_NEXT = Statement("""
INSERT INTO cases_numbercounter AS n (prefix, year, last) VALUES ($1, $2, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last = n.last + 1
RETURNING json_build_array(nextval(pg_get_serial_sequence('cases_case', 'id')), last)
""")


class Intake(NamedTuple):
    """How a unit takes in a kind: by which version of its pack, whose it is, and who handles it unless a table says
    otherwise; with the versions of the organisation and the calendar that hold now."""

    version_id: int
    owner_id: int
    unit_id: int
    handled_by_id: int
    org_version: int
    calendar_version: int

    @property
    def unit(self) -> Unit:
        return unit_by_id(self.unit_id, self.org_version)

    @property
    def handled_by(self) -> Unit:
        return unit_by_id(self.handled_by_id, self.org_version)

    @property
    def owner(self) -> Unit:
        return unit_by_id(self.owner_id, self.org_version)


def intake(kind: str, unit_id: int) -> Intake | None:
    """None where the unit does not take in this kind, or no version of it is published."""
    found = _SELECT.value([kind, unit_id])
    return None if found is None else Intake(*from_json(found))


def next_number(prefix: str, received: date) -> tuple[int, str]:
    """The next case id and number: one statement; the counter's row is locked until the case is in."""
    found = _NEXT.value([prefix, received.year - ROC_YEAR_OFFSET])
    assert found is not None
    case_id, serial = from_json(found)
    return case_id, case_number(prefix, received, serial)
