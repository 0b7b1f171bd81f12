"""BPMN 2.0 XML → Document, with a fault for each element that is not supported."""

from __future__ import annotations

from types import MappingProxyType
from typing import cast

from lxml import etree

from tongban.core.process.bpmn.drawn import Document, Element
from tongban.core.process.bpmn.references import check_references
from tongban.core.process.bpmn.supported import refuse_unsupported
from tongban.core.process.bpmn.tags import SCOPES, is_reference
from tongban.core.process.bpmn.xml import local, parse_xml, parts, plain_text
from tongban.core.process.findings import Findings
from tongban.core.text import Fault


def read_document(source: bytes, file: str) -> tuple[Document | None, list[Fault]]:
    """Everything drawn in a BPMN file, and a fault for each element that is not supported or whose reference leads
    nowhere. None when the file cannot be read at all; with other faults the document is still whole.

    The XML is read without entities, DTD or network; size, number of elements and nesting are bounded.
    """
    findings = Findings(file)
    root = parse_xml(source, findings)
    if root is None:
        return None, findings.faults
    document = draw(root, source)
    judge(document, findings)
    return document, findings.faults


def judge(document: Document, findings: Findings) -> None:
    refuse_unsupported(document, findings)
    check_references(document, findings)


def draw(root: etree._Element, source: bytes) -> Document:
    """The elements in the order of the file; libxml2 bounds their depth, and nothing here recurses."""
    found: list[Element] = []
    waiting: list[tuple[etree._Element, str, int | None]] = [(part, "", None) for part in parts(root)[::-1]]
    while waiting:
        node, scope, holder = waiting.pop()
        element = _element(node, len(found), scope, holder)
        found.append(element)
        inner = element.id if element.tag in SCOPES else scope
        below = [part for part in parts(node) if not _only_names(part)]
        waiting += [(part, inner, element.number) for part in reversed(below)]
    return Document(tuple(found), source)


def _element(node: etree._Element, number: int, scope: str, holder: int | None) -> Element:
    attributes = {str(name): str(value) for name, value in node.attrib.items() if not str(name).startswith("{")}
    id, name = attributes.pop("id", ""), attributes.pop("name", "")
    refs = tuple((local(part), plain_text(part)) for part in parts(node) if _only_names(part))
    text = "".join([node.text or "", *(child.tail or "" for child in node)]).strip()
    line = cast("int | None", node.sourceline) or 0
    return Element(number, local(node), id, name, scope, holder, line, MappingProxyType(attributes), refs, text)


def _only_names(part: etree._Element) -> bool:
    return is_reference(local(part)) and not len(part) and not {"id", "name"} & set(part.attrib)
