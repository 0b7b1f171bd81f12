"""Cases as rows. Rows that record (answers, remarks, steps) are never updated; retention may delete what they say, the
journal keeps that they were.
"""

from .case import OVER, Case, NumberCounter
from .matters import Consultation, Control, Correction, Penalty
from .process import Incident, Step, Task, Token, Wait
from .sayings import Answers, CaseParty, Intent, Remark, Seen

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
    "NumberCounter",
    "Penalty",
    "Remark",
    "Seen",
    "Step",
    "Task",
    "Token",
    "Wait",
]
