"""A process around one element, to see how that element is read."""

from __future__ import annotations

from tests.core.process.bpmn.styles import MODEL
from tongban.core.process import Activity, Process, read_process

HEAD = (
    f'<definitions xmlns="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:v="urn:vendor">'
)
TASK = '<userTask id="t" name="審查" camunda:candidateGroups="handler"/>'


def around(element: str, top: str = "", inside: str = "") -> bytes:
    """start → the element (id `a`) → end; `top` stands beside the process, `inside` in it."""
    ways = '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>'
    body = f'<startEvent id="s"/>{element}<endEvent id="e"/>{ways}{inside}'
    return f'{HEAD}{top}<process id="p" name="案件" isExecutable="true">{body}</process></definitions>'.encode()


def extended(*extensions: str) -> str:
    return f"<extensionElements>{''.join(extensions)}</extensionElements>"


def activity(element: str, top: str = "", inside: str = "", id: str = "a") -> Activity:
    """As it was read; the checks may still have something against the process around it."""
    return process(element, top, inside).activities[id]


def process(element: str, top: str = "", inside: str = "") -> Process:
    found, _ = read_process(around(element, top, inside), "process.bpmn")
    assert found is not None
    return found


def faults(element: str, top: str = "", inside: str = "") -> list[tuple[str, str]]:
    """Place and English text of everything that is wrong."""
    _, found = read_process(around(element, top, inside), "process.bpmn")
    assert all(fault.text.zh and fault.remedy.zh and fault.remedy.en for fault in found)
    return [(fault.place, fault.text.en) for fault in found]
