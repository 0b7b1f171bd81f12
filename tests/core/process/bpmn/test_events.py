"""Events, timers and loops: what they wait for and how often."""

from __future__ import annotations

import pytest

from tests.core.process.bpmn.parts import TASK, activity, extended, faults
from tongban.core.calendar import Limit
from tongban.core.process import Event, LoopKind, TimerKind, Trigger

TOP = (
    '<message id="m" name="付款"/><signal id="g" name="停班"/><error id="r" errorCode="E1" name="逾期"/>'
    '<escalation id="c" escalationCode="C1"/><message id="z" name="=&quot;paid&quot;"/><error id="bare"/>'
)


def caught(definition: str, tag: str = "intermediateCatchEvent") -> Event:
    return activity(f'<{tag} id="a" name="名">{definition}</{tag}>', TOP).event


def test_names_come_from_what_the_event_refers_to() -> None:
    assert caught('<messageEventDefinition messageRef="m"/>') == Event(Trigger.MESSAGE, "付款")
    assert caught('<messageEventDefinition messageRef="t:z"/>') == Event(Trigger.MESSAGE, "paid")
    assert caught('<signalEventDefinition signalRef="g"/>', "intermediateThrowEvent") == Event(Trigger.SIGNAL, "停班")
    assert caught('<errorEventDefinition errorRef="r"/>', "endEvent") == Event(Trigger.ERROR, "E1")
    assert caught('<errorEventDefinition errorRef="bare"/>', "endEvent") == Event(Trigger.ERROR, "bare")
    assert caught('<escalationEventDefinition escalationRef="c"/>', "endEvent") == Event(Trigger.ESCALATION, "C1")
    assert caught('<linkEventDefinition name="甲"/>') == Event(Trigger.LINK, "甲")
    assert caught("<linkEventDefinition/>") == Event(Trigger.LINK, "名")
    assert caught("<terminateEventDefinition/>", "endEvent") == Event(Trigger.TERMINATE)
    assert caught("", "endEvent") == Event(Trigger.NONE)


def test_a_message_that_a_program_sends_is_named_by_its_work() -> None:
    camunda = '<messageEventDefinition camunda:type="external" camunda:topic="mail"/>'
    assert caught(camunda, "endEvent").name == "mail"
    zeebe = extended('<zeebe:taskDefinition type="mail"/>')
    assert activity(f'<sendTask id="a">{zeebe}</sendTask>').event == Event(Trigger.MESSAGE, "mail")
    assert activity('<receiveTask id="a" messageRef="m"/>', TOP).event == Event(Trigger.MESSAGE, "付款")


def test_a_reference_that_leads_nowhere_and_a_name_known_too_late_are_faults() -> None:
    gone = '<receiveTask id="a" name="n" messageRef="gone"/>'
    assert ("a", "Its messageRef “gone” does not exist.") in faults(gone)
    late = faults('<receiveTask id="a" name="n" messageRef="m"/>', '<message id="m" name="=topic"/>')
    assert ("a", "What “=topic” names is not known before it runs.") in late


def test_a_condition_is_feel() -> None:
    event = caught("<conditionalEventDefinition><condition>=fee &gt; 3</condition></conditionalEventDefinition>")
    assert event.condition is not None
    assert event.condition.names == {"fee"}
    wrong = "<conditionalEventDefinition><condition language='juel'>x</condition></conditionalEventDefinition>"
    found = faults(f'<intermediateCatchEvent id="a">{wrong}</intermediateCatchEvent>')
    assert ("a", "The condition “x” is not FEEL.") in found


def test_boundary_events_interrupt_unless_they_say_no() -> None:
    for text, interrupts in (('cancelActivity="false"', False), ('cancelActivity="0"', False), ("", True)):
        boundary = (
            f'<boundaryEvent id="b" attachedToRef="t:a" {text}><signalEventDefinition signalRef="g"/></boundaryEvent>'
        )
        read = activity(TASK.replace('"t"', '"a"'), TOP, boundary, id="b")
        assert (read.attached_to, read.interrupting, read.event.name) == ("a", interrupts, "停班")
    start = '<startEvent id="i" isInterrupting="false"><signalEventDefinition signalRef="g"/></startEvent>'
    inner = f'<subProcess id="b" triggeredByEvent="true">{start}</subProcess>'
    assert not activity(TASK.replace('"t"', '"a"'), TOP, inner, id="i").interrupting


@pytest.mark.parametrize(
    ("tag", "text", "limit"),
    [
        ("timeDate", "2026-12-01T09:00:00+08:00", None),
        ("timeDuration", "P3DT4H", None),
        ("timeCycle", "R3/PT10H", None),
        ("timeDuration", "working_days: 3", {"working_days": 3}),
        ("timeDuration", "{working_hours: 4}", {"working_hours": 4}),
        ("timeCycle", "working_days: 1", {"working_days": 1}),
    ],
)
def test_a_timer_says_when_in_iso_or_in_the_units_of_the_law(tag: str, text: str, limit: dict[str, int] | None) -> None:
    timer = caught(f"<timerEventDefinition><{tag}>{text}</{tag}></timerEventDefinition>").timer
    assert timer is not None
    assert timer.kind is TimerKind(tag)
    assert (timer.text, timer.limit) == (("", Limit.from_mapping(limit)) if limit else (text, None))


