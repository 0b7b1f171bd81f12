"""`examples/*.yaml`: who does what when, and what must come of it. Run through casework, without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tongban.core.calendar import TAIPEI, Calendar, Limit
from tongban.core.casework import (
    AnswerCorrection,
    AskCorrection,
    CaseState,
    Close,
    Command,
    CompleteTask,
    CorrectionRequest,
    Definition,
    ExpireCorrection,
    Extend,
    PushStep,
    Refusal,
    Register,
    Reopen,
    Resume,
    Suspend,
    Withdraw,
    decide,
)
from tongban.core.text import Fault, Text

from .yaml_file import load

COMMON = {"at", "effective_on", "late_reason", "refused", "expect"}
ACTS: Mapping[str, set[str]] = {
    "complete": {"outcome", "answers", "text", "correction"},
    "ask_correction": set(),
    "answer_correction": set(),
    "expire_correction": set(),
    "extend": {"reason"},
    "suspend": set(),
    "resume": set(),
    "withdraw": set(),
    "close": {"reason"},
    "reopen": {"activity"},
    "push": {"text", "outcome"},
}
EXPECTED = ("phase", "outcome", "due_on", "on_time", "why", "messages", "steps", "waiting", "controls", "answers")
LONG_AGO = datetime(1912, 1, 1, tzinfo=TAIPEI)
STARTS = {
    "name",
    "start",
    "channel",
    "place",
    "answers",
    "effective_on",
    "late_reason",
    "acts",
    "expect",
    "refused",
}


class _Wrong(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


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


@dataclass(slots=True)
class _Run:
    definition: Definition
    calendar: Calendar
    state: CaseState | None = None
    at: datetime = LONG_AGO
    messages: list[str] = field(default_factory=list)

    def carry_out(self, command: Command, at: datetime) -> None:
        self.at = at
        outcome = decide(self.definition, self.state, command, at=at, calendar=self.calendar)
        self.state = outcome.state
        self.messages += [message.code for message in outcome.messages]


def run_examples(definition: Definition, files: Mapping[str, bytes], calendar: Calendar) -> list[ExampleResult]:
    """Run every `examples/*.yaml` among `files`, in the order of their names."""
    paths = sorted(p for p in files if p.startswith("examples/") and p.endswith((".yaml", ".yml")))
    return [_run(definition, path, files[path], calendar) for path in paths]


def _run(definition: Definition, path: str, source: bytes, calendar: Calendar) -> ExampleResult:
    root, faults = load(source, path)
    if root is None:
        return ExampleResult(path, tuple(faults))
    plain = root.plain
    try:
        if not isinstance(plain, dict):
            raise _Wrong("範例須為「鍵: 值」的對照", "An example is a mapping")
        return ExampleResult(path, tuple(_play(_Run(definition, calendar), path, plain)))
    except _Wrong as wrong:
        return ExampleResult(path, (Fault(path, "", wrong.text),))


def _play(run: _Run, path: str, plain: Mapping[str, Any]) -> Iterator[Fault]:
    unknown = plain.keys() - STARTS
    if unknown:
        raise _Wrong(f"不認得的鍵：{'、'.join(sorted(unknown))}", f"Unknown keys: {', '.join(sorted(unknown))}")
    start = Register(
        answers=plain.get("answers") or {},
        channel=plain.get("channel", "counter"),
        place=plain.get("place"),
        effective_on=_day(plain.get("effective_on")),
        late_reason=plain.get("late_reason", ""),
    )
    yield from _step(run, path, "start", plain, start, _moment(plain.get("start")))
    for i, one in enumerate(plain.get("acts") or []):
        if run.state is None:
            return
        yield from _step(run, path, f"acts[{i}]", one, _command(run, one), _moment(one.get("at")))


def _step(
    run: _Run, path: str, place: str, plain: Mapping[str, Any], command: Command, at: datetime
) -> Iterator[Fault]:
    wanted = plain.get("refused")
    try:
        run.carry_out(command, at)
    except Refusal as refusal:
        if refusal.code != wanted:
            details = "; ".join(f"{f.field}: {f.text.zh}" for f in refusal.fields)
            zh = f"被拒絕（{refusal.code}）：{refusal.text.zh} {details}"
            yield Fault(path, place, Text(zh, f"refused ({refusal.code}): {refusal.text.en} {details}"))
        return
    if wanted:
        yield Fault(path, place, Text(f"應被拒絕（{wanted}）卻成功", f"should have been refused ({wanted})"))
    if place == "start" and plain.get("acts"):
        return
    yield from _compare(run, path, place, plain.get("expect") or {})


def _compare(run: _Run, path: str, place: str, expected: Mapping[str, Any]) -> Iterator[Fault]:
    unknown = expected.keys() - set(EXPECTED)
    if unknown:
        raise _Wrong(f"expect 不認得：{'、'.join(sorted(unknown))}", f"Unknown in expect: {', '.join(sorted(unknown))}")
    found = _found(run)
    for key, value in expected.items():
        if key == "why":
            lines = " ".join(line.zh for line in found["why"])
            for part in value:
                if part not in lines:
                    yield Fault(
                        path, f"{place} why", Text(f"理由沒有「{part}」：{lines}", f"“{part}” is not in: {lines}")
                    )
        elif key == "answers":
            wrong = {k: found[key].get(k) for k, v in value.items() if str(found[key].get(k)) != str(v)}
            if wrong:
                yield Fault(path, f"{place} answers", Text(f"實際為 {wrong}", f"found {wrong}"))
        elif found[key] != value:
            yield Fault(
                path,
                f"{place} {key}",
                Text(f"預期 {value}，實際 {found[key]}", f"expected {value}, found {found[key]}"),
            )


def _found(run: _Run) -> dict[str, Any]:
    state, calendar = run.state, run.calendar
    assert state is not None
    due = state.due_on(calendar)
    today = run.at.astimezone(TAIPEI).date()
    return {
        "phase": state.phase.value,
        "outcome": state.outcome,
        "due_on": due.isoformat() if due else None,
        "on_time": not state.clock.is_late(calendar, state.closed_on or today),
        "why": state.clock.explain(calendar, today),
        "messages": run.messages,
        "steps": [step.activity for step in state.steps],
        "waiting": sorted(task.activity for task in state.process.tasks) if state.process else [],
        "controls": {c.key: c.due_on.isoformat() if c.due_on else None for c in state.controls},
        "answers": state.answers,
    }


def _command(run: _Run, plain: Mapping[str, Any]) -> Command:
    if not isinstance(plain, dict):
        raise _Wrong("每個 acts 項目須為「鍵: 值」", "Every item of acts is a mapping")
    acts = [key for key in plain if key in ACTS]
    if len(acts) != 1 or (extra := plain.keys() - COMMON - ACTS[acts[0]] - set(acts)):
        known = ", ".join(ACTS)
        found = ", ".join(sorted(extra)) if len(acts) == 1 else ", ".join(plain)
        raise _Wrong(f"看不懂的動作：{found}（可用：{known}）", f"No known act: {found} (known: {known})")
    when = {"effective_on": _day(plain.get("effective_on")), "late_reason": plain.get("late_reason", "")}
    return _BUILD[acts[0]](run, plain[acts[0]], plain, when)


def _complete(run: _Run, value: Any, plain: Mapping[str, Any], when: dict[str, Any]) -> Command:
    tasks = run.state.process.tasks if run.state and run.state.process else ()
    number = next((t.number for t in tasks if t.activity == value), 0)
    correction = _request(plain["correction"]) if "correction" in plain else None
    more = {key: plain[key] for key in ("outcome", "answers", "text") if key in plain}
    return CompleteTask(task=number, correction=correction, **more, **when)


def _answer(run: _Run, value: Any, plain: Mapping[str, Any], when: dict[str, Any]) -> Command:
    return AnswerCorrection(answers=value if isinstance(value, dict) else {}, **when)


_BUILD: Mapping[str, Callable[[_Run, Any, Mapping[str, Any], dict[str, Any]], Command]] = {
    "complete": _complete,
    "ask_correction": lambda run, value, plain, when: AskCorrection(request=_request(value), **when),
    "answer_correction": _answer,
    "expire_correction": lambda run, value, plain, when: ExpireCorrection(**when),
    "extend": lambda run, value, plain, when: Extend(
        by=Limit.from_mapping(value), reason=plain.get("reason", ""), **when
    ),
    "suspend": lambda run, value, plain, when: Suspend(ground=str(value), **when),
    "resume": lambda run, value, plain, when: Resume(**when),
    "withdraw": lambda run, value, plain, when: Withdraw(reason=str(value), **when),
    "close": lambda run, value, plain, when: Close(outcome=str(value), reason=plain.get("reason", ""), **when),
    "reopen": lambda run, value, plain, when: Reopen(reason=str(value), activity=plain.get("activity", ""), **when),
    "push": lambda run, value, plain, when: PushStep(
        activity=str(value), text=plain.get("text", ""), outcome=plain.get("outcome", ""), **when
    ),
}


def _request(plain: Any) -> CorrectionRequest:
    if not isinstance(plain, dict) or plain.keys() - {"missing", "reason", "due_on", "consequence"}:
        raise _Wrong(
            "補正須有 missing、reason、due_on、consequence", "A correction has missing, reason, due_on, consequence"
        )
    due = _day(plain.get("due_on"))
    if due is None:
        raise _Wrong("補正須有 due_on", "A correction has a due_on")
    texts = {key: str(plain.get(key, "")) for key in ("missing", "reason", "consequence")}
    return CorrectionRequest(due_on=due, **texts)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError as error:
        raise _Wrong(f"「{value}」不是日期", f"“{value}” is not a date") from error


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=TAIPEI)
    except ValueError as error:
        raise _Wrong(
            f"「{value}」不是時間（例如 2026-02-13T09:30）", f"“{value}” is no moment such as 2026-02-13T09:30"
        ) from error
