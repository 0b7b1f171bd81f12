"""What the statistics show: closed months from the tallies, everything else counted as it stands."""

from .asking import By, Question
from .counting import lines, spreads
from .line import Line, Open, total
from .spread import Spread

__all__ = ["By", "Line", "Open", "Question", "Spread", "lines", "spreads", "total"]
