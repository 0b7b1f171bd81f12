"""What the statistics show: closed months from the tallies, everything else counted as it stands."""

from .activities import ActivityLine, activity_lines
from .asking import By, Question
from .counting import carried_over, lines, open_lines, spreads
from .deviations import Deviation, Direction, Narrowed, Pair, deviations, pairs
from .dunning import LateCase, late_cases
from .line import Line, Open, total
from .penalties import Alike, PenaltyLine, alike, penalty_lines, penalty_total
from .spread import Spread

__all__ = [
    "ActivityLine",
    "Alike",
    "By",
    "Deviation",
    "Direction",
    "LateCase",
    "Line",
    "Narrowed",
    "Open",
    "Pair",
    "PenaltyLine",
    "Question",
    "Spread",
    "activity_lines",
    "alike",
    "carried_over",
    "deviations",
    "late_cases",
    "lines",
    "open_lines",
    "pairs",
    "penalty_lines",
    "penalty_total",
    "spreads",
    "total",
]