def test_a_timer_may_be_a_formula() -> None:
    timer = caught("<timerEventDefinition><timeDuration>= wait</timeDuration></timerEventDefinition>").timer
    assert timer is not None
    assert timer.formula is not None
    assert (timer.text, timer.formula.names) == ("", {"wait"})


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<timeDate/>",
        "<timeDate>2026-12-01</timeDate><timeDuration>P1D</timeDuration>",
        "<timeDuration>tomorrow</timeDuration>",
        "<timeDuration>working_days: 0</timeDuration>",
        "<timeDuration>fortnights: 2</timeDuration>",
        "<timeDuration>${wait}</timeDuration>",
        "<timeDate>working_days: 3</timeDate>",
        "<timeCycle>0 0 9 * * MON</timeCycle>",
        "<timeDuration>= wait +</timeDuration>",
    ],
)
def test_a_timer_without_a_time_is_a_fault(inner: str) -> None:
    event = (
        f'<intermediateCatchEvent id="a"><timerEventDefinition>{inner}</timerEventDefinition></intermediateCatchEvent>'
    )
    assert [place for place, _ in faults(event)] == ["a"]


def looped(characteristics: str, more: str = "", top: str = "", inside: str = "") -> tuple[object, ...]:
    """kind, times, over, item, results, result, until — formulas by their text."""
    task = f'<userTask id="a" name="n" camunda:candidateGroups="handler">{more}{characteristics}</userTask>'
    loop = activity(task, top, inside).loop
    assert loop is not None
    told = (loop.times, loop.over, loop.item, loop.results, loop.result, loop.until)
    return (loop.kind, *(getattr(one, "text", one) for one in told))


def several(inner: str, attributes: str = "") -> str:
    tag = "multiInstanceLoopCharacteristics"
    return f"<{tag} {attributes}>{inner}</{tag}>"


def test_a_loop_of_zeebe() -> None:
    zeebe = (
        '<zeebe:loopCharacteristics inputCollection="=units" inputElement="unit" outputCollection="replies" '
        'outputElement="=reply"/>'
    )
    until = "<completionCondition>=loopCounter &gt; 2</completionCondition>"
    assert looped(several(extended(zeebe) + until)) == (
        LoopKind.PARALLEL, None, "units", "unit", "replies", "reply", "loopCounter > 2",
    )  # fmt: skip


def test_a_loop_of_camunda_seven() -> None:
    attributes = 'isSequential="true" camunda:collection="units" camunda:elementVariable="unit"'
    assert looped(several("", attributes)) == (LoopKind.SEQUENTIAL, None, "units", "unit", "", None, None)
    cardinality = several("<loopCardinality>3</loopCardinality>")
    assert looped(cardinality) == (LoopKind.PARALLEL, "3", None, "", "", None, None)


def test_a_loop_in_bpmns_own_words() -> None:
    own = several(
        "<loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef>"
        '<inputDataItem id="i" name="unit"/><outputDataItem id="o" name="reply"/>'
    )
    io = (
        '<ioSpecification><dataInput id="in" name="Input"/><dataOutput id="out" name="replies"/></ioSpecification>'
        "<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
    )
    data = '<dataObject id="d" name="the units"/><dataObjectReference id="ref" dataObjectRef="d"/>'
    assert looped(own, io, inside=data) == (LoopKind.PARALLEL, None, "the units", "unit", "replies", "reply", None)
    gone = several("<loopDataInputRef>gone</loopDataInputRef>")
    assert ("a", "Its loopDataInputRef “gone” does not exist.") in faults(
        f'<userTask id="a" name="n" camunda:candidateGroups="handler">{gone}</userTask>'
    )


def test_bpmns_standard_loop() -> None:
    element = (
        '<standardLoopCharacteristics testBefore="true" loopMaximum="5">'
        "<loopCondition>x = 1</loopCondition></standardLoopCharacteristics>"
    )
    loop = activity(f'<userTask id="a">{element}</userTask>').loop
    assert loop is not None
    assert loop.again is not None
    assert (loop.kind, loop.again.text, loop.first_asked, loop.at_most) == (LoopKind.REPEAT, "x = 1", True, 5)
    for wrong in ("0", "-1", "many"):
        found = faults(f'<userTask id="a" name="n">{element.replace("5", wrong, 1)}</userTask>')
        assert ("a", f"The loop's maximum “{wrong}” is no positive whole number.") in found


def test_rounds_that_throw_events_are_refused() -> None:
    found = faults(
        f'<task id="a" name="n" camunda:candidateGroups="handler">{several("", "behavior=" + chr(34) + "One" + chr(34))}</task>'
    )
    assert ("a", "Events thrown by rounds (behavior) are not supported.") in found
