"""A `Table` → its `decisionTable` element: what differs is changed, everything else stays as it was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from lxml import etree

from tongban.core.decisions.dmn.table import Input, Output, Rule, Table
from tongban.core.decisions.dmn.tables import read_table
from tongban.core.decisions.dmn.xml import Element, elements, first, local, namespace, text_in

_ORDER = ("description", "extensionElements", "input", "output", "annotation", "rule")
_IN_COLUMN = (
    "description",
    "extensionElements",
    "inputExpression",
    "inputValues",
    "outputValues",
    "defaultOutputEntry",
)
_IN_RULE = ("description", "extensionElements", "inputEntry", "outputEntry", "annotationEntry")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_One = TypeVar("_One", bound=_Identified)


def write_table(element: Element, table: Table) -> None:
    old = read_table(element, table.name)
    _set(element, "hitPolicy", table.hit_policy, old.hit_policy)
    _set(element, "aggregation", table.aggregator or "", old.aggregator or "")
    _set(element, "preferredOrientation", table.orientation, old.orientation)
    _match(element, "input", table.inputs, old.inputs, _write_input)
    label = element.get("outputLabel", "")
    _match(element, "output", table.outputs, old.outputs, lambda one, column: _write_output(one, column, label))
    _match(element, "rule", table.rules, old.rules, _write_rule)
    columns = _count(element, "annotation", len(table.annotations), _ORDER)
    for column, name in zip(columns, table.annotations, strict=True):
        _set(column, "name", name, column.get("name", ""))


def _match(
    parent: Element, tag: str, wanted: Sequence[_One], old: Sequence[_One], write: Callable[[Element, _One], None]
) -> None:
    """The children `tag` become those wanted, in their order: the same element for the same id."""
    existing = list(elements(parent, tag))
    by_id: dict[str, list[Element]] = {}
    for one, element in zip(old, existing, strict=True):
        by_id.setdefault(one.id, []).append(element)
    chosen = []
    for one in wanted:
        same = by_id.get(one.id)
        chosen.append(element := same.pop(0) if same else _new(parent, tag, one.id))
        write(element, one)
    if chosen != existing:
        _place(parent, existing, chosen, _ORDER)


def _write_input(element: Element, column: Input) -> None:
    _set(element, "label", column.label, element.get("label", ""))
    expression = first(element, "inputExpression")
    written = text_in(expression).strip() or column.label
    if expression is None and (column.type or column.expression != written):
        expression = _insert(element, "inputExpression", _IN_COLUMN)
    if expression is not None:
        if column.expression != written:
            _write_text(expression, column.expression)
        _set(expression, "typeRef", column.type, expression.get("typeRef", ""))
    _write_part(element, "inputValues", column.values)


def _write_output(element: Element, column: Output, shared_label: str) -> None:
    _set(element, "name", column.name, element.get("name", ""))
    if column.label != shared_label:
        _set(element, "label", column.label, element.get("label", ""))
    _set(element, "typeRef", column.type, element.get("typeRef", ""))
    _write_part(element, "outputValues", column.values)
    _write_part(element, "defaultOutputEntry", column.default)


def _write_rule(element: Element, rule: Rule) -> None:
    if text_in(element, "description") != rule.description:
        description = first(element, "description")
        _write_plain(
            _insert(element, "description", _IN_RULE) if description is None else description, rule.description
        )
    entries = (("inputEntry", rule.inputs), ("outputEntry", rule.outputs), ("annotationEntry", rule.annotations))
    for tag, texts in entries:
        for entry, text in zip(_count(element, tag, len(texts), _IN_RULE), texts, strict=True):
            _write_text(entry, text)


def _write_part(parent: Element, tag: str, text: str) -> None:
    """The child `tag` that holds a text; without a text there is none."""
    part = first(parent, tag)
    if text:
        _write_text(_insert(parent, tag, _IN_COLUMN) if part is None else part, text)
    elif part is not None and text_in(part).strip():
        parent.remove(part)


def _write_text(element: Element, text: str) -> None:
    if text_in(element).strip() == text:
        return
    child = first(element, "text")
    _write_plain(
        _insert(element, "text", ("description", "extensionElements", "text")) if child is None else child, text
    )


def _write_plain(element: Element, text: str) -> None:
    for inner in list(element):
        element.remove(inner)
    element.text = text


def _set(element: Element, name: str, value: str, old: str) -> None:
    if value != old and value:
        element.set(name, value)
    elif value != old and name in element.attrib:
        del element.attrib[name]


def _count(parent: Element, tag: str, number: int, order: Sequence[str]) -> list[Element]:
    """Exactly `number` children `tag`."""
    existing = list(elements(parent, tag))
    chosen = existing[:number] + [_made(parent, tag) for _ in range(number - len(existing))]
    if chosen != existing:
        _place(parent, existing, chosen, order)
    return chosen


def _insert(parent: Element, tag: str, order: Sequence[str]) -> Element:
    element = _made(parent, tag)
    _place(parent, [], [element], order)
    return element


def _place(parent: Element, existing: Sequence[Element], chosen: Sequence[Element], order: Sequence[str]) -> None:
    """`chosen` in the place of `existing`, or where the schema has them."""
    tag = local(chosen[0]) if chosen else ""
    for element in existing:
        parent.remove(element)
    earlier = order[: order.index(tag)] if tag else ()
    before = [number for number, child in enumerate(parent) if isinstance(child.tag, str) and local(child) in earlier]
    at = before[-1] + 1 if before else 0
    for number, element in enumerate(chosen):
        parent.insert(at + number, element)


def _new(parent: Element, tag: str, id_: str) -> Element:
    element = _made(parent, tag)
    if id_:
        element.set("id", id_)
    return element


def _made(parent: Element, tag: str) -> Element:
    space = namespace(parent)
    element = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag)
    parent.remove(element)
    return element
