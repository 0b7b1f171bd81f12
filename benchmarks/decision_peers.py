"""The same table in other engines, each through its own public face; whoever is missing is an ImportError."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from benchmarks.decision_tables import Row, dmn_xml, feel_range

Decide = Callable[[dict[str, object]], object]


def zen(table: list[Row]) -> Decide:
    """Rust; its tables know FIRST and COLLECT."""
    from zen import ZenEngine

    decision = ZenEngine().create_decision(json.dumps(_zen_graph(table)))
    return lambda inputs: decision.evaluate(inputs)["result"]["amount"]


def _zen_graph(table: list[Row]) -> dict[str, Any]:
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name, "type": "expression"} for name in ("area", "kind")],
        "outputs": [{"id": "amount", "name": "amount", "field": "amount", "type": "expression"}],
        "rules": [
            {"_id": f"r{n}", "area": feel_range(row), "kind": f'"{row.kind}"', "amount": str(row.amount)}
            for n, row in enumerate(table)
        ],
    }
    nodes: list[tuple[str, dict[str, Any]]] = [("inputNode", {}), ("decisionTableNode", content), ("outputNode", {})]
    return {
        "nodes": [
            {"id": type_, "name": type_, "type": type_, "position": {"x": 0, "y": 0}, "content": content}
            for type_, content in nodes
        ],
        "edges": [
            {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
            for a, b in (("inputNode", "decisionTableNode"), ("decisionTableNode", "outputNode"))
        ],
    }


def spiff_workflow(table: list[Row]) -> Decide:
    """Cells are Python, not FEEL, and are evaluated as such; its UNIQUE takes the first row that matches."""
    from lxml import etree
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser

    parser = BpmnDmnParser()
    parser.add_dmn_xml(etree.fromstring(dmn_xml(table, "UNIQUE", area="{low} <= ? < {high}")))
    engine = parser.get_engine("amount", None)
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())
    return lambda inputs: engine.result(SimpleNamespace(data=dict(inputs), workflow=workflow))["amount"]


def py_dmn_rules(table: list[Row]) -> Decide:
    from pyDMNrules import DMN

    rules = DMN()
    status = rules.useXML(dmn_xml(table, "UNIQUE").decode())
    if status.get("error"):
        raise ValueError(status["error"])

    def decide(inputs: dict[str, object]) -> object:
        found = rules.decide(dict(inputs))[1]
        last = found[-1] if isinstance(found, list) else found
        return last["Result"]["amount"]

    return decide


PEERS: Mapping[str, Callable[[list[Row]], Decide]] = {
    "zen-engine (Rust), FIRST": zen,
    "SpiffWorkflow, UNIQUE": spiff_workflow,
    "pyDMNrules, UNIQUE": py_dmn_rules,
}
