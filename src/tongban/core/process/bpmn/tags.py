"""The elements of BPMN 2.0 by what they are in a drawing."""

from __future__ import annotations

from tongban.core.process.kinds import Kind

UNSUPPORTED_NODES = frozenset((
    "transaction", "complexGateway", "choreographyTask", "subChoreography", "callChoreography",
))  # fmt: skip
NODES = frozenset(kind.value for kind in Kind) | UNSUPPORTED_NODES
"""What sequence flows connect."""

EVENTS = frozenset(kind.value for kind in Kind if kind.is_event)
ACTIVITIES = frozenset((
    "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
    "subProcess", "adHocSubProcess", "transaction", "callActivity",
))  # fmt: skip
SUB_PROCESSES = frozenset(("subProcess", "adHocSubProcess", "transaction"))
CHOREOGRAPHIES = frozenset(("choreography", "globalChoreographyTask", "subChoreography"))
SCOPES = SUB_PROCESSES | {
    "process", "collaboration", "globalConversation", "subConversation", *CHOREOGRAPHIES,
}  # fmt: skip

BESIDE_NODES = frozenset((
    "sequenceFlow", "laneSet", "dataObject", "dataObjectReference", "dataStoreReference", "association", "group",
    "textAnnotation", "property", "ioSpecification", "ioBinding", "dataInput", "dataOutput", "dataInputAssociation",
    "dataOutputAssociation", "documentation", "auditing", "monitoring", "supports", "supportedInterfaceRef",
    "resourceRole", "performer", "humanPerformer", "potentialOwner", "correlationSubscription", "incoming", "outgoing",
    "completionCondition", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
))  # fmt: skip
"""What else may stand in a process or sub-process: kept as it is drawn."""

_REFERENCES = frozenset(("incoming", "outgoing", "supports", "source", "target"))


def is_reference(tag: str) -> bool:
    """Its text is nothing but the name of another element."""
    return tag in _REFERENCES or tag.endswith(("Ref", "Refs"))
