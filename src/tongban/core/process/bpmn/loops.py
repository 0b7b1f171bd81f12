"""How often an activity is done: BPMN's standard loop and its two kinds of multi-instance, in BPMN's own words and in
those of Camunda 7 and Zeebe."""

from __future__ import annotations

from lxml import etree

from tongban.core.decisions import Expression
from tongban.core.process.bpmn.reading import CONDITION, FORMULA, Reading, extended, extensions
from tongban.core.process.bpmn.xml import is_true, local, parts, plain_text
from tongban.core.process.model import Loop, LoopKind
from tongban.core.text import Text


def read_loop(element: etree._Element, reading: Reading) -> Loop | None:
    for part in parts(element, "standardLoopCharacteristics"):
        return _standard(part, element, reading)
    for part in parts(element, "multiInstanceLoopCharacteristics"):
        return _several(part, element, reading)
    return None


def _standard(part: etree._Element, element: etree._Element, reading: Reading) -> Loop:
    most = part.get("loopMaximum", "").strip()
    if most and not (most.isdecimal() and int(most) > 0):
        reading.fault(
            element,
            Text(f"迴圈次數上限「{most}」不是正整數。", f"The loop's maximum “{most}” is no positive whole number."),
            Text("請填寫 1 以上的整數。", "Fill in a whole number from 1 up."),
        )
        most = ""
    again = _said(part, "loopCondition", element, reading, CONDITION)
    first_asked = is_true(part.get("testBefore"))
    return Loop(LoopKind.REPEAT, again=again, first_asked=first_asked, at_most=int(most) if most else None)


def _several(part: etree._Element, element: etree._Element, reading: Reading) -> Loop:
    kind = LoopKind.SEQUENTIAL if is_true(part.get("isSequential")) else LoopKind.PARALLEL
    zeebe = next(extensions(part, "loopCharacteristics"), None)
    said = {} if zeebe is None else {str(name): str(value).strip() for name, value in zeebe.attrib.items()}
    collection = said.get("inputCollection") or extended(part, "collection")
    over = reading.formula(element, collection) if collection else _data(part, "loopDataInputRef", element, reading)
    result = reading.formula(element, said.get("outputElement", "")) or _item(part, "outputDataItem", element, reading)
    return Loop(
        kind,
        times=_said(part, "loopCardinality", element, reading, FORMULA),
        over=over,
        item=said.get("inputElement") or extended(part, "elementVariable") or _name_of(part, "inputDataItem"),
        results=said.get("outputCollection") or _data_name(part, "loopDataOutputRef", element, reading),
        result=result,
        until=_said(part, "completionCondition", element, reading, CONDITION),
    )


def _said(part: etree._Element, tag: str, element: etree._Element, reading: Reading, what: Text) -> Expression | None:
    for said in parts(part, tag):
        return reading.formula(element, plain_text(said), what, said.get("language", ""))
    return None


def _name_of(part: etree._Element, tag: str) -> str:
    return next((str(one.get("name") or one.get("id", "")) for one in parts(part, tag)), "")


def _item(part: etree._Element, tag: str, element: etree._Element, reading: Reading) -> Expression | None:
    name = _name_of(part, tag)
    return reading.formula(element, name) if name else None


def _data(part: etree._Element, tag: str, element: etree._Element, reading: Reading) -> Expression | None:
    name = _data_name(part, tag, element, reading)
    return reading.formula(element, name) if name else None


def _data_name(part: etree._Element, tag: str, element: etree._Element, reading: Reading) -> str:
    """The name of the data that a loop runs over, or collects into: of the data object where the drawing connects one
    to the activity's own input or output."""
    for reference in parts(part, tag):
        inner = plain_text(reference)
        found = reading.named(_connected(element, inner) or inner)
        if found is None:
            reading.fault(
                element,
                Text(f"{tag} 指向不存在的「{inner}」。", f"Its {tag} “{inner}” does not exist."),
                Text("請重新選擇資料。", "Choose the data again."),
            )
            return ""
        return data_name(found, reading)
    return ""


def _connected(element: etree._Element, inner: str) -> str:
    for way in parts(element, "dataInputAssociation", "dataOutputAssociation"):
        ends = {local(end): plain_text(end) for end in parts(way, "sourceRef", "targetRef")}
        if inner in ends.values():
            return next((end for end in ends.values() if end != inner), "")
    return ""


def data_name(found: etree._Element, reading: Reading) -> str:
    """The name under which a formula finds the data: its own, else that of the object it refers to, else its id."""
    behind = reading.named(found.get("dataObjectRef"))
    names = [found.get("name"), None if behind is None else behind.get("name"), found.get("id")]
    return next((name.strip() for name in names if name and name.strip()), "")
