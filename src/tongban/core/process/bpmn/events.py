"""What an event, a send or a receive task is about: its trigger, with the name, timer or condition that goes with it."""

from __future__ import annotations

from lxml import etree

from tongban.core.process.bpmn.reading import CONDITION, Reading, extended, extensions
from tongban.core.process.bpmn.timers import read_timer
from tongban.core.process.bpmn.xml import local, parts, plain_text
from tongban.core.process.kinds import Kind, Trigger
from tongban.core.process.model import PLAIN, Event
from tongban.core.text import Text

_NAMED_BY = {
    Trigger.MESSAGE: ("messageRef", ("name", "id")),
    Trigger.SIGNAL: ("signalRef", ("name", "id")),
    Trigger.ERROR: ("errorRef", ("errorCode", "name", "id")),
    Trigger.ESCALATION: ("escalationRef", ("escalationCode", "name", "id")),
}
"""What an event definition refers to, and where the name stands there. Two that refer to the same thing meet even when
it has no name or code."""


def read_event(element: etree._Element, kind: Kind, reading: Reading) -> Event:
    """The event of a node. One with several triggers, or one that is not supported, has its fault from the drawing."""
    if kind in (Kind.SEND, Kind.RECEIVE):
        return Event(Trigger.MESSAGE, _message(element, element, reading))
    definitions = _definitions(element, reading)
    if len(definitions) != 1 or local(definitions[0]) not in set(Trigger):
        return PLAIN
    definition = definitions[0]
    trigger = Trigger(local(definition))
    if trigger is Trigger.TIMER:
        return Event(trigger, timer=read_timer(definition, element, reading))
    if trigger is Trigger.CONDITIONAL:
        condition = next(iter(parts(definition, "condition")), None)
        language = "" if condition is None else condition.get("language", "")
        return Event(trigger, condition=reading.formula(element, plain_text(condition), CONDITION, language))
    if trigger is Trigger.LINK:
        return Event(trigger, str(definition.get("name") or element.get("name", "")))
    if trigger is Trigger.MESSAGE:
        return Event(trigger, _message(element, definition, reading))
    return Event(trigger, _name(element, definition, trigger, reading))


def _definitions(element: etree._Element, reading: Reading) -> list[etree._Element]:
    """Its own, and those at the top of the file that it refers to."""
    own = [part for part in parts(element) if local(part).endswith("EventDefinition")]
    shared = [reading.named(plain_text(part)) for part in parts(element, "eventDefinitionRef")]
    return own + [one for one in shared if one is not None]


def _message(element: etree._Element, holder: etree._Element, reading: Reading) -> str:
    """The message's name, or that of the work a program does to send it."""
    named = _name(element, holder, Trigger.MESSAGE, reading)
    topics = [extended(one, "topic") for one in (holder, element)]
    topics += [task.get("type", "") for one in (holder, element) for task in extensions(one, "taskDefinition")]
    return named or reading.constant(element, next(filter(None, topics), ""))


def _name(element: etree._Element, holder: etree._Element, trigger: Trigger, reading: Reading) -> str:
    if trigger not in _NAMED_BY:
        return ""
    attribute, names = _NAMED_BY[trigger]
    reference = holder.get(attribute, "")
    found = reading.named(reference)
    if reference and found is None:
        reading.fault(
            element,
            Text(f"{attribute} 指向不存在的「{reference}」。", f"Its {attribute} “{reference}” does not exist."),
            Text("請重新選擇。", "Choose it again."),
        )
    if found is None:
        return ""
    return reading.constant(element, next(filter(None, map(found.get, names)), "") or "")
