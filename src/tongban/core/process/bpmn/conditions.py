"""The condition on a sequence flow: FEEL, with or without the `=` that Zeebe modelers put first."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from tongban.core.decisions import Expression, FeelError, parse
from tongban.core.process.bpmn.xml import BPMN, place
from tongban.core.process.findings import Findings
from tongban.core.text import Text


def read_condition(flow: etree._Element, names: Collection[str], findings: Findings) -> Expression | None:
    """The flow's condition, None without one; one that does not parse is a fault at the flow's id."""
    element = flow.find(f"{{{BPMN}}}conditionExpression")
    if element is None:
        return None
    text = "".join(str(part) for part in element.itertext()).strip()
    if text.startswith("="):
        text = text[1:].strip()
    if not text:  # what a modeler leaves behind when a condition is cleared
        return None
    if not _is_feel(element.get("language", "")) or text.startswith(("${", "#{")):
        findings.add(
            place(flow),
            Text(f"條件「{text}」不是 FEEL。", f"The condition “{text}” is not FEEL."),
            Text('請改寫，例如 outcome = "approved"。', 'Write it like outcome = "approved".'),
        )
        return None
    try:
        return parse(text, names)
    except FeelError as error:
        findings.add(
            place(flow),
            Text(f"條件「{text}」讀不懂：{error.text.zh}", f"Cannot read the condition “{text}”: {error.text.en}"),
            Text("請修正條件。", "Mend the condition."),
        )
        return None


def _is_feel(language: str) -> bool:
    return not language or "feel" in language.lower()
