"""Draws BPMN files for tests from short lines: `a -> b [condition] (default) "name"`."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from tongban.core.process import Process, read_process
from tongban.core.text import Fault

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'targetNamespace="urn:test">'
)
LINE = re.compile(r'(\w+)\s*->\s*(\w+)\s*(?:\[(.*)\])?\s*(\(default\))?\s*(?:"([^"]*)")?$')
_KINDS = {
    "s": "startEvent", "e": "endEvent", "x": "exclusiveGateway", "p": "parallelGateway", "r": "businessRuleTask",
}  # fmt: skip
_ASKS = ' camunda:decisionRef="table" camunda:resultVariable="result"'


def draw(lines: str, extra: str = "", groups: str = "handler", tasks: str = "") -> bytes:
    """Nodes are named by use: s… start, e… end, x… exclusive, p… parallel gateway, r… business rule task,
    anything else a user task.

    Flows get the ids f1, f2 … by line. `extra` is XML put into the process, `tasks` into every user task.
    """
    nodes: dict[str, None] = {}
    flows, defaults = [], {}
    for number, line in enumerate(filter(None, map(str.strip, lines.splitlines())), 1):
        found = LINE.match(line)
        assert found, line
        source, target, condition, default, name = found.groups()
        nodes |= dict.fromkeys((source, target))
        if default:
            defaults[source] = f"f{number}"
        inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
        flows.append(
            f'<sequenceFlow id="f{number}" name={quoteattr(name or "")} sourceRef="{source}" '
            f'targetRef="{target}">{inner}</sequenceFlow>'
        )
    drawn = [_node(id, defaults.get(id), groups, tasks) for id in nodes]
    body = "".join(drawn + flows) + extra
    return f'{_HEAD}<process id="case" name="案件" isExecutable="true">{body}</process></definitions>'.encode()


def _node(id: str, default: str | None, groups: str, inner: str) -> str:
    kind = _KINDS.get(id[0]) if re.fullmatch(r"[sexpr]\d*", id) else None
    after = f' default="{default}"' if default else ""
    if kind is None:
        return f'<userTask id="{id}" name="{id}" camunda:candidateGroups="{groups}"{after}>{inner}</userTask>'
    asks = _ASKS if kind == "businessRuleTask" else ""
    return f'<{kind} id="{id}"{asks}{after}/>'


def process(lines: str, **options: str) -> Process:
    found, faults = read_process(draw(lines, **options), "process.bpmn")
    assert found is not None
    assert not faults, [fault.in_("en") for fault in faults]
    return found


def faults(source: bytes | str) -> list[Fault]:
    if isinstance(source, str):
        source = draw(source)
    return read_process(source, "process.bpmn")[1]


def said(found: list[Fault]) -> set[tuple[str, str]]:
    return {(fault.place, fault.text.en) for fault in found}
