"""Models: what decisions need, what they see, and what becomes of a model that is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.decisions.dmn.xmls import decision, feel, formal, input_, item, knowledge, model, table, variable, xml
from tests.core.decisions.dmn.xmls import output as column
from tongban.core.decisions import Model, ModelError, read_model

V11 = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"


def test_a_decision_is_asked_by_its_name_or_its_id() -> None:
    asked = read_model(xml('<decision id="d1" name="罰鍰">' + feel("6000 * 2") + "</decision>"))
    assert asked.evaluate("罰鍰", {}).value == asked.evaluate("d1", {}).value == Decimal(12000)


def test_a_decision_that_is_not_there_is_said_so() -> None:
    with pytest.raises(KeyError):
        model(decision("a", "1")).evaluate("b", {})


def test_decisions_rest_on_others() -> None:
    asked = model(
        input_("面積", "number"),
        decision("大", "面積 > 1000", inputs="面積"),
        decision("額", "if 大 then 2 else 1", decisions="大"),
    )
    assert asked.evaluate("額", {"面積": 1200}).value == 2
    assert asked.evaluate("額", {"面積": 12}).value == 1


def test_names_with_spaces_are_known_from_the_graph() -> None:
    asked = model(
        input_("number of violations", "number"),
        decision("d", "number of violations + 1", inputs="number of violations"),
    )
    assert asked.evaluate("d", {"number of violations": 2}).value == 3


def test_a_decision_sees_only_what_it_requires() -> None:
    asked = model(input_("a"), input_("b"), decision("d", "b", inputs="a"))
    decided = asked.evaluate("d", {"a": 1, "b": 2})
    assert decided.value is None
    assert "b" in decided.notes[0].text.en


def test_a_model_that_declares_no_inputs_takes_those_it_is_given() -> None:
    asked = model(decision("d", "amount * 2"))
    assert asked.evaluate("d", {"amount": 4}).value == 8
    assert [one.name for one in asked.inputs] == ["amount"]
    assert asked.check() == ()


def test_why_something_is_null_names_the_decision() -> None:
    asked = model(decision("first", '1 + "x"'), decision("second", "first + 1", decisions="first"))
    notes = asked.evaluate("second", {}).notes
    assert [note.text.en.partition(":")[0] for note in notes] == ["first", "second"]


def test_an_input_of_another_type_is_null_with_its_name() -> None:
    asked = model(input_("n", "number"), decision("d", "n", inputs="n"))
    decided = asked.evaluate("d", {"n": "many"})
    assert decided.value is None
    assert "n:" in decided.notes[0].text.en


def test_what_is_wrong_in_one_decision_leaves_the_others_alone() -> None:
    asked = model(decision("broken", "1 +"), decision("whole", "2"))
    assert asked.evaluate("whole", {}).value == 2
    assert asked.evaluate("broken", {}).value is None
    assert [fault.place for fault in asked.faults] == ["broken"]


def test_decisions_in_a_circle_are_a_fault_and_null() -> None:
    asked = model(decision("a", "b", decisions="b"), decision("b", "a", decisions="a"))
    assert asked.evaluate("a", {}).value is None
    assert any("needs its own result" in fault.text.en for fault in asked.faults)


def test_what_is_required_and_not_there_is_a_fault() -> None:
    faults = model(decision("a", "1", decisions="gone")).faults
    assert "#gone" in faults[0].text.en


def test_the_first_version_of_the_standard_is_read_alike() -> None:
    source = xml(input_("a", "feel:number"), decision("d", "a + 1", inputs="a"), version=V11)
    assert read_model(source).evaluate("d", {"a": 1}).value == 2


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"no xml",
        b"<definitions/><definitions/>",
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><definitions xmlns="urn:DMN">&a;</definitions>',
        b"<html/>",
        "<definitions xmlns='urn:DMN'/>".encode("utf-16"),
    ],
)
def test_what_is_no_model_is_refused_in_words(source: bytes) -> None:
    with pytest.raises(ModelError) as refused:
        read_model(source)
    assert refused.value.text.zh
    assert refused.value.text.en


def test_a_business_knowledge_model_is_called() -> None:
    asked = model(knowledge("double", "n: number", "n * 2"), decision("d", "double(4) + double(n: 1)", knows="double"))
    assert asked.evaluate("d", {}).value == 10


def test_an_argument_of_another_type_makes_the_call_null() -> None:
    asked = model(knowledge("f", "n: number", "true"), decision("d", 'f("x")', knows="f"))
    assert asked.evaluate("d", {}).value is None


def test_a_function_may_call_itself_but_not_for_ever() -> None:
    asked = model(
        knowledge("factorial", "n: number", "if n < 2 then 1 else n * factorial(n - 1)"),
        knowledge("endless", "n: number", "endless(n + 1)"),
        knowledge("doubling", "n: number", "doubling(n + 1) + doubling(n + 1)"),
        decision("a", "factorial(10)", knows="factorial"),
        decision("b", "endless(1)", knows="endless"),
        decision("c", "doubling(1)", knows="doubling"),
    )
    assert asked.evaluate("a", {}).value == 3628800
    for name in "bc":
        decided = asked.evaluate(name, {})
        assert decided.value is None
        assert decided.notes


def _service() -> Model:
    return model(
        input_("a", "number"),
        decision("b", "10"),
        decision("sum", "a + b", inputs="a", decisions="b"),
        '<decisionService id="s" name="s"><outputDecision href="#sum"/><inputDecision href="#b"/>'
        '<inputData href="#a"/></decisionService>',
        decision("by position", "s(1, 2)", knows="s"),
        decision("both", "[s(b: 5, a: 1), b]", knows="s", decisions="b"),
    )


def test_a_service_takes_its_inputs_in_place_of_what_it_would_compute() -> None:
    assert _service().serve("s", {"a": 1, "b": 2}).value == 3
    assert _service().evaluate("by position", {}).value == 3


def test_what_a_service_is_given_stays_inside_it() -> None:
    assert _service().evaluate("both", {}).value == [6, 10]


def test_a_business_knowledge_model_can_be_served() -> None:
    assert model(knowledge("double", "n: number", "n * 2")).serve("double", {"n": 4}).value == 8


def test_a_function_in_another_language_is_a_fault_and_never_run() -> None:
    function = f'<functionDefinition kind="Java">{formal("x")}{feel("1")}</functionDefinition>'
    asked = model(decision("d", f"<context><contextEntry>{variable('f')}{function}</contextEntry></context>"))
    assert "Java" in asked.faults[0].text.en


def test_a_check_says_which_names_nobody_knows() -> None:
    asked = model(input_("a"), decision("d", "a + misspelt + unheard(a)", inputs="a"))
    assert sorted(finding.text.en for finding in asked.check()) == [
        "There is nothing called “misspelt”.",
        "There is nothing called “unheard”.",
    ]


def test_a_check_of_a_table_names_row_and_column() -> None:
    rules = [('"x"', "1"), ("misspelt", "2"), ("-", "a +")]
    asked = model(input_("a", "string"), decision("d", table(["a: string"], [column()], rules), inputs="a"))
    assert {finding.rule for finding in asked.check()} >= {2, 3}


def test_the_types_of_a_model_are_known_to_the_check_of_its_tables() -> None:
    kinds = '<itemDefinition name="kind"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues></itemDefinition>'
    rules = [('"a"', "1"), ('"c"', "2")]
    asked = model(kinds, input_("k", "kind"), decision("d", table(["k: kind"], [column()], rules), inputs="k"))
    texts = " ".join(finding.text.en for finding in asked.check())
    assert '"c"' in texts
    assert '"b"' in texts


def test_the_names_process_engines_give_to_numbers_are_known() -> None:
    asked = model(input_("n", "integer"), decision("d", "n + 1", inputs="n", type_="double"))
    assert asked.faults == ()
    assert asked.evaluate("d", {"n": 1}).value == 2


def test_an_expression_in_another_language_is_a_fault() -> None:
    logic = table(["n"], [column()], [("1", "2")]).replace("<inputEntry>", '<inputEntry expressionLanguage="juel">')
    texts = [fault.text.en for fault in model(decision("d", logic)).faults]
    literal = '<literalExpression expressionLanguage="python"><text>1</text></literalExpression>'
    texts += [fault.text.en for fault in model(decision("d", literal)).faults]
    assert texts == [f"The expression language {name} is not supported." for name in ("juel", "python")]


def test_a_model_nested_too_deeply_is_refused_or_null_but_never_breaks() -> None:
    boxes = "<list>" * 120 + feel("1") + "</list>" * 120
    assert model(decision("d", boxes)).evaluate("d", {}).notes is not None
    chain = [item(f"t{n}", f"t{n + 1}") for n in range(3000)]
    with pytest.raises(ModelError):
        model(*chain)


def test_a_long_row_of_decisions_is_decided() -> None:
    chain = [decision(f"d{n}", f"d{n + 1}", decisions=f"d{n + 1}") for n in range(1500)]
    assert model(*chain, decision("d1500", "1")).evaluate("d0", {}).value == 1
