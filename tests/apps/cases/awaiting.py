"""The bracelet's process drawn anew: a step three people do at once inside a sub-process, a message that is waited for,
a reminder that comes every day, and a day by which a step is wanted."""

from __future__ import annotations

from pathlib import Path

from tests.apps.cases.branching import _HEAD, _TAIL, _flows, _task
from tests.apps.cases.broken import changed
from tests.apps.cases.conftest import BRACELET, PACKS

_THREE = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
_HEAD_WITH_MESSAGE = _HEAD.replace("<process ", '<message id="m1" name="payment-received"/><process ')
_DUE = '<extensionElements><zeebe:taskSchedule dueDate="P2D"/></extensionElements>'

AWAITING = f"""{_HEAD_WITH_MESSAGE}
<startEvent id="start" name="收件"/>{_task("accept")}
<subProcess id="visits" name="訪視">
  <startEvent id="begin"/>{_task("visit", inside=_THREE)}<endEvent id="visited"/>
  {_flows("begin>visit", "visit>visited")}
</subProcess>
<intermediateCatchEvent id="paid" name="規費入帳"><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>
<boundaryEvent id="nag" attachedToRef="visits" cancelActivity="false">
  <timerEventDefinition><timeCycle>R3/P1D</timeCycle></timerEventDefinition></boundaryEvent>
{_task("remind", "supervisor")}<endEvent id="reminded"/>
{_task("review", "supervisor", _DUE)}{_task("deliver")}<endEvent id="done" name="結案"/>
{_flows("start>accept", "accept>visits", "nag>remind", "remind>reminded", "visits>paid", "paid>review")}
{_flows("review>deliver", "deliver>done")}
{_TAIL}"""


def draw_awaiting(scratch: Path) -> None:
    """Publish the bracelet's next version with that process."""
    old = (PACKS / BRACELET / "process.bpmn").read_text()
    changed(scratch, BRACELET, ("process.bpmn", old, AWAITING))
