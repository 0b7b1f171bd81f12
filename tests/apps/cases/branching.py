"""The bracelet's process drawn anew: a timer at a task, a sub-process with a fork, units asked one by one."""

from __future__ import annotations

from pathlib import Path

from tests.apps.cases.broken import changed
from tests.apps.cases.conftest import BRACELET, PACKS

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:test">
<process id="bracelet" isExecutable="true">"""
_TAIL = "</process></definitions>"


def _task(id: str, role: str = "handler", inside: str = "") -> str:
    return f'<userTask id="{id}" name="{id}" camunda:candidateGroups="{role}">{inside}</userTask>'


def _flows(*pairs: str) -> str:
    return "".join(
        f'<sequenceFlow id="{s}-{t}" sourceRef="{s}" targetRef="{t}"/>' for s, t in (pair.split(">") for pair in pairs)
    )


def _timer(id: str, host: str, duration: str, interrupting: bool) -> str:
    return (
        f'<boundaryEvent id="{id}" name="{id}" attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}">'
        f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition></boundaryEvent>"
    )


BRANCHING = f"""{_HEAD}
<startEvent id="start" name="收件"/>{_task("accept")}
<subProcess id="checks" name="查核">
  <startEvent id="begin"/><parallelGateway id="fork"/>
  {_task("house")}{_task("family")}
  <parallelGateway id="join"/><endEvent id="checked"/>
  {_flows("begin>fork", "fork>house", "fork>family", "house>join", "family>join", "join>checked")}
</subProcess>
{_timer("late", "checks", "working_days: 2", interrupting=False)}{_task("chase", "supervisor")}<endEvent id="chased"/>
{_task("review", "supervisor")}{_timer("overdue", "review", "P5D", interrupting=True)}
{_task("deliver")}<endEvent id="done" name="結案"/>
{
    _flows(
        "start>accept",
        "accept>checks",
        "late>chase",
        "chase>chased",
        "checks>review",
        "review>deliver",
        "overdue>deliver",
        "deliver>done",
    )
}
{_TAIL}"""


def draw_branching(scratch: Path) -> None:
    """Publish the bracelet's next version with that process."""
    old = (PACKS / BRACELET / "process.bpmn").read_text()
    changed(scratch, BRACELET, ("process.bpmn", old, BRANCHING))
