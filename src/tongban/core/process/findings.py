"""Collects what is wrong in one process file."""

from __future__ import annotations

from tongban.core.text import Fault, Text


class Findings:
    """Faults of one file, in the order in which they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, place: str, text: Text, remedy: Text) -> None:
        self.faults.append(Fault(self.file, place, text, remedy))

    @property
    def places(self) -> frozenset[str]:
        """Where a fault was found so far."""
        return frozenset(fault.place for fault in self.faults)
