"""Drawings from .bpmn files: the shape as it is drawn, conditions, scripts and timers replaced by our own, so that both
engines can compute them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from lxml import etree

from tests.conformance.bpmn_spiff.drawing import PEOPLE, SIDES, SPLITS, TOSSED, Asked, Drawing, Event, Flow, Loop, Node

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
_GATEWAYS = (*SPLITS, "parallelGateway", "eventBasedGateway")
_AS_TASKS = ("serviceTask", "scriptTask", "businessRuleTask", "sendTask")
"""What would do work of its own is walked as a task for people."""


class NotWalked(Exception):
    """Something in the file has no counterpart here."""


def drawings(file: Path) -> Iterator[tuple[str, Drawing]]:
    """Each process of the file by itself, with its name. Raises NotWalked while going."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(file.read_bytes(), parser)
    for process in root.findall(f"{_BPMN}process"):
        yield str(process.get("name") or process.get("id")), _Given(Random(file.name)).drawing(process)


class _Given:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def drawing(self, process: etree._Element) -> Drawing:
        self.read(process, "")
        return Drawing(tuple(map(self.with_default, self.nodes)), tuple(map(self.asking, self.flows)))

    def read(self, holder: etree._Element, scope: str) -> None:
        for element in holder:
            kind = str(element.tag).removeprefix(_BPMN)
            if kind == "sequenceFlow":
                self.flows.append(
                    Flow(element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""))
                )
            elif kind in (*_EVENTS, *_GATEWAYS, *PEOPLE, *_AS_TASKS, "receiveTask", "subProcess"):
                self.nodes.append(self.node(element, kind, scope))
            elif kind in ("transaction", "adHocSubProcess", "callActivity", "complexGateway"):
                raise NotWalked(kind)

    def node(self, element: etree._Element, kind: str, scope: str) -> Node:
        id = element.get("id", "")
        if element.get("triggeredByEvent") == "true":
            raise NotWalked("event sub-process")
        if kind == "subProcess":
            self.read(element, id)
        return Node(
            id,
            "userTask" if kind in _AS_TASKS else kind,
            scope,
            event=self.event(element, kind),
            attached_to=element.get("attachedToRef", ""),
            interrupting=element.get("cancelActivity") != "false",
            loop=self.loop(element),
            default=element.get("default", ""),
        )

    def event(self, element: etree._Element, kind: str) -> Event | None:
        if kind == "receiveTask":
            return Event("message", f"m_{element.get('id')}")
        found = [str(one.tag).removeprefix(_BPMN) for one in element if str(one.tag).endswith("EventDefinition")]
        if not found:
            return None
        trigger = found[0].removesuffix("EventDefinition")
        if len(found) > 1 or trigger not in ("timer", "message", "signal", "error", "escalation", "terminate"):
            raise NotWalked(", ".join(found))
        if kind == "startEvent" or (kind == "endEvent" and trigger in ("message", "signal")):
            return None  # begun by hand, and nobody else hears what is told at the end
        if trigger in ("timer", "terminate"):
            return Event(trigger)
        definition = element.find(f"{_BPMN}{found[0]}")
        shared = definition is not None and trigger != "message" and definition.get(f"{trigger}Ref")
        return Event(trigger, f"{trigger[:2]}_{shared or element.get('id')}".replace(":", "_"))

    def loop(self, element: etree._Element) -> Loop | None:
        several = element.find(f"{_BPMN}multiInstanceLoopCharacteristics")
        if several is not None:
            return Loop("sequential" if several.get("isSequential") == "true" else "parallel")
        again = element.find(f"{_BPMN}standardLoopCharacteristics")
        return Loop("repeat", 3, again=self.test()) if again is not None else None

    def test(self) -> Asked:
        return Asked(self.random.choice(TOSSED), self.random.choice(("=", "<", ">=")), self.random.randrange(SIDES))

    def with_default(self, node: Node) -> Node:
        """A gateway that asks has a flow for all else."""
        out = [flow.id for flow in self.flows if flow.source == node.id]
        if node.kind in SPLITS and len(out) > 1 and not node.default:
            return replace(node, default=out[-1])
        return node if node.kind in SPLITS else replace(node, default="")

    def asking(self, flow: Flow) -> Flow:
        source = self.with_default(next(node for node in self.nodes if node.id == flow.source))
        asks = source.kind in SPLITS and source.default not in ("", flow.id)
        return replace(flow, test=self.test()) if asks else flow
