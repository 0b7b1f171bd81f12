"""What activities and events are, by their names in BPMN 2.0."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an activity is, by its name in BPMN."""

    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"
    TASK = "task"
    USER_TASK = "userTask"
    MANUAL = "manualTask"
    SERVICE = "serviceTask"
    SEND = "sendTask"
    RECEIVE = "receiveTask"
    SCRIPT = "scriptTask"
    BUSINESS_RULE = "businessRuleTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    EVENT_BASED = "eventBasedGateway"
    SUB_PROCESS = "subProcess"
    AD_HOC = "adHocSubProcess"
    CALL = "callActivity"

    @property
    def is_gateway(self) -> bool:
        return self in _GATEWAYS

    @property
    def is_event(self) -> bool:
        return self in _EVENTS

    @property
    def is_for_people(self) -> bool:
        """It waits as a task until somebody has done it."""
        return self in _FOR_PEOPLE

    @property
    def is_scope(self) -> bool:
        """It holds activities of its own."""
        return self in _SCOPES

    @property
    def is_passed(self) -> bool:
        """Nobody and nothing is waited for: tokens go through within one step."""
        return self in _PASSED

    @property
    def takes_one(self) -> bool:
        """Of several ways on it takes one; elsewhere all are taken whose conditions hold."""
        return self in (Kind.EXCLUSIVE, Kind.EVENT_BASED)

    @property
    def is_end(self) -> bool:
        return self is Kind.END


_GATEWAYS = frozenset((Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.EVENT_BASED))
_EVENTS = frozenset((Kind.START, Kind.END, Kind.CATCH, Kind.THROW, Kind.BOUNDARY))
_FOR_PEOPLE = frozenset((Kind.TASK, Kind.USER_TASK, Kind.MANUAL))
_SCOPES = frozenset((Kind.SUB_PROCESS, Kind.AD_HOC, Kind.CALL))
_PASSED = frozenset((
    Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.BUSINESS_RULE, Kind.SCRIPT, Kind.SEND, Kind.THROW,
))  # fmt: skip


class Trigger(StrEnum):
    """What an event waits for or brings about, by the name of its definition in BPMN; WORK is what a service task
    waits for: a program that reports back."""

    NONE = "none"
    TIMER = "timerEventDefinition"
    MESSAGE = "messageEventDefinition"
    SIGNAL = "signalEventDefinition"
    ERROR = "errorEventDefinition"
    ESCALATION = "escalationEventDefinition"
    CONDITIONAL = "conditionalEventDefinition"
    LINK = "linkEventDefinition"
    TERMINATE = "terminateEventDefinition"
    WORK = "work"

    @property
    def goes_outward(self) -> bool:
        """It is caught by the nearest sub-process around it that can, instead of being waited for."""
        return self in (Trigger.ERROR, Trigger.ESCALATION)
