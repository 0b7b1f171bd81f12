"""One small kind of case with every shape in it: a correction that is drawn, two units at once, review, a task's form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from tongban.core.calendar import TAIPEI, Calendar, ExtensionRule, Limit, taiwan_calendar
from tongban.core.casework import (
    CaseState,
    ClockRules,
    Command,
    CompleteTask,
    Control,
    CorrectionRequest,
    Definition,
    Message,
    Outcome,
    PublicStep,
    Register,
    decide,
)
from tongban.core.decisions import parse
from tongban.core.forms import read_form
from tongban.core.process import read_process
from tongban.core.text import Text

CALENDAR = taiwan_calendar(2023, 2035)
LIMIT = Limit.from_mapping({"working_days": 10})

_FLOWS = [
    ("start", "accept", ""), ("accept", "checked", ""),
    ("checked", "fork", 'outcome = "complete"'), ("checked", "correction", 'outcome = "incomplete"'),
    ("correction", "supplied", ""), ("supplied", "accept", 'outcome = "answered"'),
    ("supplied", "decide", 'outcome = "expired"'),
    ("fork", "left", ""), ("fork", "right", ""), ("left", "join", ""), ("right", "join", ""), ("join", "decide", ""),
    ("decide", "decision", ""), ("decision", "visit", 'outcome = "approved"'),
    ("decision", "refused", 'outcome = "rejected"'), ("decision", "accept", 'outcome = "again"'),
    ("visit", "done", ""),
]  # fmt: skip
_KINDS = {
    "start": "startEvent", "done": "endEvent", "refused": "endEvent", "fork": "parallelGateway",
    "join": "parallelGateway", "checked": "exclusiveGateway", "supplied": "exclusiveGateway",
    "decision": "exclusiveGateway",
}  # fmt: skip
FORM = """
| survey |         |          |          |          |                     |
|        | type    | name     | label    | required | relevant            |
|        | text    | wish     | 願望     | yes      |                     |
|        | integer | amount   | 金額     |          |                     |
|        | text    | why_much | 金額理由 | yes      | ${amount} > 1000    |
"""
VISIT = """
| survey |                   |            |          |          |                       |
|        | type              | name       | label    | required | relevant              |
|        | select_one result | result     | 結果     | yes      |                       |
|        | date              | improve_by | 改善期限 | yes      | ${result} = 'improve' |

| choices |           |         |       |
|         | list_name | name    | label |
|         | result    | pass    | 符合  |
|         | result    | improve | 改善  |
"""


def _drawing() -> bytes:
    names = dict.fromkeys(name for flow in _FLOWS for name in flow[:2])
    parts = []
    for name in names:
        form = ' camunda:formKey="visit"' if name == "visit" else ""
        groups = "" if name in _KINDS else f' camunda:candidateGroups="handler"{form}'
        parts.append(f'<b:{_KINDS.get(name, "userTask")} id="{name}"{groups}/>')
    for i, (source, target, condition) in enumerate(_FLOWS):
        inner = f"<b:conditionExpression>{condition}</b:conditionExpression>" if condition else ""
        parts.append(f'<b:sequenceFlow id="f{i}" sourceRef="{source}" targetRef="{target}">{inner}</b:sequenceFlow>')
    return (
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><b:process id="trial" isExecutable="true">'
        f"{''.join(parts)}</b:process></b:definitions>"
    ).encode()


@cache
def definition() -> Definition:
    process, faults = read_process(_drawing(), "process.bpmn")
    form, more = read_form(FORM.encode(), "form.md")
    visit, still_more = read_form(VISIT.encode(), "forms/visit.md")
    assert process and form and visit, (faults, more, still_more)
    codes = ("registered", "correction", "correction-expired", "extended", "closed", "rejected", "withdrawn", "told")
    text = Text("文", "text")
    return Definition(
        code="test/trial",
        kind="application",
        name=Text("試辦", "Trial"),
        owner="social-affairs",
        legal_basis=text,
        channels=("counter", "post"),
        limit=LIMIT,
        clock=ClockRules(
            pauses={"correction": Text("通知補正", "Correction")}, extension=ExtensionRule.statutory(LIMIT)
        ),
        process=process,
        forms={"form": form, "visit": visit},
        messages={code: Message(code, text, text, text) for code in codes},
        public_steps=(PublicStep("accept", "told"), PublicStep("visit", "told", notify=True)),
        notify={code: code for code in codes if code not in ("rejected", "told")} | {"closed:rejected": "rejected"},
        outcomes=dict.fromkeys(("complete", "incomplete", "approved", "rejected", "again"), text),
        controls=(
            Control("improve_by", parse('result = "improve"'), field="improve_by"),
            Control("notify-fire", parse("amount > 5000"), notify_unit="fire", text="told"),
        ),
    )


def mirror() -> Definition:
    return replace(definition(), process=None, clock=ClockRules(), controls=())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


def request(due: str, **changed: str) -> CorrectionRequest:
    texts = {"missing": "診斷書", "reason": "未附", "consequence": "依現有資料審查"} | changed
    return CorrectionRequest(due_on=at(due).date(), **texts)


class Case:
    """A case that is walked through a story; every refusal leaves it as it was."""

    def __init__(self, pack: Definition | None = None, calendar: Calendar = CALENDAR) -> None:
        self.pack, self.calendar = pack or definition(), calendar
        self.state: CaseState | None = None
        self.last: Outcome | None = None

    def does(self, command: Command, moment: str) -> Outcome:
        self.last = decide(self.pack, self.state, command, at=at(moment), calendar=self.calendar)
        self.state = self.last.state
        return self.last

    def completes(self, activity: str, moment: str, outcome: str = "", **more: object) -> Outcome:
        return self.does(CompleteTask(task=self.task(activity), outcome=outcome, **more), moment)  # type: ignore[arg-type]

    def task(self, activity: str) -> int:
        assert self.state is not None and self.state.process is not None
        return next(task.number for task in self.state.process.tasks if task.activity == activity)

    @property
    def waiting(self) -> set[str]:
        assert self.state is not None and self.state.process is not None
        return {task.activity for task in self.state.process.tasks}

    @property
    def due(self) -> str | None:
        assert self.state is not None
        due = self.state.due_on(self.calendar)
        return due.isoformat() if due else None

    def told(self) -> list[str]:
        assert self.last is not None
        return [message.event for message in self.last.messages]


def registered(moment: str = "2026-03-02T09:00", **more: object) -> Case:
    case = Case()
    case.does(Register(answers={"wish": "樹"}, **more), moment)  # type: ignore[arg-type]
    return case
