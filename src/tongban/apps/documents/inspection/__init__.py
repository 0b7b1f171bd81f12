"""What a file truly is, judged by its content alone, and what is refused and why."""

from __future__ import annotations

from .metadata import without_metadata
from .recognise import recognise
from .types import FileType

__all__ = ["FileType", "recognise", "without_metadata"]
