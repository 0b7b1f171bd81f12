"""All that a BPMN file draws, as values: every process with its pools, lanes, data and notes, nested as it stands there.

What vendors write for themselves (`extensionElements`, elements of other namespaces) and the coordinates of the shapes
are left out here; they stay in `source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from tongban.core.process.bpmn.tags import NODES


@dataclass(frozen=True, slots=True)
class Element:
    """One element of BPMN. `number` counts from 0 in the order of the file; `holder` is the number of the element it
    stands in (None at the top) and `scope` the id of the nearest process, sub-process, collaboration or choreography.

    `attributes` are those of BPMN besides id and name. `refs` are the child elements that only name another element
    (`incoming`, `flowNodeRef`, `dataInputRefs` …) with what they name. `text` is its own text: a
    condition's, a timer's, that of a note.
    """

    number: int
    tag: str
    id: str
    name: str
    scope: str = ""
    holder: int | None = None
    line: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    refs: tuple[tuple[str, str], ...] = ()
    text: str = ""

    @property
    def place(self) -> str:
        """What a person looks for: the id, or the line of an element without one."""
        return self.id or f"line {self.line}"

    def named(self, tag: str) -> tuple[str, ...]:
        """What its children of this tag name."""
        return tuple(text for name, text in self.refs if name == tag)


@dataclass(frozen=True)
class Document:
    """Immutable; in the order of the file."""

    elements: tuple[Element, ...]
    source: bytes = field(default=b"", repr=False)

    def of(self, *tags: str) -> tuple[Element, ...]:
        """All elements with one of these tags: `of("lane")`, `of("message", "signal")`."""
        return tuple(element for element in self.elements if element.tag in tags)

    @property
    def processes(self) -> tuple[Element, ...]:
        return self.of("process")

    @property
    def nodes(self) -> tuple[Element, ...]:
        """What sequence flows may connect: events, activities and gateways."""
        return self.of(*NODES)

    @property
    def flows(self) -> tuple[Element, ...]:
        return self.of("sequenceFlow")

    def named(self, element: Element, tag: str) -> tuple[str, ...]:
        """What its children of this tag name, those among them that have an id of their own."""
        own = (child.text for child in self.children.get(element.number, ()) if child.tag == tag)
        return (*element.named(tag), *own)

    @cached_property
    def by_id(self) -> Mapping[str, Element]:
        """The first element with each id."""
        return MappingProxyType({one.id: one for one in reversed(self.elements) if one.id})

    @cached_property
    def children(self) -> Mapping[int | None, tuple[Element, ...]]:
        """Number of an element (None: of the file) → the elements directly in it."""
        found: dict[int | None, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.holder, []).append(element)
        return {number: tuple(ones) for number, ones in found.items()}
