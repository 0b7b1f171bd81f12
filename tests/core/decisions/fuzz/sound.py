"""A model with something of everything, to be spoiled."""

from __future__ import annotations

from tests.core.decisions.dmn.xmls import decision, feel, input_, item, knowledge, output, table, variable, xml


def _box(tag: str, *inside: str, more: str = "") -> str:
    return f"<{tag} {more}>{''.join(inside)}</{tag}>"


def _entry(name: str, logic: str) -> str:
    return _box("contextEntry", variable(name), logic)


def _each(tag: str, domain: str, body: str, wrapped: str) -> str:
    return _box(tag, _box("in", feel(domain)), _box(wrapped, feel(body)), more='iteratorVariable="i"')


_BOXES = _box(
    "context",
    _entry("a", feel("fine.amount + 1")),
    _entry("b", _box("list", feel("a"), feel("all"))),
    _entry("c", _box("invocation", feel("rate"), _box("binding", '<parameter name="x"/>', feel("a")))),
    _entry("d", _box("conditional", _box("if", feel("a > 1")), _box("then", feel("b")), _box("else", feel("c")))),
    _entry("e", _each("for", "[1, 2, 3]", "i * a", "return")),
    _entry("f", _box("filter", _box("in", feel("b")), _box("match", feel("item > 1")))),
    _entry("g", _each("some", "b", "i > 1", "satisfies")),
    _entry("h", _box("relation", '<column name="n"/>', _box("row", feel("1")), _box("row", feel("a")))),
    _entry("k", _box("functionDefinition", '<formalParameter name="n"/>', feel("n + a"))),
    _box("contextEntry", feel("k(f[1])")),
)
_FINE = table(
    ["面積: number", "kind"],
    [output("amount", "number", "", "0"), output("why", "string")],
    [["< 100", '"a"', "3000", '"small"'], ["[100..500)", "-", "rate(5, 1)", '"middle"'], ["-", "-", "6000", '""']],
    "FIRST",
)
_ALL = table(["面積"], [output()], [["> 1", "1"], ["> 2", "2"]], "COLLECT", 'aggregation="SUM"')

SOUND = xml(
    item("tKind", "string", allowed='"a", "b"'),
    item("tPerson", members="name: string, age: number"),
    item("tPeople", "tPerson", many=True),
    input_("面積", "number"),
    input_("kind", "tKind"),
    input_("people", "tPeople"),
    knowledge("rate", "x: number, y", feel("if x > 10 then x * 2 else rate(x + 1, y)", "number"), knows="rate"),
    decision("fine", _FINE, inputs="面積, kind", knows="rate"),
    decision("all", _ALL, inputs="面積"),
    decision("ages", "people[age > 20].age", inputs="people", type_="number"),
    decision("boxes", _BOXES, decisions="fine, all", knows="rate"),
    '<decisionService id="service" name="service"><outputDecision href="#boxes"/><inputDecision href="#fine"/>'
    '<inputData href="#面積"/></decisionService>',
)
