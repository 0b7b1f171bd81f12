"""What must be found in a file, and what must be refused in it, told from its raw XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.conformance.bpmn_miwg.raw import Raw, above

TASKS = {f"{kind}Task" for kind in ("user", "manual", "service", "send", "receive", "script", "businessRule")} | {
    "task"
}
PROCESSES = {"subProcess", "adHocSubProcess", "transaction"}
GATEWAYS = {f"{kind}Gateway" for kind in ("exclusive", "parallel", "inclusive", "eventBased", "complex")}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
CHOREOGRAPHY = {"choreographyTask", "subChoreography", "callChoreography"}
NODES = TASKS | PROCESSES | GATEWAYS | EVENTS | CHOREOGRAPHY | {"callActivity"}
NEVER = CHOREOGRAPHY | {"transaction", "complexGateway", "choreography", "globalChoreographyTask"}

PARTS = (
    "sequenceFlow laneSet property ioSpecification ioBinding dataInput dataOutput dataObject dataObjectReference "
    "dataStoreReference dataInputAssociation dataOutputAssociation association group textAnnotation documentation "
    "auditing monitoring supports supportedInterfaceRef resourceRole performer humanPerformer potentialOwner incoming "
    "outgoing correlationSubscription completionCondition standardLoopCharacteristics multiInstanceLoopCharacteristics"
)
_ALLOWED = {
    "startEvent": "none message timer conditional signal",
    "inner startEvent": "none",
    "eventual startEvent": "message timer conditional signal error escalation",
    "intermediateCatchEvent": "message timer conditional signal link",
    "intermediateThrowEvent": "none message signal escalation link",
    "boundaryEvent": "message timer conditional signal error escalation",
    "endEvent": "none message signal escalation error terminate",
}
_SCOPES = PROCESSES | {
    "process", "collaboration", "choreography", "subChoreography", "globalChoreographyTask", "globalConversation",
    "subConversation",
}  # fmt: skip


def kinds(raws: list[Raw]) -> Counter[str]:
    """How many elements there are of each tag."""
    return Counter(raw.tag for raw in raws)


def names(raws: list[Raw]) -> Counter[tuple[str, str]]:
    return Counter((raw.tag, raw.attributes["name"]) for raw in raws if raw.attributes.get("name"))


def ids(raws: list[Raw]) -> Counter[tuple[str, str, str]]:
    """Tag and id of every element, and the id of the process or sub-process that it is in."""
    return Counter((raw.tag, raw.id, scope(raw)) for raw in raws if raw.id)


def flows(raws: list[Raw]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (raw.id, raw.attributes.get("sourceRef", ""), raw.attributes.get("targetRef", ""))
        for raw in raws
        if raw.tag in ("sequenceFlow", "messageFlow", "association")
    )


def scope(raw: Raw) -> str:
    return next((outer.id for outer in above(raw) if outer.tag in _SCOPES), "")


def refused(raws: list[Raw]) -> set[str]:
    """The ids of all elements that are not supported or hang in the air; "" stands for those without id."""
    return {raw.id for raw in raws if _is_unsupported(raw, raws)} | set(_dangling(raws))


def _is_unsupported(raw: Raw, raws: list[Raw]) -> bool:
    return (
        raw.tag in NEVER
        or raw.is_true("isForCompensation")
        or raw.is_true("instantiate")
        or raw.attributes.get("eventGatewayType") == "Parallel"
        or any(
            loop.attributes.get("behavior", "All") != "All" for loop in raw.holds("multiInstanceLoopCharacteristics")
        )
        or _is_unknown(raw)
        or (raw.tag in EVENTS and _is_unsupported_event(raw, raws))
    )


def _is_unknown(raw: Raw) -> bool:
    holder = raw.parent.tag if raw.parent else ""
    if raw.tag in ("source", "target") or raw.tag.endswith(("Ref", "Refs")):
        return False  # it only names something
    if holder in PROCESSES | {"process"}:
        return raw.tag not in NODES and raw.tag not in PARTS.split()
    return raw.tag in NODES and "horeography" not in holder


def _is_unsupported_event(event: Raw, raws: list[Raw]) -> bool:
    found = [part.tag for part in event.children if part.tag.endswith("EventDefinition")]
    shared = {part.text.strip().split(":")[-1] for part in event.holds("eventDefinitionRef")}
    found += [raw.tag for raw in raws if raw.id in shared and raw.tag.endswith("EventDefinition")]
    if len(found) > 1 or event.is_true("parallelMultiple"):
        return True
    trigger = found[0].removesuffix("EventDefinition") if found else "none"
    always = trigger == "error" and {"false", "0"} & {
        event.attributes.get(a) for a in ("cancelActivity", "isInterrupting")
    }
    return bool(always) or trigger not in _ALLOWED[_place(event)].split()


def _place(event: Raw) -> str:
    if event.tag != "startEvent" or event.parent is None or event.parent.tag not in PROCESSES:
        return event.tag
    return "eventual startEvent" if event.parent.is_true("triggeredByEvent") else "inner startEvent"


def _dangling(raws: list[Raw]) -> Iterator[str]:
    nodes = {raw.id: raw for raw in raws if raw.tag in NODES and raw.id}
    drawn = {raw.id: raw.attributes.get("sourceRef") for raw in raws if raw.tag == "sequenceFlow" and raw.id}
    twice = Counter(raw.id for raw in raws if raw.id)
    yield from (id for id, count in twice.items() if count > 1)
    for raw in raws:
        if raw.tag == "sequenceFlow":
            ends = [nodes.get(raw.attributes.get(end, "")) for end in ("sourceRef", "targetRef")]
            if None in ends or len({scope(end) for end in ends if end}) > 1:
                yield raw.id
        elif raw.tag in NODES:
            if not raw.id or any(_last(way.text) not in drawn for way in raw.holds("incoming", "outgoing")):
                yield raw.id
            if raw.attributes.get("default") and drawn.get(raw.attributes["default"]) != raw.id:
                yield raw.id
            host = nodes.get(_last(raw.attributes.get("attachedToRef", "")))
            if raw.tag == "boundaryEvent" and (
                host is None or host.tag in EVENTS | GATEWAYS or scope(host) != scope(raw)
            ):
                yield raw.id


def _last(name: str) -> str:
    return name.strip().split(":")[-1]
