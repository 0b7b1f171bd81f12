"""The packs that come with the program: clean, and every example comes out as it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tongban.core.calendar import Calendar, LimitUnit, taiwan_calendar
from tongban.core.casework import Definition
from tongban.core.packs import missing_units, read_folder, read_pack, run_examples, units_named
from tongban.core.packs.example_file import read_example
from tongban.core.process import Kind
from tongban.demo.town import AGENCIES, CITY, DISTRICTS, SECTIONS

PACKS = Path(__file__).parents[2] / "packs"
FOLDERS = sorted(path.parent for path in PACKS.glob("*/*/pack.yaml"))
CODES = [folder.relative_to(PACKS).as_posix() for folder in FOLDERS]
EXAMPLES = [
    (code, path.relative_to(folder).as_posix())
    for code, folder in zip(CODES, FOLDERS, strict=True)
    for path in sorted(folder.glob("examples/*.yaml"))
]
UNITS = {CITY[0]} | {code for agency in AGENCIES for code in (agency.code, agency.section.code)}
UNITS |= {f"district-{district.code}" for district in DISTRICTS}
UNITS |= {f"district-{district.code}-{section.code}" for district in DISTRICTS for section in SECTIONS}
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
DMNDI = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"


@cache
def files(code: str) -> dict[str, bytes]:
    return read_folder(PACKS / code)


@cache
def definition(code: str) -> Definition:
    found, faults = read_pack(files(code))
    assert found is not None, [fault.in_("zh-Hant") for fault in faults]
    return found


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return taiwan_calendar(2023, 2030)


def test_there_are_twelve_packs_and_thirty_six_examples() -> None:
    assert len(CODES) >= 12
    assert len(EXAMPLES) >= 36
    assert all(sum(code == other for other, _ in EXAMPLES) >= 3 for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_pack_is_clean_and_lies_where_its_code_says(code: str) -> None:
    assert definition(code).code == code


@pytest.mark.parametrize(("code", "path"), EXAMPLES, ids=lambda value: value.replace("examples/", ""))
def test_an_example_comes_out_as_it_says(code: str, path: str, calendar: Calendar) -> None:
    [result] = run_examples(definition(code), {path: files(code)[path]}, calendar)
    assert result.holds, [line.zh for line in result.lines()]


@pytest.mark.parametrize("code", CODES)
def test_units_named_are_the_citys(code: str) -> None:
    assert [fault.in_("zh-Hant") for fault in missing_units(definition(code), UNITS)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_table_says_which_unit_handles_a_case_and_an_example_shows_it(code: str) -> None:
    pack = definition(code)
    assert pack.dispatch is not None
    examples = [read_example(files(code)[path], path)[0] for other, path in EXAMPLES if other == code]
    expected = {act.expect.get("unit", "") for example in examples if example for act in example.acts}
    named = {unit.code for unit in units_named(pack) if unit.file == "decisions.dmn"}
    assert expected & named
    assert any("分案表" in assumption.zh for assumption in pack.assumptions)


@pytest.mark.parametrize("code", CODES)
def test_a_diagram_shows_every_element_of_the_decisions(code: str) -> None:
    model = etree.fromstring(files(code)["decisions.dmn"])
    elements = {one.get("id") for kind in ("inputData", "decision") for one in model.iter(f"{DMN}{kind}")}
    assert elements == {shape.get("dmnElementRef") for shape in model.iter(f"{DMNDI}DMNShape")}
    needs = {one.get("id") for one in model.iter(f"{DMN}informationRequirement")}
    assert needs >= {edge.get("dmnElementRef") for edge in model.iter(f"{DMNDI}DMNEdge")}
    assert all(len(list(edge)) >= 2 for edge in model.iter(f"{DMNDI}DMNEdge"))


@pytest.mark.parametrize("code", CODES)
def test_a_drawing_shows_every_element_of_its_process(code: str) -> None:
    pack = definition(code)
    if pack.process is None:
        return
    plane = etree.fromstring(pack.process.source)
    drawn = {shape.get("bpmnElement") for shape in plane.iter(f"{DI}BPMNShape")}
    edges = {edge.get("bpmnElement") for edge in plane.iter(f"{DI}BPMNEdge")}
    assert drawn == set(pack.process.activities)
    assert edges == set(pack.process.flows)
    assert all(len(list(edge)) >= 2 for edge in plane.iter(f"{DI}BPMNEdge"))


@pytest.mark.parametrize("code", CODES)
def test_the_citizen_reads_chinese_and_english_that_differ(code: str) -> None:
    for message in definition(code).messages.values():
        for part in (message.subject, message.body):
            assert part.zh != part.en
            assert any("\u4e00" <= c <= "\u9fff" for c in part.zh)
            assert not any("\u4e00" <= c <= "\u9fff" for c in part.en.replace("((answer", ""))


@pytest.mark.parametrize("code", CODES)
def test_a_short_message_is_short(code: str) -> None:
    """Seventy characters are one SMS in Chinese; placeholders are about as long as what fills them."""
    for message in definition(code).messages.values():
        assert len(message.sms.zh) <= 70, message.code


@pytest.mark.parametrize("code", CODES)
def test_the_first_message_holds_number_password_and_address_also_as_sms(code: str) -> None:
    pack = definition(code)
    message = pack.messages[pack.notify["registered"]]
    for text in (message.body.zh, message.body.en, message.sms.zh, message.sms.en):
        for name in ("case_number", "query_password", "lookup_url"):
            assert f"(({name}))" in text


@pytest.mark.parametrize("code", CODES)
def test_facts_nobody_published_are_marked_as_assumptions(code: str) -> None:
    pack = definition(code)
    assert pack.assumptions
    assert pack.documents
    assert pack.legal_basis.zh
    assert pack.personal_data


def test_the_kinds_differ_in_shape() -> None:
    packs = [definition(code) for code in CODES]
    units = {pack.limit.unit for pack in packs}
    kinds = {a.kind for pack in packs if pack.process for a in pack.process.activities.values()}
    assert units == set(LimitUnit)
    assert Kind.PARALLEL in kinds
    assert any(pack.process is None for pack in packs)
    assert any(pack.controls for pack in packs)
    assert any(len(pack.forms) > 1 for pack in packs)
    assert len({pack.owner for pack in packs}) >= 8
