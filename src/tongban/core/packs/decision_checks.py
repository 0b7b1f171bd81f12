"""Decisions held against the process, the forms and pack.yaml: every one that is asked is there, and sees only what it
may.
"""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.casework import DISPATCH_NAMES, MAIN_FORM, PenaltyRule
from tongban.core.process import GIVEN_NAMES, Kind, Process
from tongban.core.text import Fault, Text

from .decisions import DECISIONS
from .process_checks import PROCESS
from .whole import Whole


def check_decisions(whole: Whole) -> Iterator[Fault]:
    process = whole.process
    if whole.manifest.external and whole.definition.penalties:
        yield whole.at("penalties", "外部流程沒有裁罰步驟", "An external process has no step that imposes a penalty")
    if process is not None:
        yield from _asked_on_the_way(whole, process)
    if whole.decisions_read and (process is not None or whole.manifest.external):
        yield from _inputs(whole, process)


def _asked_on_the_way(whole: Whole, process: Process) -> Iterator[Fault]:
    yield from _results(whole, process)
    for i, rule in enumerate(whole.definition.penalties):
        yield from _penalty(whole, process, rule, f"penalties[{i}]")
    if whole.decisions_read:
        asked = {task.decision: task.id for task in process.rule_tasks if task.decision}
        for decision, task in asked.items():
            if not whole.decides(decision):
                yield Fault(PROCESS, task, *no_decision(decision))


def no_decision(decision: str) -> tuple[Text, Text]:
    remedy = Text(
        f"請在 {DECISIONS} 加入 id 為 {decision} 的決策", f"Add a decision with the id {decision} to {DECISIONS}"
    )
    return Text(f"沒有決策「{decision}」", f"There is no decision “{decision}”"), remedy


def _results(whole: Whole, process: Process) -> Iterator[Fault]:
    """What a rule answers has a name of its own."""
    for task in process.rule_tasks:
        name = task.result or ""
        if name in whole.fields or name in {"outcome", *GIVEN_NAMES} or name.endswith("_outcome"):
            text = Text(f"結果變數「{name}」已有他用", f"The result variable “{name}” means something else already")
            yield Fault(PROCESS, task.id, text, Text("請改用別的名稱", "Use another name"))


def _penalty(whole: Whole, process: Process, rule: PenaltyRule, key: str) -> Iterator[Fault]:
    activity = process.activities.get(rule.on)
    if activity is None or activity.kind is not Kind.USER_TASK:
        yield whole.at(f"{key}.on", f"流程沒有待辦「{rule.on}」", f"No user task “{rule.on}”")
        return
    offered = whole.definition.offered(rule.on)
    if rule.outcome and rule.outcome not in offered:
        known = Text("可用：" + "、".join(offered), "Known: " + ", ".join(offered))
        yield whole.at(f"{key}.outcome", f"此待辦沒有結果「{rule.outcome}」", f"No outcome “{rule.outcome}”", known)
    if rule.on in whole.definition.clock.pauses:
        yield whole.at(f"{key}.on", "等待補正的待辦不能裁罰", "A task that waits for a correction imposes no penalty")
    if activity.form is not None:
        form = Text("請在前一個步驟填寫", "Let it be filled in at a step before")
        yield whole.at(
            f"{key}.on", "裁罰步驟不可有表單", "The step that imposes a penalty has no form of its own", form
        )
    if not whole.decisions_read:
        return
    if not whole.decides(rule.decision):
        yield whole.at(f"{key}.decision", *flat(no_decision(rule.decision)))
        return
    yield from _outputs(whole, rule, key)


def flat(said: tuple[Text, Text]) -> tuple[str, str, Text]:
    text, remedy = said
    return text.zh, text.en, remedy


def _outputs(whole: Whole, rule: PenaltyRule, key: str) -> Iterator[Fault]:
    """The amounts are outputs of the table; what is no table says so at the first example only."""
    model = whole.definition.decisions
    table = model.tables.get(rule.decision) if model else None
    if table is None:
        return
    names = [output.name for output in table.outputs if output.name] if len(table.outputs) > 1 else []
    for part in ("amount", "least", "most"):
        name = getattr(rule, part)
        if (name or (part == "amount" and names)) and name not in names:
            known = Text("可用：" + "、".join(names), "Known: " + ", ".join(names))
            yield whole.at(f"{key}.{part}", f"決策表沒有輸出「{name}」", f"The table has no output “{name}”", known)


def _inputs(whole: Whole, process: Process | None) -> Iterator[Fault]:
    """They look at what the case will hold by then; personal data stay in the protected store."""
    definition, model = whole.definition, whole.definition.decisions
    known = whole.fields | GIVEN_NAMES | {"outcome"}
    if process is not None:
        known |= process.results | {f"{task.id}_outcome" for task in process.user_tasks}
    for name in (one.name for one in model.inputs) if model else ():
        if name in definition.personal_data:
            text = Text(f"決策不可使用個人資料「{name}」", f"A decision may not use personal data (“{name}”)")
            yield Fault(DECISIONS, name, text)
        elif whole.forms_read and MAIN_FORM in definition.forms and name not in known | _given(whole, process):
            text = Text(f"決策使用了不存在的名稱「{name}」", f"Unknown name “{name}” in a decision")
            remedy = Text("輸入資料須與表單欄位同名", "Name the input data like a question of a form")
            yield Fault(DECISIONS, name, text, remedy)


def _given(whole: Whole, process: Process | None) -> frozenset[str]:
    """What only the dispatch table may look at, as long as no decision that is made later does."""
    rule, model = whole.definition.dispatch, whole.definition.decisions
    if rule is None or model is None:
        return frozenset()
    asked = {task.decision for task in process.rule_tasks} if process else set()
    later = filter(None, asked | {penalty.decision for penalty in whole.definition.penalties})
    names = {one.name for decision in later if whole.decides(decision) for one in model.inputs_of(decision)}
    return DISPATCH_NAMES - names
