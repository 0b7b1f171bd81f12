"""A table is written back without loss of what stands around and in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.decisions.dmn.xmls import V15, model
from tongban.core.decisions import Aggregator, HitPolicy, Input, Model, Output, Rule, read_model

SOURCE = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by the legal office -->
<d:definitions xmlns:d="{V15}" xmlns:x="urn:other-tool" namespace="urn:t" name="t" id="t">
  <d:decision id="fine" name="罰鍰">
    <d:variable name="罰鍰"/>
    <d:decisionTable id="table" hitPolicy="UNIQUE" outputLabel="額">
      <d:input id="i1" label="次數"><d:extensionElements><x:width>90</x:width></d:extensionElements>
        <d:inputExpression id="e1" typeRef="number"><d:text>times</d:text></d:inputExpression></d:input>
      <d:output id="o1" typeRef="number"/>
      <d:annotation name="依據"/>
      <d:rule id="r1"><!-- first offence --><d:inputEntry id="c1" x:color="red"><d:text><![CDATA[< 2]]></d:text></d:inputEntry>
        <d:outputEntry id="c2"><d:text>6000</d:text></d:outputEntry>
        <d:annotationEntry><d:text>§35</d:text></d:annotationEntry></d:rule>
      <d:rule id="r2"><d:inputEntry id="c3"><d:text>&gt;= 2</d:text></d:inputEntry>
        <d:outputEntry id="c4"><d:text>12000</d:text></d:outputEntry>
        <d:annotationEntry><d:text>§35</d:text></d:annotationEntry></d:rule>
    </d:decisionTable>
  </d:decision>
  <x:diagram><x:shape of="fine" at="1,2"/></x:diagram>
</d:definitions>
""".encode()


def drawn() -> Model:
    return read_model(SOURCE)


def test_a_table_that_did_not_change_changes_nothing() -> None:
    asked = drawn()
    assert asked.with_table("fine", asked.tables["fine"]).xml() == asked.xml()


def test_one_cell_that_changes_is_all_that_changes() -> None:
    asked = drawn()
    table = asked.tables["fine"]
    second = replace(table.rules[1], outputs=("20000",))
    changed = asked.with_table("fine", replace(table, rules=(table.rules[0], second)))
    assert changed.xml() == asked.xml().replace(b"12000", b"20000")
    assert changed.evaluate("罰鍰", {"times": 3}).value == 20000
    assert asked.evaluate("罰鍰", {"times": 3}).value == 12000


def test_rules_come_go_and_move_with_what_other_tools_put_into_them() -> None:
    asked = drawn()
    table = asked.tables["fine"]
    added = Rule("r3", ("null",), ("0",), ("無",), "沒有次數")
    changed = asked.with_table("fine", replace(table, rules=(table.rules[1], added, table.rules[0])))
    assert changed.tables["fine"].rules == (table.rules[1], added, table.rules[0])
    written = changed.xml().decode()
    assert written.index('id="r2"') < written.index('id="r3"') < written.index('id="r1"')
    for kept in ("drawn by the legal office", "first offence", 'color="red"', "<x:width>90", "<x:shape"):
        assert kept in written
    assert 'id="r1"' not in changed.with_table("fine", replace(table, rules=table.rules[1:])).xml().decode()


def test_columns_and_policy_can_change_too() -> None:
    asked = drawn()
    table = asked.tables["fine"]
    wide = replace(
        table,
        inputs=(*table.inputs, Input("i2", "面積", "area", "number", "[0..1000]")),
        outputs=(replace(table.outputs[0], name="amount", default="0"), Output("o2", "basis", "依據", "string", '"a"')),
        rules=tuple(replace(rule, inputs=(*rule.inputs, "-"), outputs=(*rule.outputs, '"a"')) for rule in table.rules),
        hit_policy=HitPolicy.COLLECT,
        annotations=("依據", "備註"),
    )
    changed = asked.with_table("fine", wide)
    assert changed.tables["fine"] == replace(
        wide, rules=tuple(replace(rule, annotations=(*rule.annotations,)) for rule in wide.rules)
    )
    back = changed.with_table("fine", replace(table, aggregator=Aggregator.SUM, hit_policy=HitPolicy.COLLECT))
    assert back.evaluate("fine", {"times": 1}).value == 6000


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), min_size=1, max_size=4))
def test_whatever_stands_in_a_cell_comes_back(texts: list[str]) -> None:
    asked = drawn()
    table = asked.tables["fine"]
    rules = tuple(Rule(f"n{n}", (text.strip(),), ("1",), ()) for n, text in enumerate(texts))
    assert read_model(asked.with_table("fine", replace(table, rules=rules)).xml()).tables["fine"].rules == rules


def test_only_tables_can_be_replaced() -> None:
    with pytest.raises(KeyError):
        model().with_table("fine", drawn().tables["fine"])
