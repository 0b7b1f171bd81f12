"""DMN files in few words, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from tongban.core.decisions import Model, read_model

V15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def xml(*elements: str, namespace: str = "urn:test", version: str = V15) -> bytes:
    body = "".join(elements)
    return f'<definitions xmlns="{version}" name="test" id="test" namespace="{namespace}">{body}</definitions>'.encode()


def model(*elements: str) -> Model:
    return read_model(xml(*elements))


def feel(text: str, type_: str = "") -> str:
    return f"<literalExpression{_type(type_)}><text>{escape(text)}</text></literalExpression>"


def input_(name: str, type_: str = "") -> str:
    return f"<inputData id={quoteattr(name)} name={quoteattr(name)}>{variable(name, type_)}</inputData>"


def variable(name: str, type_: str = "") -> str:
    return f"<variable name={quoteattr(name)}{_type(type_)}/>"


def decision(name: str, logic: str, *, inputs: str = "", decisions: str = "", knows: str = "", type_: str = "") -> str:
    """What it requires is given as names with commas between them."""
    needs = (
        _needs(inputs, "informationRequirement", "requiredInput")
        + _needs(decisions, "informationRequirement", "requiredDecision")
        + _needs(knows, "knowledgeRequirement", "requiredKnowledge")
    )
    logic = logic if logic.startswith("<") else feel(logic)
    return f"<decision id={quoteattr(name)} name={quoteattr(name)}>{variable(name, type_)}{needs}{logic}</decision>"


def knowledge(name: str, parameters: str, logic: str, *, knows: str = "", type_: str = "") -> str:
    needs = _needs(knows, "knowledgeRequirement", "requiredKnowledge")
    logic = logic if logic.startswith("<") else feel(logic)
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}">{variable(name, type_)}'
        f"<encapsulatedLogic>{formal(parameters)}{logic}</encapsulatedLogic>{needs}</businessKnowledgeModel>"
    )


def formal(parameters: str) -> str:
    """`a: number, b` → formal parameters."""
    pairs = (one.partition(":") for one in parameters.split(",") if one.strip())
    return "".join(f'<formalParameter name="{name.strip()}"{_type(type_.strip())}/>' for name, _, type_ in pairs)


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    policy: str = "UNIQUE",
    more: str = "",
) -> str:
    """Inputs are expressions, `expression: type`; outputs are names; rules their cells in that order."""
    columns = "".join(_input(one) for one in inputs) + "".join(outputs)
    rows = "".join(_rule(number, rule, len(inputs)) for number, rule in enumerate(rules, 1))
    return f'<decisionTable id="table" hitPolicy="{policy}" {more}>{columns}{rows}</decisionTable>'


def output(name: str = "", type_: str = "", values: str = "", default: str = "") -> str:
    inside = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    inside += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}"{_type(type_)}>{inside}</output>'


def item(name: str, type_: str = "", *, allowed: str = "", members: str = "", many: bool = False) -> str:
    inside = f"<typeRef>{type_}</typeRef>" if type_ else ""
    inside += f"<allowedValues><text>{escape(allowed)}</text></allowedValues>" if allowed else ""
    for one in members.split(",") if members else ():
        member, _, of = one.partition(":")
        inside += f'<itemComponent name="{member.strip()}"><typeRef>{of.strip()}</typeRef></itemComponent>'
    return f'<itemDefinition name="{name}" isCollection="{str(many).lower()}">{inside}</itemDefinition>'


def _needs(names: str, kind: str, reference: str) -> str:
    wanted = (name.strip() for name in names.split(",") if name.strip())
    return "".join(
        f"<{kind}><{reference} href={quoteattr(name if '#' in name else '#' + name)}/></{kind}>" for name in wanted
    )


def _input(column: str) -> str:
    expression, _, type_ = column.partition(":")
    text = f"<text>{escape(expression.strip())}</text>"
    return f"<input><inputExpression{_type(type_.strip())}>{text}</inputExpression></input>"


def _rule(number: int, cells: Sequence[str], inputs: int) -> str:
    tags = ["inputEntry"] * inputs + ["outputEntry"] * (len(cells) - inputs)
    entries = (f"<{tag}><text>{escape(cell)}</text></{tag}>" for tag, cell in zip(tags, cells, strict=True))
    return f'<rule id="r{number}">{"".join(entries)}</rule>'


def _type(type_: str) -> str:
    return f' typeRef="{type_}"' if type_ else ""
