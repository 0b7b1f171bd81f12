"""What the readers of the parts of a process share: where faults go, which names there are, what a formula says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from tongban.core.decisions import Expression, FeelError, parse
from tongban.core.process.bpmn.xml import CAMUNDA, ZEEBE, elements, local, namespace, place, unprefixed, within
from tongban.core.process.findings import Findings
from tongban.core.text import Text

CONDITION = Text("條件", "condition")
FORMULA = Text("算式", "formula")
_JUEL = ("${", "#{")


@dataclass(frozen=True)
class Reading:
    """`names` are those that formulas may use although they have spaces or operators in them; `by_id` are the
    elements of the whole file."""

    findings: Findings
    names: frozenset[str] = frozenset()
    by_id: Mapping[str, etree._Element] = field(default_factory=dict)

    def fault(self, element: etree._Element, text: Text, remedy: Text) -> None:
        self.findings.add(place(element), text, remedy)

    def named(self, reference: str | None) -> etree._Element | None:
        """The element that a reference names."""
        if not reference:
            return None
        found = self.by_id.get(reference)
        return self.by_id.get(unprefixed(reference)) if found is None else found

    def formula(self, at: etree._Element, text: str, what: Text = FORMULA, language: str = "") -> Expression | None:
        """FEEL, with or without the `=` that Zeebe modelers put first; what does not parse is a fault at `at`."""
        text = bare(text)
        if not text:  # what a modeler leaves behind when a field is cleared
            return None
        if not is_feel(language) or text.startswith(_JUEL):
            self.fault(
                at,
                Text(f"{what.zh}「{text}」不是 FEEL。", f"The {what.en} “{text}” is not FEEL."),
                Text('請改寫，例如 outcome = "approved"。', 'Write it like outcome = "approved".'),
            )
            return None
        try:
            return parse(text, self.names)
        except FeelError as error:
            self.fault(
                at,
                Text(
                    f"{what.zh}「{text}」讀不懂：{error.text.zh}",
                    f"Cannot read the {what.en} “{text}”: {error.text.en}",
                ),
                Text(f"請修正{what.zh}。", f"Mend the {what.en}."),
            )
            return None

    def constant(self, at: etree._Element, text: str) -> str:
        """A name that must be known when the pack is published: as it stands, or as constant FEEL (`="name"`)."""
        text = text.strip()
        if not text.startswith(("=", *_JUEL)):
            return text
        values = constant_texts(text)
        if values is None or len(values) != 1:
            self.fault(
                at,
                Text(f"「{text}」要到執行時才知道是什麼。", f"What “{text}” names is not known before it runs."),
                Text("請寫固定的名稱。", "Write a fixed name."),
            )
            return ""
        return values[0]


def reading_of(root: etree._Element, names: frozenset[str], findings: Findings) -> Reading:
    by_id: dict[str, etree._Element] = {}
    for element in within(root):
        by_id.setdefault(element.get("id", ""), element)
    by_id.pop("", None)
    return Reading(findings, names, by_id)


def bare(text: str) -> str:
    text = text.strip()
    return text[1:].strip() if text.startswith("=") else text


def is_feel(language: str | None) -> bool:
    return not language or "feel" in language.lower()


def is_juel(text: str) -> bool:
    return any(mark in text for mark in _JUEL)


def constant_texts(text: str) -> list[str] | None:
    """The texts that constant FEEL says: `="a"`, `=["a", "b"]`. None for anything else."""
    try:
        parsed = parse(bare(text))
    except FeelError:
        return None
    value = None if parsed.names else parsed.evaluate({})
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values] if all(isinstance(one, str) for one in values) else None


def extensions(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """What Camunda 7 and Zeebe modelers write into an element; with `names` only these."""
    for holder in element.iterchildren("{*}extensionElements"):
        for extension in elements(holder):
            if namespace(extension) in (CAMUNDA, ZEEBE) and (not names or local(extension) in names):
                yield extension


def extended(element: etree._Element, name: str) -> str:
    """An attribute in Camunda's namespace."""
    return str(element.get(f"{{{CAMUNDA}}}{name}", "")).strip()
