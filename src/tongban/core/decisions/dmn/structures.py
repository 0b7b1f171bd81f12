"""Boxes that build values: contexts, lists, relations, and the choice between two."""

from __future__ import annotations

from tongban.core.decisions.dmn.boxed import Boxes, Names, members
from tongban.core.decisions.dmn.xml import Element, elements, first
from tongban.core.decisions.feel.scope import Run, Scope


def context(boxes: Boxes, element: Element, names: Names) -> Run:
    """Entries that see those before them; a last one without a name is the result (DMN 1.5, 7.3.1)."""
    known = dict(names)
    entries: list[tuple[str, Run]] = []
    for entry in elements(element, "contextEntry"):
        variable = first(entry, "variable")
        run = boxes.inside(entry, known)
        if variable is None:
            entries.append(("", run))
            break
        name, type_ = variable.get("name", ""), variable.get("typeRef", "")
        entries.append((name, boxes.typed(run, type_, variable)))
        known[name] = members(boxes.document.items.named(type_).type)

    def build(scope: Scope) -> object:
        values: dict[str, object] = {}
        inner = scope.inner(values)
        for name, run in entries:
            value = run(inner)
            if not name:
                return value
            values[name] = value
        return dict(values)

    return build


def list_(boxes: Boxes, element: Element, names: Names) -> Run:
    items = [boxes.run(one, names) for one in boxes.boxes_in(element)]
    return lambda scope: [item(scope) for item in items]


def relation(boxes: Boxes, element: Element, names: Names) -> Run:
    """A list of contexts, one for each row (DMN 1.5, 7.3.4)."""
    columns = [(column.get("name", ""), column.get("typeRef", "")) for column in elements(element, "column")]
    rows = [
        [
            (name, boxes.typed(boxes.run(cell, names), type_, cell))
            for (name, type_), cell in zip(columns, boxes.boxes_in(row), strict=False)
        ]
        for row in elements(element, "row")
    ]
    return lambda scope: [{name: cell(scope) for name, cell in row} for row in rows]


def conditional(boxes: Boxes, element: Element, names: Names) -> Run:
    condition, then, otherwise = (boxes.part(element, name, names) for name in ("if", "then", "else"))

    def choose(scope: Scope) -> object:
        return then(scope) if condition(scope) is True else otherwise(scope)

    return choose
