"""Boxed functions and invocations (DMN 1.5, 7.3.2 and 7.3.3), and how a function takes its arguments."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.core.decisions.dmn.boxed import Boxes, Names, members, taken
from tongban.core.decisions.dmn.items import ANYTHING, Item
from tongban.core.decisions.dmn.xml import Element, elements, first
from tongban.core.decisions.feel.scope import Run, Scope
from tongban.core.decisions.feel.values import Function, kind
from tongban.core.text import Text

Parameters = Sequence[tuple[str, Item]]


def function(boxes: Boxes, element: Element, names: Names) -> Run:
    """Of a `functionDefinition` or an `encapsulatedLogic`; those in other languages give null."""
    parameters = parameters_of(boxes, element)
    body = body_of(boxes, element, names)
    return lambda scope: made_function(scope, "", parameters, body)


def parameters_of(boxes: Boxes, element: Element) -> Parameters:
    return [
        (one.get("name", ""), boxes.item(one.get("typeRef", ""), one)) for one in elements(element, "formalParameter")
    ]


def body_of(boxes: Boxes, element: Element, names: Names) -> Run:
    language = element.get("kind", "FEEL")
    if language != "FEEL":
        text = Text(f"不執行 {language} 函式。", f"Functions in {language} are not run.")
        boxes.fault(element, text)
        return lambda scope: scope.null(0, text.zh, text.en)
    known = {name: members(item.type) for name, item in parameters_of(boxes, element)}
    return boxes.inside(element, {**names, **known})


def made_function(scope: Scope, name: str, parameters: Parameters, body: Run, result: Item = ANYTHING) -> Function:
    """A function of `scope`. Arguments are converted; with one that its parameter may not be, the call is null."""

    def call(*values: object) -> object:
        if len(values) != len(parameters):
            return scope.null(0, f"「{name}」的參數個數不對。", f"“{name}” takes {len(parameters)} arguments.")
        given: dict[str, object] = {}
        for (parameter, item), value in zip(parameters, values, strict=True):
            given[parameter] = taken(value, item, parameter, scope)
            if given[parameter] is None and value is not None:
                return None
        scope.evaluation.enter(1)
        value = taken(body(scope.inner(given)), result, name, scope)
        scope.evaluation.leave()
        return value

    return Function(tuple(parameter for parameter, _ in parameters), call, name)


def invocation(boxes: Boxes, element: Element, names: Names) -> Run:
    """Parameters without a binding are null; a binding for no parameter makes the call null."""
    called = boxes.inside(element, names)
    bindings = [_binding(boxes, binding, names) for binding in elements(element, "binding")]

    def invoke(scope: Scope) -> object:
        target = called(scope)
        if not isinstance(target, Function):
            return scope.null(0, "要呼叫的不是函式。", f"What is invoked is no function but {kind(target)}.")
        values = {name: run(scope) for name, run in bindings}
        if strange := sorted(values.keys() - set(target.parameters)):
            return scope.null(0, f"函式沒有參數 {strange}。", f"The function has no parameters {strange}.")
        return target.call(*(values.get(parameter) for parameter in target.parameters))

    return invoke


def _binding(boxes: Boxes, binding: Element, names: Names) -> tuple[str, Run]:
    parameter = first(binding, "parameter")
    name = "" if parameter is None else parameter.get("name", "")
    return name, boxes.inside(binding, names)
