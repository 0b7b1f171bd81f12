"""Examples run through casework, without a database: each says where it came out otherwise than it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.core.calendar import TAIPEI, Calendar, CalendarError
from tongban.core.casework import CaseState, Definition, Refusal, decide
from tongban.core.text import Fault, Text

from .example_file import Act, is_example, read_example

PARTLY = ("answers", "decisions")


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """An example and everything in which it came out otherwise than it says."""

    name: str
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        return not self.faults

    def lines(self) -> list[Text]:
        """What to say about it: that it holds, or each difference."""
        if self.holds:
            return [Text(f"✓ {self.name}", f"✓ {self.name}")]
        return [Text(f"✗ {fault.in_('zh-Hant')}", f"✗ {fault.in_('en')}") for fault in self.faults]


def run_examples(definition: Definition, files: Mapping[str, bytes], calendar: Calendar) -> list[ExampleResult]:
    """Run every `examples/*.yaml` among `files`, in the order of their names."""
    results = []
    for path in sorted(filter(is_example, files)):
        example, faults = read_example(files[path], path)
        if example is not None:
            faults = list(_play(_Run(definition, calendar), path, example.acts))
        results.append(ExampleResult(path, tuple(faults)))
    return results


@dataclass(slots=True)
class _Run:
    definition: Definition
    calendar: Calendar
    state: CaseState | None = None
    messages: list[str] = field(default_factory=list)
    decisions: dict[str, Any] = field(default_factory=dict)
    """What each decision said the last time it was made."""
    unit: str = ""
    """What the dispatch table said when the case was taken in."""

    def carry_out(self, act: Act) -> None:
        command = act.build(self.tasks)
        outcome = decide(self.definition, self.state, command, at=act.at, calendar=self.calendar)
        if self.state is None:
            self.unit = outcome.unit
        self.state = outcome.state
        self.messages += [message.code for message in outcome.messages]
        made = [event.data for event in outcome.events if event.kind == "DecisionMade"]
        self.decisions |= {str(data["decision"]): data["value"] for data in made}

    @property
    def tasks(self) -> dict[str, int]:
        """Numbers of what waits, tasks and timers, by activity."""
        process = self.state.process if self.state else None
        if process is None:
            return {}
        timers = {wait.activity: wait.number for wait in process.waits}
        return timers | {task.activity: task.number for task in process.tasks}


def _play(run: _Run, path: str, acts: tuple[Act, ...]) -> Iterator[Fault]:
    for act in acts:
        try:
            run.carry_out(act)
        except Refusal as refusal:
            if refusal.code != act.refused:
                yield Fault(path, act.place, _refused(refusal))
        else:
            if act.refused:
                missing = Text(f"應被拒絕（{act.refused}）卻成功", f"should have been refused ({act.refused})")
                yield Fault(path, act.place, missing)
        if run.state is None:
            return
        yield from _compare(run, path, act)


def _refused(refusal: Refusal) -> Text:
    zh = "；".join(f"{f.field}：{f.text.zh}" for f in refusal.fields)
    en = "; ".join(f"{f.field}: {f.text.en}" for f in refusal.fields)
    return Text(
        f"被拒絕（{refusal.code}）：{refusal.text.zh} {zh}".strip(),
        f"refused ({refusal.code}): {refusal.text.en} {en}".strip(),
    )


def _compare(run: _Run, path: str, act: Act) -> Iterator[Fault]:
    try:
        found = _found(run, act) if act.expect else {}
    except CalendarError as error:
        yield Fault(path, act.place, error.text)
        return
    for key, expected in act.expect.items():
        place = f"{act.place}.{key}"
        if key == "why":
            lines = " ".join(found["why"])
            for part in expected:
                if part not in lines:
                    yield Fault(path, place, Text(f"理由沒有「{part}」：{lines}", f"“{part}” is not in: {lines}"))
        elif _differs(key, expected, found[key]):
            shown = {k: found[key].get(k) for k in expected} if key in PARTLY else found[key]
            yield Fault(path, place, Text(f"預期 {expected}，實際 {shown}", f"expected {expected}, found {shown}"))


def _differs(key: str, expected: Any, found: Any) -> bool:
    """Of answers, decisions and a decision's outputs only those count that the example names."""
    if key in PARTLY and isinstance(expected, dict) and isinstance(found, dict):
        return any(_differs(key, value, found.get(name)) for name, value in expected.items())
    return bool(str(found) != str(expected) if key in PARTLY else expected != found)


def _found(run: _Run, act: Act) -> dict[str, Any]:
    state, calendar = run.state, run.calendar
    assert state is not None
    due = state.due_on(calendar)
    today = act.at.astimezone(TAIPEI).date()
    return {
        "phase": state.phase.value,
        "outcome": state.outcome,
        "due_on": due.isoformat() if due else None,
        "on_time": not state.clock.is_late(calendar, act.at),
        "why": [line.zh for line in state.clock.explain(calendar, today)],
        "messages": run.messages,
        "steps": [step.activity for step in state.steps],
        "waiting": sorted(task.activity for task in state.process.tasks) if state.process else [],
        "controls": {c.key: c.due_on.isoformat() if c.due_on else None for c in state.controls},
        "answers": state.answers,
        "decisions": run.decisions,
        "penalty": state.penalty.amount if state.penalty else None,
        "unit": run.unit,
    }
