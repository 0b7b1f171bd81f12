"""Which values go into an activity and which come out: the mappings of Zeebe and Camunda 7, and what a script says."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import etree

from tongban.core.decisions import Expression, parse
from tongban.core.process.bpmn.reading import FORMULA, Reading, extended, extensions, is_feel, is_juel
from tongban.core.process.bpmn.xml import elements, local, parts, plain_text
from tongban.core.process.model import Assigned
from tongban.core.text import Text


def read_mappings(element: etree._Element, reading: Reading) -> tuple[tuple[Assigned, ...], tuple[Assigned, ...]]:
    """Inputs and outputs, in the order of the file."""
    found: dict[str, list[Assigned]] = {"in": [], "out": []}
    for way, name, source in _said(element, reading):
        if not name.isidentifier():
            reading.fault(
                element,
                Text(f"「{name}」不能當變數名稱。", f"“{name}” is no name for a variable."),
                Text("請寫一個名稱，不含空格與標點。", "Write one name without spaces or punctuation."),
            )
        elif source is not None:
            found[way].append(Assigned(name, source))
    return tuple(found["in"]), tuple(found["out"])


def _said(element: etree._Element, reading: Reading) -> Iterator[tuple[str, str, Expression | None]]:
    for extension in extensions(element, "ioMapping", "inputOutput", "in", "out"):
        name = local(extension)
        if name in ("in", "out"):
            yield from _of_call(extension, element, reading)
            continue
        for part in elements(extension):
            way = "in" if local(part).startswith("input") else "out"
            if name == "ioMapping":
                yield way, part.get("target", "").strip(), _value(part.get("source", ""), element, reading)
            elif len(part):
                reading.fault(
                    element,
                    Text(
                        "不支援以清單、對照表或腳本對應變數。",
                        "Lists, maps and scripts in a mapping are not supported.",
                    ),
                    Text("請改寫成 FEEL，以 = 開頭。", "Write it in FEEL, beginning with =."),
                )
            else:
                yield way, part.get("name", "").strip(), _value(plain_text(part), element, reading)


def _of_call(
    extension: etree._Element, element: etree._Element, reading: Reading
) -> Iterator[tuple[str, str, Expression | None]]:
    """`camunda:in` and `camunda:out` of a call activity. What a call sees is all there is, so `variables="all"` and the
    business key say nothing new."""
    source, formula = extension.get("source", ""), extension.get("sourceExpression", "")
    if source or formula:
        yield local(extension), extension.get("target", "").strip(), reading.formula(element, formula or source)


def _value(text: str, element: etree._Element, reading: Reading) -> Expression | None:
    """FEEL after `=`, else the text itself, as both modelers have it."""
    text = text.strip()
    if text.startswith("=") or is_juel(text):
        return reading.formula(element, text)
    return parse(json.dumps(text, ensure_ascii=False))


def read_script(element: etree._Element, reading: Reading) -> tuple[Expression | None, str | None]:
    """What a script task computes, and the variable that takes it."""
    results = [extended(element, "resultVariable")]
    script = None
    for said in extensions(element, "script"):
        script = reading.formula(element, said.get("expression", ""))
        results.append(said.get("resultVariable", ""))
    for part in parts(element, "script"):
        language = element.get("scriptFormat", "")
        if not is_feel(language):
            reading.fault(
                element,
                Text(f"不支援以 {language} 寫的腳本。", f"Scripts in {language} are not supported."),
                Text("請改寫成 FEEL，並把格式填為 feel。", "Write it in FEEL and set its format to feel."),
            )
            return None, None
        script = script or reading.formula(element, plain_text(part), FORMULA)
    return script, next(filter(None, results), None)
