"""The raw XML, read by expat alone: nothing here is shared with the reader that is held against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


MAX_BYTES, MAX_ELEMENTS, MAX_DEPTH = 5_000_000, 200_000, 255
PROMISED = ("utf-8", "utf-16", "iso-8859-1", "windows-1252", "big5", "cp950", "gb")
"""What docs/reference/bpmn.md promises to read; anything else must be refused."""

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")


class NotBpmn(Exception):
    """No well-formed BPMN 2.0 file, one with a DOCTYPE, or one too large to be read."""


@dataclass
class Raw:
    """An element in BPMN's namespace that no vendor's extension holds."""

    tag: str
    attributes: dict[str, str]
    parent: Raw | None
    text: str = ""
    children: list[Raw] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    def holds(self, *tags: str) -> list[Raw]:
        return [child for child in self.children if child.tag in tags]

    def is_true(self, attribute: str) -> bool:
        return self.attributes.get(attribute) in ("true", "1")


class _Reader:
    def __init__(self) -> None:
        self.found: list[Raw] = []
        self.count = 0
        self.path: list[Raw | None] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = lambda _name: self.path.pop()
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.path) > MAX_DEPTH:
            raise NotBpmn("it is too large or too deep")
        if not self.path:
            if (space, tag) != (BPMN, "definitions"):
                raise NotBpmn(f"the root is {name}")
            self.path.append(Raw("definitions", attributes, None))
            return
        parent = self.path[-1]
        if parent is None or space != BPMN or tag == "extensionElements":
            self.path.append(None)
            return
        raw = Raw(tag, attributes, parent)
        parent.children.append(raw)
        self.found.append(raw)
        self.path.append(raw)

    def characters(self, text: str) -> None:
        if self.path and (here := self.path[-1]) is not None:
            here.text += text

    def doctype(self, *_: object) -> None:
        raise NotBpmn("it has a DOCTYPE")


def read_raw(source: bytes) -> list[Raw]:
    """Every element of BPMN in the file, in order. Raises NotBpmn."""
    if len(source) > MAX_BYTES:
        raise NotBpmn("it is too large")
    try:
        return _parsed(source)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if "encoding" not in str(error):
            raise NotBpmn(str(error)) from error
    try:
        return _parsed(_decoded(source))
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotBpmn(str(error)) from error


def _parsed(source: bytes | str) -> list[Raw]:
    reader = _Reader()
    reader.parser.Parse(source, True)
    return reader.found


def _decoded(source: bytes) -> str:
    """For encodings that expat does not know, and for UTF-8 that calls itself UTF-16."""
    declared = _ENCODING.match(source)
    name = declared[1].decode().lower() if declared else "utf-8"
    if not name.startswith(PROMISED):
        raise NotBpmn(f"its encoding is {name}")
    return source.decode("utf-8" if name.startswith("utf-16") else name)


def above(raw: Raw) -> Iterator[Raw]:
    """What holds it, the nearest first."""
    while raw.parent is not None:
        raw = raw.parent
        yield raw
