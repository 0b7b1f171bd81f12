"""Faults at the shapes they are about: numbered, so that list and drawing speak of the same one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tongban.core.packs.process_checks import PROCESS
from tongban.core.process import Diagram, read_document
from tongban.core.text import Fault
from tongban.web.parts.diagrams import Mark, signed
from tongban.web.studio.showing import said


class Shape(NamedTuple):
    id: str
    name: str


class FaultAt(NamedTuple):
    """`url`: where a fault of another file is mended."""

    where: str
    text: str
    remedy: str
    shapes: list[Shape]
    url: str


def at_shapes(
    faults: Iterable[Fault], source: bytes, diagram: Diagram | None, urls: Mapping[str, str]
) -> list[FaultAt]:
    document = read_document(source, PROCESS)[0] if diagram else None
    drawn = document.by_id if document else {}
    return [
        FaultAt(
            fault.place if fault.file == PROCESS else " ".join(part for part in (fault.file, fault.place) if part),
            said(fault.text),
            said(fault.remedy),
            [Shape(id, drawn[id].name if id in drawn else "") for id in _shapes(fault, diagram)],
            "" if fault.file == PROCESS else urls.get(fault.file, ""),
        )
        for fault in faults
    ]


def fault_marks(faults: Iterable[Fault], diagram: Diagram | None) -> list[Mark]:
    """The badge holds the numbers in the list."""
    found: dict[str, list[int]] = {}
    for number, fault in enumerate(faults, 1):
        for shape in _shapes(fault, diagram):
            found.setdefault(shape, []).append(number)
    return [Mark(shape, "fault", signed("fault", "、".join(map(str, numbers)))) for shape, numbers in found.items()]


def _shapes(fault: Fault, diagram: Diagram | None) -> list[str]:
    """A place may name several elements; a fault in what is called stands at the call."""
    if diagram is None or fault.file != PROCESS:
        return []
    shapes = (diagram.shape_of(part) for part in fault.place.split(", "))
    return list(dict.fromkeys(shape for shape in shapes if shape))
