"""Say in words when a question applies, so that a form also makes sense where nothing can hide by itself."""

from __future__ import annotations

from tongban.core.forms.schema import Structure
from tongban.core.forms.xpath import Expression, to_string
from tongban.core.forms.xpath.tree import Call, Literal, Node, Operation, Reference
from tongban.core.text import Text

_SIGNS = {
    "=": Text("為", "is"),
    "!=": Text("不是", "is not"),
    ">": Text("大於", "is more than"),
    ">=": Text("至少", "is at least"),
    "<": Text("小於", "is less than"),
    "<=": Text("至多", "is at most"),
}


def explain(form: Structure, rule: Expression) -> Text | None:
    """`「是否補發」為「是」`; None when the rule has no plain words."""
    return _node(form, rule.tree)


def _node(form: Structure, node: Node) -> Text | None:
    if isinstance(node, Call) and node.function == "selected":
        return _comparison(form, "=", node.arguments[0], node.arguments[1])
    if not isinstance(node, Operation):
        return None
    if node.operator in _SIGNS:
        return _comparison(form, node.operator, node.left, node.right)
    if node.operator not in ("and", "or"):
        return None
    left, right = _node(form, node.left), _node(form, node.right)
    mixed = {"and", "or"} & {side.operator for side in (node.left, node.right) if isinstance(side, Operation)}
    if left is None or right is None or mixed - {node.operator}:
        return None
    joint = Text("且", "and") if node.operator == "and" else Text("或", "or")
    return Text(f"{left.zh}，{joint.zh}{right.zh}", f"{left.en} {joint.en} {right.en}")


def _comparison(form: Structure, operator: str, asked: Node, compared: Node) -> Text | None:
    if not isinstance(asked, Reference) or not isinstance(compared, Literal):
        return None
    question = form.question_named.get(asked.name)
    if question is None:
        return None
    if compared.value == "":
        verb = {"=": Text("未填", "is blank"), "!=": Text("有填", "is filled in")}.get(operator)
        return verb and Text(f"「{question.label.zh}」{verb.zh}", f"“{question.label.en}” {verb.en}")
    written = to_string(compared.value)
    choice = question.choice(written)
    value = choice.label if choice else Text(written, written)
    sign = _SIGNS[operator]
    return Text(f"「{question.label.zh}」{sign.zh}「{value.zh}」", f"“{question.label.en}” {sign.en} “{value.en}”")
