"""What the statistics show: closed months from the tallies, everything else counted as it stands."""

from .asking import By, Question
from .counting import carried_over, lines, open_lines, spreads
from .dunning import LateCase, late_cases
from .line import Line, Open, total
from .spread import Spread

__all__ = [
    "By",
    "LateCase",
    "Line",
    "Open",
    "Question",
    "Spread",
    "carried_over",
    "late_cases",
    "lines",
    "open_lines",
    "spreads",
    "total",
]
