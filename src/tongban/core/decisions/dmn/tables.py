"""`decisionTable` elements ↔ `Table`s. Writing changes what differs and leaves everything else as it was."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Input, Output, Rule, Table
from tongban.core.decisions.dmn.xml import Element, elements, first, text_in


def read_table(element: Element, name: str) -> Table:
    """The table in `element`; `name` is its decision's. Unknown policies count as UNIQUE: `odd_policy` tells."""
    policy, aggregator = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
    return Table(
        id=element.get("id", ""),
        name=name,
        inputs=tuple(_input(column) for column in elements(element, "input")),
        outputs=tuple(_output(column, element) for column in elements(element, "output")),
        rules=tuple(_rule(row, number) for number, row in enumerate(elements(element, "rule"), 1)),
        hit_policy=HitPolicy(policy) if policy in list(HitPolicy) else HitPolicy.UNIQUE,
        aggregator=Aggregator(aggregator) if aggregator in list(Aggregator) else None,
        annotations=tuple(column.get("name", "") for column in elements(element, "annotation")),
        orientation=element.get("preferredOrientation", ""),
    )


def odd_policy(element: Element) -> str:
    """The hit policy or aggregation that the standard does not know, if there is one."""
    policy, aggregator = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
    if policy not in list(HitPolicy):
        return policy
    return aggregator if aggregator and aggregator not in list(Aggregator) else ""


def _input(column: Element) -> Input:
    expression = first(column, "inputExpression")
    return Input(
        id=column.get("id", ""),
        label=column.get("label", ""),
        expression=text_in(expression).strip() or column.get("label", ""),
        type="" if expression is None else expression.get("typeRef", ""),
        values=text_in(first(column, "inputValues")).strip(),
    )


def _output(column: Element, table: Element) -> Output:
    return Output(
        id=column.get("id", ""),
        name=column.get("name", ""),
        label=column.get("label", "") or table.get("outputLabel", ""),
        type=column.get("typeRef", ""),
        values=text_in(first(column, "outputValues")).strip(),
        default=text_in(first(column, "defaultOutputEntry")).strip(),
    )


def _rule(row: Element, number: int) -> Rule:
    return Rule(
        id=row.get("id") or str(number),
        inputs=tuple(_texts(row, "inputEntry")),
        outputs=tuple(_texts(row, "outputEntry")),
        annotations=tuple(_texts(row, "annotationEntry")),
        description=text_in(row, "description"),
    )


def _texts(row: Element, name: str) -> Iterator[str]:
    return (text_in(entry).strip() for entry in elements(row, name))
