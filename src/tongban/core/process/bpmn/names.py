"""The variables that a process makes itself, as far as the drawing names them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tongban.core.process.bpmn.xml import CAMUNDA, ZEEBE, local, namespace

_NAMING = ("resultVariable", "elementVariable", "inputElement", "outputCollection", "target")
LOOP_COUNTER = "loopCounter"


def made_names(process: etree._Element) -> frozenset[str]:
    """Results, members of loops and targets of mappings: formulas may use them even with spaces in them."""
    return frozenset(name for name in (LOOP_COUNTER, *_named(process)) if name.strip())


def _named(process: etree._Element) -> Iterator[str]:
    for element in process.iter("{*}*"):
        own = namespace(element) in (CAMUNDA, ZEEBE)
        if local(element) in ("inputDataItem", "outputDataItem", "dataObject", "dataObjectReference", "dataInput"):
            yield element.get("name", "")
        if own and local(element) in ("inputParameter", "outputParameter"):
            yield element.get("name", "")
        for name in _NAMING:
            yield element.get(name, "") if own else element.get(f"{{{CAMUNDA}}}{name}", "")
