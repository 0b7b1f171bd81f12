"""Completing a task of the process."""

from __future__ import annotations

from dataclasses import replace

from tongban.core import process
from tongban.core.process import Task
from tongban.core.text import Text

from .commands import CompleteTask
from .correcting import check_request
from .deciding import advance, variables_for
from .outcome import Event, FieldRefusal, Outcome, Refusal
from .penalties import imposed, need_no_deviation
from .progress import reach
from .registering import checked
from .situation import Situation, need_running
from .state import CaseState, Phase


def complete(state: CaseState, command: CompleteTask, here: Situation) -> Outcome:
    need_running(state)
    task = find(state, command.task)
    need_no_deviation(state, task)
    drawn, standing = here.definition.process, state.process
    assert drawn is not None
    assert standing is not None
    check_outcome(here, task, command.outcome)
    answers = dict(state.answers)
    activity = drawn.activities[task.activity]
    if activity.form:
        form = here.definition.forms[activity.form]
        given = checked(form, command.answers, here, previous=state.answers)
        # Done a second time, the form says anew what it says: no answer of the first time is left standing.
        answers = {name: value for name, value in answers.items() if name not in form.question_named} | dict(given)
    if command.correction is not None:
        check_request(command.correction, here)
    state = replace(state, answers=answers, phase=Phase.IN_PROGRESS)
    variables = variables_for(state, command.outcome, task.activity)
    done = Event("TaskCompleted", {"task": task.number, "activity": task.activity, "outcome": command.outcome}, here.on)
    advanced = advance(standing, process.CompleteTask(task.number, variables), here, state.clock.place)
    return reach(
        imposed(Outcome(state, (done,)), task, command, here),
        advanced,
        here,
        worded={task.activity: command.text.strip()} if command.text.strip() else {},
        request=command.correction,
    )


def find(state: CaseState, number: int) -> Task:
    for task in state.process.tasks if state.process else ():
        if task.number == number:
            return task
    raise Refusal("task-gone", Text("此待辦已由他人完成或已取消", "This task was completed or cancelled meanwhile"))


def check_outcome(here: Situation, task: Task, outcome: str) -> None:
    allowed = here.definition.offered(task.activity)
    if outcome and not allowed:
        text = Text("此步驟沒有處理結果可選", "This step has no outcomes to choose from")
        raise Refusal("outcome", text, (FieldRefusal("outcome", text),))
    if allowed and outcome not in allowed:
        names = [here.definition.outcome_name(code) for code in allowed]
        text = Text(
            "請選擇處理結果：" + "、".join(n.zh for n in names), "Choose an outcome: " + ", ".join(n.en for n in names)
        )
        raise Refusal("outcome", text, (FieldRefusal("outcome", text),))
