"""A pack's dispatch table is held against the intake form, and the units it names against a city."""

from __future__ import annotations

import pytest

from tests.core.packs.valid import definition, files
from tongban.core.calendar import taiwan_calendar
from tongban.core.packs import missing_units, read_pack, run_examples, units_named

FIRE, BRACELET, NHI = "fire/equipment-inspection", "social/wandering-bracelet", "civil/nhi-category-6-enrolment"
TREES = "agriculture/tree-seedlings"
NO_CODE = ("decisions.dmn", "A dispatch table gives one text: the code of a unit")


def found(code: str, path: str, old: str, new: str) -> set[tuple[str, str]]:
    """(file, English text) of the faults after one change."""
    given = files(code)
    assert old in given[path].decode()
    read, faults = read_pack(given | {path: given[path].decode().replace(old, new).encode()})
    assert (read is None) == bool(faults)
    return {(fault.file, fault.text.en) for fault in faults}


@pytest.mark.parametrize(
    ("code", "path", "old", "new", "fault"),
    [
        (FIRE, "pack.yaml", "decision: dispatch", "decision: who", ("pack.yaml", "There is no decision “who”")),
        (NHI, "pack.yaml", "decision: dispatch", "decision: who", ("pack.yaml", "There is no decision “who”")),
        (FIRE, "pack.yaml", "{decision: dispatch}", "{}", ("pack.yaml", "The required key “decision” is missing")),
        (FIRE, "pack.yaml", "{decision: dispatch}", "{decision: dispatch, on: x}", ("pack.yaml", "Unknown key “on”")),
        (FIRE, "pack.yaml", "decision: dispatch", "decision: penalty", NO_CODE),
        (BRACELET, "decisions.dmn", 'hitPolicy="FIRST"', 'hitPolicy="COLLECT"', NO_CODE),
        (BRACELET, "decisions.dmn", '"district-daxi-social"', '"大溪區公所"', ("decisions.dmn", "“大溪區公所” is not the code of a unit")),
        (TREES, "form.md", "| quantity ", "| how_many ", ("decisions.dmn", "Unknown name “quantity” in a decision")),
        (BRACELET, "form.md", "| pickup       |", "| district     |", ("form.md", "The name “district” is kept for the dispatch table")),
        (BRACELET, "pack.yaml", "dispatch: {decision: dispatch}\n", "", ("decisions.dmn", "Unknown name “district” in a decision")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(code: str, path: str, old: str, new: str, fault: tuple[str, str]) -> None:
    assert fault in found(code, path, old, new)


def test_what_a_later_step_gives_is_not_known_yet() -> None:
    given = files(FIRE)
    dmn = given["decisions.dmn"].decode()
    dmn = dmn.replace("<text>cause</text>", "<text>violation</text>").replace('"complaint"', '"obstruct"')
    dmn = dmn.replace('<text>"routine","complaint","follow-up"</text>', "<text>-</text>")
    dmn = dmn.replace('"routine","follow-up"', 'not("obstruct")').replace(
        '"dispatch_needs1"><requiredInput href="#input_cause"',
        '"dispatch_needs1"><requiredInput href="#input_violation"',
    )
    _, faults = read_pack(given | {"decisions.dmn": dmn.encode()})
    assert "“violation” is not known yet when the case is dispatched" in {fault.text.en for fault in faults}


def test_a_decision_of_a_later_step_does_not_know_the_district() -> None:
    given = files(FIRE)
    dmn = given["decisions.dmn"].decode().replace('"input_cause" name="cause"', '"input_cause" name="channel"')
    dmn = dmn.replace('"input_cause_variable" name="cause"', '"input_cause_variable" name="channel"')
    dmn = dmn.replace("<text>cause</text>", "<text>channel</text>")
    needs = '<informationRequirement id="measure_needs9"><requiredInput href="#input_cause" /></informationRequirement>'
    at = dmn.index('    <decisionTable id="measure_table"')
    _, faults = read_pack(given | {"decisions.dmn": (dmn[:at] + needs + dmn[at:]).encode()})
    assert "Unknown name “channel” in a decision" in {fault.text.en for fault in faults}


def test_every_unit_that_a_pack_names_is_found_with_its_place() -> None:
    named = {(unit.file, unit.code) for unit in units_named(definition("social/assistive-device-subsidy"))}
    assert ("pack.yaml", "social-affairs") in named
    assert ("process.bpmn", "social-affairs") in named
    assert ("decisions.dmn", "district-fuxing-social") in named


def test_a_unit_that_the_city_does_not_have_is_a_fault_at_its_row() -> None:
    pack = definition(BRACELET)
    codes = {unit.code for unit in units_named(pack)} - {"district-zhongli-social"}
    [fault] = missing_units(pack, codes)
    assert fault.file == "decisions.dmn"
    assert "第 2 列" in fault.place
    assert fault.text.en == "There is no unit district-zhongli-social"


def test_an_example_that_expects_another_unit_does_not_hold() -> None:
    path = "examples/1-approved.yaml"
    source = files(BRACELET)[path].replace(b"district-pingzhen-social", b"district-daxi-social")
    [result] = run_examples(definition(BRACELET), {path: source}, taiwan_calendar(2024, 2030))
    assert "district-pingzhen-social" in result.faults[0].text.zh
