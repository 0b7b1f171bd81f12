"""Units and people from a workbook or CSV file, and the workbook to fill in.

Reading knows no database and reports every fault with its sheet and row; `plan` compares with what is there and shows
what would happen; `actions.carry_out` then does all of it or nothing.
"""

from __future__ import annotations

from .columns import PEOPLE, UNITS
from .people import PersonLine, read_people
from .plan import Plan, PlannedPerson, PlannedPosition, PlannedUnit, plan
from .tables import open_tables
from .template import template
from .units import UnitLine, read_units

__all__ = [
    "PEOPLE",
    "UNITS",
    "PersonLine",
    "Plan",
    "PlannedPerson",
    "PlannedPosition",
    "PlannedUnit",
    "UnitLine",
    "open_tables",
    "plan",
    "read_people",
    "read_units",
    "template",
]
