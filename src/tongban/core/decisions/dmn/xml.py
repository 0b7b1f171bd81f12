"""Bytes → XML tree of a DMN file, safe against what an XML file can do to its reader.

Elements are found by their local names: the versions of DMN differ in their namespaces, hardly in their names.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tongban.core.decisions.dmn.errors import ModelError
from tongban.core.text import Text

MAX_BYTES = 10_000_000

Element = etree._Element


def parsed_xml(source: bytes) -> Element:
    """The `definitions` of a DMN file, comments and all. Raises ModelError."""
    if len(source) > MAX_BYTES:
        raise ModelError(
            Text(
                f"檔案超過 {MAX_BYTES:,} 位元組。請拆成數個模型。",
                f"The file is larger than {MAX_BYTES:,} bytes; split it.",
            )
        )
    # Before parsing: an entity bomb goes off while the declaration is read.
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source or b"\0" in source:
        raise _hostile()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ModelError(
            Text(f"不是正確的 XML：{error}", f"This is not well-formed XML: {error}"),
        ) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _hostile()
    if local(root) != "definitions" or "DMN" not in (namespace(root) or "DMN").upper():
        raise ModelError(
            Text(
                f"不是 DMN 檔案，而是 {root.tag}。請匯出 DMN XML。",
                f"This is no DMN file but {root.tag}; export DMN XML.",
            )
        )
    return root


def _hostile() -> ModelError:
    return ModelError(
        Text(
            "檔案含有 DOCTYPE、ENTITY 宣告或不是 UTF-8，基於安全不予讀取。請刪去宣告，並以 UTF-8 存檔。",
            "The file declares a DOCTYPE or entities, or is not UTF-8; for safety it is not read. "
            "Remove the declaration and save it as UTF-8.",
        )
    )


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: Element) -> str:
    return etree.QName(element).namespace or ""


def elements(parent: Element, *names: str) -> Iterator[Element]:
    """The child elements with one of these names, or all; comments and processing instructions left out."""
    return (child for child in parent if isinstance(child.tag, str) and (not names or local(child) in names))


def first(parent: Element | None, *names: str) -> Element | None:
    return None if parent is None else next(elements(parent, *names), None)


def text_in(parent: Element | None, name: str = "text") -> str:
    """The text of the child `name`; comments in it are not part of it."""
    child = first(parent, name)
    return "" if child is None else (child.text or "") + "".join(inner.tail or "" for inner in child)


def place(element: Element) -> str:
    """What a person looks for: the name of the element or of the one it stands in, else an id, else the line."""
    around = [element, *element.iterancestors()][:-1]
    for attribute in ("name", "id"):
        for one in around:
            if found := one.get(attribute):
                return found
    return f"line {element.sourceline}"
