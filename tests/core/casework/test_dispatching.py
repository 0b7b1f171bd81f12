"""A table names the unit that handles a case, and never keeps a citizen from applying."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.calendar import Closure
from tongban.core.casework import Definition, DispatchRule, Outcome, Refusal, Register, decide
from tongban.core.decisions import read_model
from tongban.core.text import Text

from .making import CALENDAR, at, definition, mirror

UNITS = {"zhongli-social": "中壢區", "headquarters": "", "section": "桃園區"}
DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <inputData id="i1" name="district"/><inputData id="i2" name="amount"/><inputData id="i3" name="channel"/>
  <inputData id="i4" name="taken_in"/><inputData id="i5" name="kind"/>
  <decision id="dispatch" name="分案">{needs}{logic}</decision>
</definitions>"""
NEEDS = "".join(f'<informationRequirement><requiredInput href="#i{n}"/></informationRequirement>' for n in range(1, 6))
TABLE = """<decisionTable hitPolicy="FIRST">
  <input><inputExpression><text>district</text></inputExpression></input>
  <input><inputExpression><text>amount</text></inputExpression></input>
  <output typeRef="string"/>
  <rule id="r1"><inputEntry><text>-</text></inputEntry><inputEntry><text>> 1000</text></inputEntry>
    <outputEntry><text>"headquarters"</text></outputEntry></rule>
  <rule id="r2"><inputEntry><text>"中壢區"</text></inputEntry><inputEntry><text>-</text></inputEntry>
    <outputEntry><text>"zhongli-social"</text></outputEntry></rule>
  <rule id="r3"><inputEntry><text>"大溪區"</text></inputEntry><inputEntry><text>-</text></inputEntry>
    <outputEntry><text>"gone"</text></outputEntry></rule>
  <rule id="r4"><inputEntry><text>"楊梅區"</text></inputEntry><inputEntry><text>-</text></inputEntry>
    <outputEntry><text>null</text></outputEntry></rule>
</decisionTable>""".replace("> 1000", "&gt; 1000")


@cache
def dispatching(logic: str = TABLE) -> Definition:
    model = read_model(DMN.format(needs=NEEDS, logic=logic).encode())
    return replace(definition(), decisions=model, dispatch=DispatchRule("dispatch"))


def literal(text: str) -> Definition:
    return dispatching(f"<literalExpression><text>{text}</text></literalExpression>")


def register(pack: Definition, district: str = "中壢區", **more: object) -> Outcome:
    given = {"answers": {"wish": "樹"}, "units": UNITS, "handled_by": "section", "district": district, **more}
    return decide(pack, None, Register(**given), at=at("2026-03-02T09:00"), calendar=CALENDAR)  # type: ignore[arg-type]


def events(outcome: Outcome) -> list[str]:
    return [event.kind for event in outcome.events]


def test_the_row_that_holds_names_the_unit_and_the_journal_says_which_row() -> None:
    outcome = register(dispatching())
    assert outcome.unit == "zhongli-social"
    assert events(outcome)[:2] == ["CaseRegistered", "DecisionMade"], "registration comes first"
    made = outcome.events[1].data
    assert (made["activity"], made["decision"], made["value"]) == ("", "dispatch", "zhongli-social")
    assert made["rules"] == {"分案": ["r2"]}
    assert made["inputs"]["district"] == "中壢區"  # type: ignore[index]


def test_answers_decide_too() -> None:
    assert register(dispatching(), answers={"wish": "樹", "amount": 2000, "why_much": "多"}).unit == "headquarters"


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ('if channel = "post" then "headquarters" else null', "headquarters"),
        ('if taken_in = "office" then "section" else null', "section"),
        ('if kind = "test/trial" then "section" else null', "section"),
        ('"  section  "', "section"),
    ],
)
def test_the_channel_the_unit_that_takes_it_in_and_the_kind_are_known(expression: str, unit: str) -> None:
    assert register(literal(expression), channel="post", taken_in="office").unit == unit


@pytest.mark.parametrize("pack", [dispatching(), literal('""'), literal("null")], ids=["a row", "empty", "null"])
def test_a_table_may_leave_a_case_where_the_offer_has_it_and_that_is_no_failure(pack: Definition) -> None:
    outcome = register(pack, "楊梅區")
    assert outcome.unit == ""
    assert events(outcome)[1] == "DecisionMade"
    assert outcome.events[1].data["value"] is None


@pytest.mark.parametrize(
    ("pack", "district", "why"),
    [
        (dispatching(), "大溪區", "gone"),
        (dispatching(), "觀音區", "沒有一列符合"),
        (literal("1 + 1"), "", "不是機關代碼"),
        (literal("amount / 0 + district"), "", ""),
        (replace(definition(), dispatch=DispatchRule("dispatch")), "", "沒有決策"),
    ],
    ids=["unit gone", "no row", "a number", "nonsense", "no table"],
)
def test_an_application_is_taken_in_whatever_the_table_does_and_it_says_why(
    pack: Definition, district: str, why: str
) -> None:
    outcome = register(pack, district)
    assert outcome.unit == ""
    assert outcome.state.process is not None
    failed = outcome.events[1]
    assert failed.kind == "DispatchFailed"
    assert why in failed.data["why"]["zh-Hant"]  # type: ignore[index]
    assert failed.data["why"]["en"]  # type: ignore[index]


def test_bad_answers_are_refused_before_anybody_is_looked_for() -> None:
    with pytest.raises(Refusal):
        register(dispatching(), answers={})


def test_the_closures_that_count_are_those_of_the_unit_that_handles_the_case() -> None:
    closed = Closure(at("2026-03-04T00:00").date(), frozenset({"中壢區"}), Text("颱風", "typhoon"))
    calendar = CALENDAR.with_closures([closed])
    here = {"answers": {"wish": "樹"}, "units": UNITS, "handled_by": "headquarters"}
    due = [
        decide(
            dispatching(), None, Register(**here, **more), at=at("2026-03-02T09:00"), calendar=calendar
        ).state.due_on(calendar)  # type: ignore[arg-type]
        for more in ({"district": "中壢區"}, {"district": "楊梅區"}, {"district": "中壢區", "place": "楊梅區"})
    ]
    assert due[0] > due[1] == due[2]  # type: ignore[operator]


def test_a_kind_without_a_table_or_without_a_process_stays_as_it_was() -> None:
    assert register(definition()).unit == ""
    assert "DecisionMade" not in events(register(definition()))
    mirrored = replace(mirror(), decisions=dispatching().decisions, dispatch=DispatchRule("dispatch"))
    assert register(mirrored).unit == "zhongli-social"


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_district_and_unit_are_called_the_case_is_registered(district: str, taken_in: str) -> None:
    outcome = register(dispatching(), district, taken_in=taken_in)
    assert outcome.unit in {"", *UNITS}
    assert outcome.events[1].kind in ("DecisionMade", "DispatchFailed")
