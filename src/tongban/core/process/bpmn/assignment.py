"""Who does a task and with which form, and what a business rule task decides by, as the common modelers write it:
Camunda 7, Zeebe (Camunda 8), and BPMN's own potential owners and lanes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from tongban.core.decisions import Expression
from tongban.core.process.bpmn.reading import Reading, constant_texts, extended, extensions
from tongban.core.process.bpmn.timers import read_due
from tongban.core.process.bpmn.xml import parts, plain_text, within
from tongban.core.process.model import Timer
from tongban.core.text import Text

_GROUP = re.compile(r"[a-z][a-z0-9_-]*(@[a-z][a-z0-9_-]*)?")


class Assignment(NamedTuple):
    groups: tuple[str, ...] = ()
    form: str | None = None
    assignment: Expression | None = None
    due: Timer | None = None


def read_assignment(task: etree._Element, lanes: Mapping[str, str], reading: Reading) -> Assignment:
    """Candidate groups, form and due date of a task for people. A task that names nobody belongs to its lane, when the
    lane is named like a group."""
    said = list(extensions(task, "assignmentDefinition", "formDefinition", "taskSchedule"))
    texts = [
        extended(task, "candidateGroups"),
        *(one.get("candidateGroups", "") for one in said),
        *_owners(task, reading),
    ]
    texts = [text.strip() for text in texts if text.strip()] or [lanes.get(task.get("id", ""), "")]
    groups: dict[str, None] = {}
    formula = None
    for text in texts:
        names = _constant(text)
        if names is None:
            computed = reading.formula(task, text)
            formula = computed or formula
            names = [text] if computed and not computed.names else []
        if names:
            groups |= dict.fromkeys(_groups(names, task, reading))
    forms = [extended(task, name) for name in ("formKey", "formRef")]
    forms += [one.get(name, "") for one in said for name in ("formId", "formKey")]
    due = next((text for text in (extended(task, "dueDate"), *(one.get("dueDate", "") for one in said)) if text), "")
    return Assignment(tuple(groups), next(filter(None, forms), None), formula, read_due(due.strip(), task, reading))


def lanes_of(process: etree._Element) -> dict[str, str]:
    """Id of an element → the name (else the id) of the innermost lane it is in, where that is a group."""
    found: dict[str, str] = {}
    for lane in within(process):
        if lane.tag.endswith("}lane"):
            names = (lane.get("name", "").strip(), lane.get("id", ""))
            group = next((name for name in names if _GROUP.fullmatch(name)), "")
            found |= {plain_text(one): group for one in parts(lane, "flowNodeRef") if group}
    return found


def _owners(task: etree._Element, reading: Reading) -> list[str]:
    """BPMN's own way: a resource by reference, or an expression that names it."""
    found = []
    for owner in parts(task, "potentialOwner"):
        for reference in parts(owner, "resourceRef"):
            resource = reading.named(plain_text(reference))
            found.append(plain_text(reference) if resource is None else resource.get("name", ""))
        found += [plain_text(said) for said in parts(owner, "resourceAssignmentExpression")]
    return found


class RuleTask(NamedTuple):
    decision: str | None = None
    result: str | None = None


def read_rule_task(task: etree._Element, reading: Reading) -> RuleTask:
    """Which decision a business rule task asks, and the variable that takes the answer."""
    called = list(extensions(task, "calledDecision"))
    decisions = [extended(task, "decisionRef"), *(one.get("decisionId", "") for one in called)]
    results = [extended(task, "resultVariable"), *(one.get("resultVariable", "") for one in called)]
    decision, result = (next(filter(None, texts), None) for texts in (decisions, results))
    if decision is None or decision.startswith(("=", "${", "#{")):
        reading.fault(
            task,
            Text("業務規則工作沒有指定決策。", "The business rule task names no decision."),
            Text("請填寫 decisions.dmn 中決策的 id。", "Fill in the id of a decision in decisions.dmn."),
        )
    check_result(result, task, reading)
    if extended(task, "mapDecisionResult") == "resultList":
        reading.fault(
            task,
            Text("不支援 resultList：結果就是決策表的值。", "resultList is not supported: the result is the value."),
            Text("請改選 singleEntry、singleResult 或 collectEntries。", "Choose singleEntry or singleResult."),
        )
    return RuleTask(decision, result)


def check_result(result: str | None, task: etree._Element, reading: Reading) -> None:
    if result is None or not result.isidentifier():
        reading.fault(
            task,
            Text("沒有可用的結果變數名稱。", "It has no usable name for the result variable."),
            Text("請填寫結果變數，例如 measure。", "Fill in a result variable, for example measure."),
        )


def _constant(text: str) -> list[str] | None:
    """`a, b`, or the constant FEEL a Zeebe modeler writes: `="a"`, `=["a", "b"]`. None for a formula."""
    if not text.startswith("="):
        return [name.strip() for name in text.split(",") if name.strip()]
    return constant_texts(text)


def _groups(names: list[str], task: etree._Element, reading: Reading) -> list[str]:
    wrong = [name for name in names if not _GROUP.fullmatch(name)]
    for name in wrong:
        reading.fault(
            task,
            Text(f"「{name}」不是候選群組的寫法。", f"“{name}” is no candidate group."),
            Text(
                "請寫角色，或「角色@機關代碼」，例如 supervisor@social-affairs。",
                "Write a role, or role@unit-code, for example supervisor@social-affairs.",
            ),
        )
    return [] if wrong else names
