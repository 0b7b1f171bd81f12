"""A decision table as a workbook that an official edits, and back again."""

from __future__ import annotations

from tongban.core.decisions.dmn.workbook.reading import from_workbook
from tongban.core.decisions.dmn.workbook.writing import TooLong, to_workbook

__all__ = ["TooLong", "from_workbook", "to_workbook"]
