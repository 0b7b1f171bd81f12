"""The process held against pack.yaml and the forms: steps, pauses, outcomes, roles, forms, names in conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tongban.core.casework import CORRECTION, MAIN_FORM
from tongban.core.process import GIVEN_NAMES, Activity, Kind, Process, Trigger
from tongban.core.process.graph import reached
from tongban.core.text import Fault, Text

from .manifest import ROLES
from .whole import Whole

PROCESS = "process.bpmn"
ANSWERED, EXPIRED = "answered", "expired"
"""The outcomes of a task that waits for a correction."""


def check_process(whole: Whole) -> Iterator[Fault]:
    process = whole.process
    if process is not None:
        yield from _public_steps(whole, process)
        for task in process.user_tasks:
            yield from _task(whole, task)
            yield from _outcomes(whole, process, task)
        yield from _pauses(whole, process)
        yield from _programs(process)
        yield from _unused_forms(whole, {task.form or "" for task in process.user_tasks})
    elif whole.manifest.external:
        yield from _unused_forms(whole, set())
    yield from _conditions(whole, process)


def _public_steps(whole: Whole, process: Process) -> Iterator[Fault]:
    """They stand on activities, and one of them tells of every way the case can end (PRG-2)."""
    on = {step.on for step in whole.definition.public_steps}
    for i, step in enumerate(whole.definition.public_steps):
        if step.on not in process.activities:
            yield whole.at(f"public_steps[{i}].on", f"流程沒有活動「{step.on}」", f"No activity “{step.on}”")
    for end in _ends_of_the_case(process):
        if end not in on and not _told_before(process, end, on):
            remedy = Text(
                f"請在 public_steps 加入 {end} 或其前一個待辦", f"Put a public step on {end} or the task before it"
            )
            text = Text("結案前沒有關鍵流程", "No public step tells that the case ends here")
            yield Fault(PROCESS, end, text, remedy)


def _ends_of_the_case(process: Process) -> Iterator[str]:
    """The ends that the case comes to, not those inside a sub-process or of what goes on beside it."""

    def onward(id: str) -> list[str]:
        beside = [one.id for one in process.boundaries.get(id, ()) if one.interrupting]
        links = process.leads_to(id) if process.activities[id].event.trigger is Trigger.LINK else []
        return [*process.after(id), *beside, *links]

    return (id for id in reached([process.start], onward) if process.activities[id].kind is Kind.END)


def _told_before(process: Process, end: str, on: set[str]) -> bool:
    """Whether whatever comes to `end` without another wait leaves a public step behind."""
    waiting = process.before(end)
    seen = set(waiting)
    for id in waiting:
        if id in on:
            continue
        if not process.activities[id].kind.is_passed:
            return False
        fresh = [before for before in process.before(id) if before not in seen]
        seen.update(fresh)
        waiting += fresh
    return True


def _task(whole: Whole, task: Activity) -> Iterator[Fault]:
    for group in task.groups:
        if group.partition("@")[0] not in ROLES:
            roles = Text("可用：" + "、".join(ROLES), "Known: " + ", ".join(ROLES))
            yield Fault(PROCESS, task.id, Text(f"不認得的角色「{group}」", f"Unknown role “{group}”"), roles)
    if task.form == MAIN_FORM:
        own = Text("申請表只在受理時填寫", "The form of the application is filled in at intake only")
        yield Fault(PROCESS, task.id, own, Text("請另立 forms/名稱.md", "Make a form of its own in forms/"))
    elif task.form and whole.forms_read and task.form not in whole.definition.forms:
        add = Text(f"請加入 forms/{task.form}.md", f"Add forms/{task.form}.md")
        yield Fault(PROCESS, task.id, Text(f"沒有表單「{task.form}」", f"No form “{task.form}”"), add)


def _outcomes(whole: Whole, process: Process, task: Activity) -> Iterator[Fault]:
    """Every outcome somebody may choose, or a case may end with, has a name."""
    named = whole.definition.outcomes
    if task.id in whole.definition.clock.pauses:
        ends = {
            c.outcome or EXPIRED
            for c in process.consequences_of(task.id)
            if any(process.activities[id].kind is Kind.END for id in c.leads_to)
        }
    else:
        ends = set(whole.definition.offered(task.id))
    for outcome in sorted(ends - named.keys()):
        yield whole.at("outcomes", f"處理結果「{outcome}」沒有名稱", f"The outcome “{outcome}” has no name")


def _programs(process: Process) -> Iterator[Fault]:
    """Nothing takes up the work of a service task yet: a case would wait for it for ever."""
    for activity in process.activities.values():
        if activity.kind is Kind.SERVICE:
            yield Fault(
                PROCESS,
                activity.id,
                Text(f"沒有系統承接服務工作「{activity.topic}」", f"No system takes up the work “{activity.topic}”"),
                Text("請改為由人員辦理的工作", "Make it a task for people"),
            )


def _pauses(whole: Whole, process: Process) -> Iterator[Fault]:
    """A pause stands on a user task, which knows two ways on: answered and expired."""
    for name in whole.definition.clock.pauses:
        activity = process.activities.get(name)
        if activity is None and name == CORRECTION:
            continue  # asked for at any step, without a place in the drawing
        if activity is None or activity.kind is not Kind.USER_TASK:
            yield whole.at(f"clock.pauses.{name}", f"流程沒有待辦「{name}」", f"No user task “{name}”")
            continue
        asked = {c.outcome for c in process.consequences_of(name)}
        wrong = sorted(o for o in asked if o not in (None, ANSWERED, EXPIRED))
        lacking = sorted({ANSWERED, EXPIRED} - asked) if asked and None not in asked else []
        for outcome in (*wrong, *lacking):
            remedy = Text(
                "補正的結果只有 answered 與 expired，兩者都要有去處", "Both answered and expired need a way on"
            )
            text = Text(
                f"補正結果「{outcome}」沒有去處或不存在", f"“{outcome}” is no outcome of a correction, or leads nowhere"
            )
            yield Fault(PROCESS, name, text, remedy)


def _unused_forms(whole: Whole, used: Collection[str]) -> Iterator[Fault]:
    for name, file in whole.form_files.items():
        if name not in (MAIN_FORM, whole.definition.consultation_form) and name not in used:
            remedy = Text(
                f"請在流程的待辦指定表單 {name}，或刪去此檔", f"Name {name} at a user task, or remove the file"
            )
            yield Fault(file, "", Text("沒有待辦使用這份表單", "No user task uses this form"), remedy)


def _conditions(whole: Whole, process: Process | None) -> Iterator[Fault]:
    """Conditions use names that will be there, and no personal data: those stay in the protected store."""
    known = whole.fields | {"outcome"}
    if process is not None:
        known |= {f"{task.id}_outcome" for task in process.user_tasks} | process.results
        for place, formula in process.formulas():
            for text in _wrong_names(whole, formula.names, known | process.local_names | GIVEN_NAMES):
                yield Fault(PROCESS, place, text)
    for i, control in enumerate(whole.definition.controls):
        # Without the process nobody can say which outcomes there are.
        if control.when is not None and (process is not None or whole.manifest.external):
            for text in _wrong_names(whole, control.when.names, known):
                yield whole.at(f"controls[{i}].when", *text)


def _wrong_names(whole: Whole, names: frozenset[str], known: Collection[str]) -> Iterator[Text]:
    for name in sorted(names):
        if name in whole.definition.personal_data:
            yield Text(f"條件不可使用個人資料「{name}」", f"A condition may not use personal data (“{name}”)")
        elif whole.forms_read and name not in known:
            yield Text(f"條件使用了不存在的名稱「{name}」", f"Unknown name “{name}” in a condition")
