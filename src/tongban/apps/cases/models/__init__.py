"""Cases as rows. Rows that record (answers, remarks, steps) are never updated; retention may delete what they say, the
journal keeps that they were.
"""

from .case import OVER, Case, NumberCounter
from .matters import Consultation, Control, Correction, Penalty
from .migrating import MigratedCase, Migration
from .process import Incident, Step, Task, Token, Wait
from .sayings import Answers, CaseParty, Intent, Remark, Seen
from .transfer import Transfer

__all__ = [
    "OVER",
    "Answers",
    "Case",
    "CaseParty",
    "Consultation",
    "Control",
    "Correction",
    "Incident",
    "Intent",
    "MigratedCase",
    "Migration",
    "NumberCounter",
    "Penalty",
    "Remark",
    "Seen",
    "Step",
    "Task",
    "Token",
    "Transfer",
    "Wait",
]
