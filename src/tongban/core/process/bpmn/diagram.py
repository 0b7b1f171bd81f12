"""The picture in a BPMN file: whether there is one, and which elements it shows."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from tongban.core.process.bpmn.xml import local, parse_xml
from tongban.core.process.findings import Findings

_SHOWN = ("BPMNShape", "BPMNEdge")


@dataclass(frozen=True)
class Diagram:
    """`xml` is the file as text, without comments; `shapes` are the ids of the elements that have a place in it: none
    when it was saved without diagram interchange (BPMN 2.0.2, chapter 12)."""

    xml: str
    shapes: frozenset[str]

    def shape_of(self, place: str) -> str:
        """The shape that stands for an activity: what was called in (`call/inner`) is shown at the call. Empty: none."""
        while place not in self.shapes and "/" in place:
            place = place.rpartition("/")[0]
        return place if place in self.shapes else ""


def read_diagram(source: bytes) -> Diagram | None:
    """None for what is no BPMN file, or not safe to be read."""
    root = parse_xml(source, Findings(""))
    if root is None:
        return None
    named = (str(part.get("bpmnElement", "")) for part in root.iter("{*}*") if local(part) in _SHOWN)
    shapes = frozenset(name.rpartition(":")[2] for name in named if name)
    return Diagram(etree.tostring(root, encoding="unicode"), shapes)
