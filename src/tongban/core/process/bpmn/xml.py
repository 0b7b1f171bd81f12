"""Bytes → XML tree, safe against what an XML file can do to its reader."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tongban.core.process.bpmn.encoding import has_doctype, text_of
from tongban.core.process.findings import Findings
from tongban.core.text import Text

MAX_BYTES = 5_000_000
MAX_XML_ELEMENTS = 200_000
"""Of any kind, shapes of the diagram and vendors' extensions among them."""
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
EXTENSIONS = f"{{{BPMN}}}extensionElements"

_PIECE = 65_536


def parse_xml(source: bytes, findings: Findings) -> etree._Element | None:
    """The root of a BPMN file; None, with the fault, when it is too big, broken, hostile or something else."""
    if len(source) > MAX_BYTES:
        findings.add(
            "",
            Text(f"檔案超過 {MAX_BYTES:,} 位元組。", f"The file is larger than {MAX_BYTES:,} bytes."),
            Text("請拆成數個流程。", "Split it into several processes."),
        )
        return None
    text = text_of(source)
    if text is None:
        _refuse_encoding(findings)
        return None
    if has_doctype(text):  # before parsing: an entity bomb goes off while the declaration is read
        _refuse_doctype(findings)
        return None
    root = _parsed(text.encode(errors="surrogatepass"), findings)
    if root is not None and root.tag != f"{{{BPMN}}}definitions":
        findings.add(
            f"line {root.sourceline}",
            Text(f"不是 BPMN 2.0 檔案，而是 {root.tag}。", f"This is no BPMN 2.0 file but {root.tag}."),
            Text("請匯出 BPMN 2.0 XML。", "Export BPMN 2.0 XML."),
        )
        return None
    return root


def _parsed(text: bytes, findings: Findings) -> etree._Element | None:
    """Elements are counted while they are read, so that memory stays bounded; libxml2 itself bounds their depth."""
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    count = 0
    try:
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE])
            count += sum(1 for _ in parser.read_events())
            if count > MAX_XML_ELEMENTS:
                _refuse_size(findings)
                return None
        root: etree._Element = parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        findings.add(
            f"line {line}",
            Text(f"不是正確的 XML：{error}", f"This is not well-formed XML: {error}"),
            Text("請用 BPMN 繪圖工具重新匯出。", "Export it from a BPMN modeler again."),
        )
        return None
    return root


def _refuse_size(findings: Findings) -> None:
    findings.add(
        "",
        Text(f"檔案的元素超過 {MAX_XML_ELEMENTS:,} 個。", f"The file has more than {MAX_XML_ELEMENTS:,} elements."),
        Text("請拆成數個流程。", "Split it into several processes."),
    )


def _refuse_encoding(findings: Findings) -> None:
    findings.add(
        "line 1",
        Text("檔案的文字編碼無法讀取。", "The encoding of the file cannot be read."),
        Text("請以 UTF-8 存檔。", "Save it as UTF-8."),
    )


def _refuse_doctype(findings: Findings) -> None:
    findings.add(
        "line 1",
        Text(
            "檔案含有 DOCTYPE 或 ENTITY 宣告，基於安全不予讀取。",
            "The file declares a DOCTYPE or entities; for safety it is not read.",
        ),
        Text("請刪去宣告。", "Remove the declaration."),
    )


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def elements(parent: etree._Element) -> list[etree._Element]:
    """The child elements; comments and processing instructions left out."""
    return [child for child in parent if isinstance(child.tag, str)]


def parts(parent: etree._Element, *names: str) -> list[etree._Element]:
    """The child elements of BPMN itself, those with these names only where some are given."""
    if names:
        return [child for name in names for child in parent.iterchildren(f"{{{BPMN}}}{name}")]
    return [child for child in parent.iterchildren(f"{{{BPMN}}}*") if child.tag != EXTENSIONS]


def within(parent: etree._Element) -> Iterator[etree._Element]:
    """All elements of BPMN itself below, in the order of the file; vendors' extensions are left out."""
    waiting = parts(parent)[::-1]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += parts(element)[::-1]


def plain_text(element: etree._Element | None) -> str:
    """All text in it, without the space around."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def place(element: etree._Element) -> str:
    """What a person looks for: the element's id, or its line."""
    return element.get("id") or f"line {element.sourceline}"


def unprefixed(name: str) -> str:
    """What a reference names: BPMN writes some of them as qualified names."""
    return name.rpartition(":")[2]


def is_true(value: str | None) -> bool:
    """An `xsd:boolean`; nothing is false."""
    return value in ("true", "1")


def is_false(value: str | None) -> bool:
    """An `xsd:boolean` that says no; nothing is not."""
    return value in ("false", "0")
