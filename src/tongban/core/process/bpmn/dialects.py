"""What the modelers of Camunda 7 and Zeebe can write into an element, and what of it is carried out here.

What such an extension could make another engine *do* (listeners, scripts, assignees, connectors) is not done here, so
it is refused rather than passed over. What other vendors write is none of ours and stays in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tongban.core.process.bpmn.reading import Reading, extensions
from tongban.core.process.bpmn.xml import CAMUNDA, ZEEBE, local
from tongban.core.text import Text

READ_ELEMENTS = {
    "assignmentDefinition": {"candidateGroups"},
    "formDefinition": {"formId", "formKey", "bindingType"},
    "taskSchedule": {"dueDate"},
    "calledDecision": {"decisionId", "resultVariable", "bindingType"},
    "calledElement": {
        "processId", "bindingType", "propagateAllChildVariables", "propagateAllParentVariables",
    },
    "taskDefinition": {"type", "retries"},
    "script": {"expression", "resultVariable"},
    "loopCharacteristics": {"inputCollection", "inputElement", "outputCollection", "outputElement"},
    "ioMapping": set(),
    "inputOutput": set(),
    "in": {"source", "sourceExpression", "target", "variables", "businessKey"},
    "out": {"source", "sourceExpression", "target", "variables"},
}  # fmt: skip
HARMLESS_ELEMENTS = {"properties", "userTask", "versionTag", "taskHeaders", "subscription"}
READ_ATTRIBUTES = {
    "candidateGroups", "formKey", "formRef", "formRefBinding", "dueDate",
    "decisionRef", "decisionRefBinding", "resultVariable", "mapDecisionResult",
    "topic", "type", "collection", "elementVariable", "calledElementBinding",
}  # fmt: skip
HARMLESS_ATTRIBUTES = {
    "async", "asyncBefore", "asyncAfter", "exclusive", "jobPriority", "taskPriority",
    "modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon",
}  # fmt: skip
ONLY = {"type": {"external"}, "calledElementBinding": {"latest", "deployment"}}
"""Attributes that are read with these values only."""


def refuse_behaviour(element: etree._Element, at: etree._Element, reading: Reading) -> None:
    """A fault, for the element `at`, for each extension of `element` that asks for behaviour we do not have."""
    for name in _refused(element):
        reading.fault(
            at,
            Text(f"不支援擴充設定 {name}。", f"The extension {name} is not supported."),
            Text("請在繪圖工具中移除這項設定。", "Remove it in the modeler."),
        )


def refuse_listeners(element: etree._Element, reading: Reading) -> None:
    """The same for a whole process, whose other settings are about where it is deployed."""
    for extension in extensions(element):
        if "listener" in local(extension).lower():
            reading.fault(
                element,
                Text(f"不支援擴充設定 {local(extension)}。", f"The extension {local(extension)} is not supported."),
                Text("請在繪圖工具中移除這項設定。", "Remove it in the modeler."),
            )


def _refused(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        read = name.localname in READ_ATTRIBUTES and str(value) in ONLY.get(name.localname, {str(value)})
        if name.namespace in (CAMUNDA, ZEEBE) and not read and name.localname not in HARMLESS_ATTRIBUTES:
            yield name.localname
    for extension in extensions(element):
        name_ = local(extension)
        if name_ in READ_ELEMENTS:
            yield from (str(a) for a in extension.attrib if a not in READ_ELEMENTS[name_])
        elif name_ not in HARMLESS_ELEMENTS:
            yield name_
