"""Bytes → XML tree, safe against what an XML file can do to its reader."""

from __future__ import annotations

from lxml import etree

from tongban.core.process.findings import Findings
from tongban.core.text import Text

MAX_BYTES = 5_000_000
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"


def parse_xml(source: bytes, findings: Findings) -> etree._Element | None:
    """The root of a BPMN file; None, with the fault, when it is too big, broken, hostile or something else."""
    if len(source) > MAX_BYTES:
        findings.add(
            "",
            Text(f"檔案超過 {MAX_BYTES:,} 位元組。", f"The file is larger than {MAX_BYTES:,} bytes."),
            Text("請拆成數個流程。", "Split it into several processes."),
        )
        return None
    # Before parsing: an entity bomb goes off while the declaration is read.
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source or b"\0" in source:
        _refuse_doctype(findings)
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        findings.add(
            f"line {line}",
            Text(f"不是正確的 XML：{error}", f"This is not well-formed XML: {error}"),
            Text("請用 BPMN 繪圖工具重新匯出。", "Export it from a BPMN modeler again."),
        )
        return None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        _refuse_doctype(findings)
        return None
    if root.tag != f"{{{BPMN}}}definitions":
        findings.add(
            f"line {root.sourceline}",
            Text(f"不是 BPMN 2.0 檔案，而是 {root.tag}。", f"This is no BPMN 2.0 file but {root.tag}."),
            Text("請匯出 BPMN 2.0 XML。", "Export BPMN 2.0 XML."),
        )
        return None
    return root


def _refuse_doctype(findings: Findings) -> None:
    findings.add(
        "line 1",
        Text(
            "檔案含有 DOCTYPE、ENTITY 宣告或不是 UTF-8，基於安全不予讀取。",
            "The file declares a DOCTYPE or entities, or is not UTF-8; for safety it is not read.",
        ),
        Text("請刪去宣告，並以 UTF-8 存檔。", "Remove the declaration and save it as UTF-8."),
    )


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def elements(parent: etree._Element) -> list[etree._Element]:
    """The child elements; comments and processing instructions left out."""
    return [child for child in parent if isinstance(child.tag, str)]


def place(element: etree._Element) -> str:
    """What a person looks for: the element's id, or its line."""
    return element.get("id") or f"line {element.sourceline}"
