"""退回 and 略過: a task goes back to an earlier one, or is passed over; both on somebody's word."""

from __future__ import annotations

from dataclasses import replace

from tongban.core import process
from tongban.core.text import Text

from .commands import SendBack, Skip
from .deciding import advance, variables_for
from .definition import Definition
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .penalties import need_no_deviation
from .progress import reach
from .situation import Situation, need, need_running
from .state import CaseState, Phase
from .working import check_outcome, find


def send_back(state: CaseState, command: SendBack, here: Situation) -> Outcome:
    need_running(state)
    task = find(state, command.task)
    need_no_deviation(state, task)
    need(command.reason, "reason", Text("退回理由", "the reason for sending it back"))
    drawn, standing = here.definition.process, state.process
    assert drawn is not None
    assert standing is not None
    possible = steps_back(here.definition, state, task.activity)
    if command.activity not in possible:
        names = [drawn.activities[id].name or id for id in possible]
        text = Text(
            "請選擇退回的步驟：" + "、".join(names) if names else "這個步驟之前沒有可退回的步驟",
            "Choose the step to go back to: " + ", ".join(names) if names else "There is no step to go back to",
        )
        raise Refusal("activity", text, (FieldRefusal("activity", text),))
    facts = {"task": task.number, "activity": task.activity, "to": command.activity}
    advanced = advance(standing, process.SendBack(task.number, command.activity), here, state.clock.place)
    outcome = Outcome(replace(state, phase=Phase.IN_PROGRESS), (Event("TaskSentBack", facts, here.on),))
    return reach(outcome, _without_own(advanced, task.activity), here)


def steps_back(definition: Definition, state: CaseState, activity: str) -> list[str]:
    """The steps that a task at `activity` may be sent back to, nearest first: those that come before it and were done
    in this case. What only a way back in the drawing makes earlier would be a leap ahead."""
    if definition.process is None or state.process is None:
        return []
    done = state.process.variables
    return [
        id
        for id in process.earlier(definition.process, activity)
        if f"{id}_outcome" in done and id not in definition.clock.pauses
    ]


def _without_own(advanced: process.Advance, activity: str) -> process.Advance:
    """What was sent back is told as that, and not as cancelled too; another round of the same step is."""
    gone = list(advanced.cancelled)
    if activity in gone:
        gone.remove(activity)
    return advanced._replace(cancelled=tuple(gone))


def skip(state: CaseState, command: Skip, here: Situation) -> Outcome:
    """A step that imposes a penalty or waits for the citizen is not passed over: it has refusals of its own."""
    need_running(state)
    task = find(state, command.task)
    need_no_deviation(state, task)
    need(command.reason, "reason", Text("略過理由", "the reason for passing over it"))
    check_outcome(here, task, command.outcome)
    if here.definition.penalty_on(task.activity) or task.activity in here.definition.clock.pauses:
        text = Text("裁罰及補正步驟不得略過", "A step that imposes a penalty or asks for a correction is not skipped")
        raise Refusal("not-skipped", text)
    drawn, standing = here.definition.process, state.process
    assert drawn is not None
    assert standing is not None
    facts = {"task": task.number, "activity": task.activity, "outcome": command.outcome}
    variables = variables_for(state, command.outcome, task.activity)
    advanced = advance(standing, process.CompleteTask(task.number, variables), here, state.clock.place)
    outcome = Outcome(replace(state, phase=Phase.IN_PROGRESS), (Event("TaskSkipped", facts, here.on),))
    return reach(outcome, advanced, here, skipped=task.activity)
