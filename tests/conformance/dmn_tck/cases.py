"""A test file of the kit → what is asked and what is expected, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from tongban.core.decisions import parse

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_READ_BY_FEEL = {"date": "date(it)", "time": "time(it)", "dateTime": "date and time(it)", "duration": "duration(it)"}
_NUMBERS = frozenset(("decimal", "double", "float", "integer", "int", "long"))


@dataclass(frozen=True)
class Expected:
    """The node asked for and the value it must have."""

    name: str
    value: object


@dataclass(frozen=True)
class Case:
    """One case. `kind` is what is asked: `decision`, `bkm` or `decisionService` (then `invocable` names it).

    `unreadable` says why a value in it cannot be read: such a case fails.
    """

    id: str
    kind: str
    invocable: str
    inputs: dict[str, object]
    expected: tuple[Expected, ...]
    unreadable: str = ""


@dataclass(frozen=True)
class TestFile:
    model: str
    cases: tuple[Case, ...]

    __test__ = False


def read_cases(path: Path) -> TestFile | None:
    """The cases of a file; None when the file holds no cases at all (a directory may hold other XML)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(path.read_bytes(), parser)
    if etree.QName(root).localname != "testCases":
        return None
    return TestFile(root.findtext("{*}modelName", "").strip(), tuple(map(_case, root.iterchildren("{*}testCase"))))


def _case(node: etree._Element) -> Case:
    id_, kind, invocable = node.get("id", ""), node.get("type", "decision"), node.get("invocableName", "")
    try:
        inputs = {_key(child): value_of(child) for child in node.iterchildren("{*}inputNode")}
        expected = tuple(_expected(child) for child in node.iterchildren("{*}resultNode"))
    except (ValueError, ArithmeticError) as error:
        return Case(id_, kind, invocable, {}, (), str(error))
    return Case(id_, kind, invocable, inputs, expected)


def _key(node: etree._Element) -> str:
    """An input of another model is named with its namespace: `namespace#name`."""
    return "#".join(part for part in (node.get("namespace"), node.get("name", "")) if part)


def _expected(node: etree._Element) -> Expected:
    value = node.find("{*}expected")
    return Expected(_key(node), None if value is None else value_of(value))


def value_of(node: etree._Element) -> object:
    """What a `valueType` of the kit's schema says: a value, a list, or components by name."""
    children = list(_parts(node))
    if not children or node.get(f"{XSI}nil") == "true":
        return None
    first = children[0]
    match etree.QName(first).localname:
        case "value":
            return _simple(first)
        case "list":
            items = [value_of(item) for item in first.iterchildren("{*}item")]
            return None if first.get(f"{XSI}nil") == "true" else items
        case _:
            return {child.get("name", ""): value_of(child) for child in children}


def _parts(node: etree._Element) -> Iterator[etree._Element]:
    return (child for child in node.iterchildren("{*}value", "{*}list", "{*}component"))


def _simple(node: etree._Element) -> object:
    if node.get(f"{XSI}nil") == "true":
        return None
    type_, text = (node.get(f"{XSI}type") or "string").split(":")[-1], node.text or ""
    if type_ in _NUMBERS:
        return Decimal(text.strip())
    if type_ == "boolean":
        return text.strip() in ("true", "1")
    if type_ in _READ_BY_FEEL:
        value = parse(_READ_BY_FEEL[type_]).evaluate({"it": text.strip()})
        if value is None:
            raise ValueError(f"{type_} {text!r} cannot be read")
        return value
    return text
