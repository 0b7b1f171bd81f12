"""Units and people from a file: every fault with its row, a plan first, then all or nothing."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.apps.org.city import AT, BY, city, person, post, unit
from tongban.apps.org.actions import carry_out, close_unit
from tongban.apps.org.models import Person, Position, Role, Unit, UnitKind
from tongban.apps.org.policy import Grounds
from tongban.apps.org.workbook import PEOPLE, UNITS, open_tables, plan, read_people, read_units, template
from tongban.core.text import Fault

EVERYTHING = Grounds(everything=True)
HEAD = ",".join(PEOPLE.columns)
LIN = "lin,林小明,lin@city.example,soc,科員,承辦人,115/1/1,"


def people(*rows: str, head: str = HEAD) -> tuple[list, list[Fault]]:
    sheets, faults = open_tables("\n".join((head, *rows)).encode(), "人員.csv")
    lines, more = read_people(sheets[""], "人員.csv")
    return lines, faults + more


def units(*rows: str) -> tuple[list, list[Fault]]:
    sheets, _ = open_tables("\n".join((",".join(UNITS.columns), *rows)).encode(), "機關.csv")
    return read_units(sheets[""], "機關.csv")


def places(faults: list[Fault]) -> list[str]:
    return [fault.place for fault in faults]


def test_a_row_is_read_whatever_way_its_date_and_width_are_written() -> None:
    lines, faults = people("ｌｉｎ,林小明,lin@city.example,soc,科員,承辦人,民國115年1月1日,2026-12-31")
    assert faults == []
    assert (lines[0].username, lines[0].role, lines[0].from_on.isoformat(), lines[0].until_on.isoformat()) == (
        "lin",
        Role.HANDLER,
        "2026-01-01",
        "2026-12-31",
    )


def test_every_fault_of_every_row_is_told_with_its_row_and_column() -> None:
    lines, faults = people(
        "lin,林小明,no-mail,soc,科員,皇帝,115/2/29,",
        ",無帳號,a@city.example,soc,,承辦人,115/1/1,",
        "wu;drop,吳,wu@city.example,soc,,主管,115/3/1,115/2/1",
        LIN,
    )
    assert len(lines) == 1
    assert sorted(places(faults)) == sorted(
        [
            "人員 第 3 列「帳號」",
            "人員 第 2 列「電子郵件」",
            "人員 第 2 列「角色」",
            "人員 第 2 列「起日」",
            "人員 第 4 列「帳號」",
            "人員 第 4 列「迄日」",
        ]
    )
    assert all(fault.remedy.zh for fault in faults)


def test_columns_are_found_by_name_in_any_order_and_extra_ones_left_aside() -> None:
    lines, faults = people(
        "備註,115/1/1,承辦人,soc,lin@city.example,林小明,lin", head="備註,起日,角色,機關代碼,電子郵件,姓名,帳號"
    )
    assert faults == []
    assert lines[0].until_on is None


def test_a_missing_column_is_named() -> None:
    _, faults = people("lin,林", head="帳號,姓名")
    assert ["電子郵件" in fault.text.zh for fault in faults].count(True) == 1
    assert len(faults) == 4


def test_rows_of_one_account_must_agree() -> None:
    _, faults = people(LIN, "lin,林大明,lin@city.example,soc,,主管,115/1/1,")
    assert places(faults) == ["人員 第 3 列"]


def test_excel_in_taiwan_saves_csv_in_big5() -> None:
    sheets, _ = open_tables(f"{HEAD}\n{LIN}".encode("cp950"), "a.csv")
    lines, faults = read_people(sheets[""], "a.csv")
    assert (lines[0].name, faults) == ("林小明", [])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_no_file_whatever_breaks_the_reader(data: bytes) -> None:
    sheets, faults = open_tables(data, "x")
    assert sheets or faults
    for grid in sheets.values():
        read_people(grid, "x")
        read_units(grid, "x")


def test_units_are_ordered_parents_first_and_circles_told() -> None:
    lines, faults = units(
        "sub,科,,科室,soc,,,,", "soc,社會局,,機關,city,SOC,,,", "a,甲,,科室,b,,,,", "b,乙,,科室,a,,,,"
    )
    assert [line.code for line in lines] == ["soc", "sub"]
    assert places(faults) == ["機關 第 4 列「上級代碼」", "機關 第 5 列「上級代碼」"]


def test_codes_and_prefixes_are_used_once() -> None:
    _, faults = units("soc,社會局,,機關,city,SOC,,,", "soc,社會局,,機關,city,SOC,,,")
    assert places(faults) == ["機關 第 3 列「代碼」", "機關 第 3 列「案號字首」"]


@pytest.mark.django_db
def test_a_new_agency_comes_from_one_workbook() -> None:
    city()
    unit_lines, wrong = units(
        "sub,救助科,,科室,soc,,,,", "soc,社會局,Social Affairs,機關,city,SOC,中正區,02-1,某路 1 號"
    )
    person_lines, more = people(LIN, "lin,林小明,lin@city.example,sub,科長,主管,115/1/1,", head=HEAD)
    planned, faults = plan(unit_lines, person_lines, "新機關.xlsx", EVERYTHING)
    assert wrong + more + faults == []
    assert [(p.username, p.is_new, len(p.positions)) for p in planned.people] == [("lin", True, 2)]
    assert Unit.objects.count() == 1, "a plan changes nothing"
    carry_out(plan=planned, by=BY, at=AT)
    assert Unit.objects.get(code="sub").parent.code == "soc"
    assert Unit.objects.get(code="soc").prefix == "SOC"
    who = Person.objects.get(username="lin")
    assert {(p.unit.code, p.role) for p in who.positions.all()} == {("soc", "handler"), ("sub", "supervisor")}
    assert not who.has_usable_password()
    assert ProcrastinateJob.objects.get(task_name="SendPasswordLink").args == {"person_id": who.pk}


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    unit("soc", city(), UnitKind.AGENCY)
    lines, _ = people(LIN)
    carry_out(plan=plan([], lines, "f", EVERYTHING)[0], by=BY, at=AT)
    again, faults = plan([], lines, "f", EVERYTHING)
    assert (faults, again.changes_nothing) == ([], True)
    carry_out(plan=again, by=BY, at=AT)
    assert (Person.objects.count(), Position.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_what_contradicts_the_city_as_it_is_is_told() -> None:
    top = city()
    agency = unit("soc", top, UnitKind.AGENCY)
    closed = close_unit(unit=unit("old", top), by=BY, at=AT)
    post(person("lin", name="林小明"), agency)
    lines, _ = people(
        LIN.replace("115/1/1", "115/6/1"),
        "lin,林小明,lin@city.example,nowhere,,主管,115/1/1,",
        f"lin,林小明,lin@city.example,{closed.code},,主管,115/1/1,",
        "wu,吳,wu@city.example,soc,,主管,115/1/1,",
        "wu,吳,wu@city.example,soc,,主管,115/5/1,",
    )
    _, faults = plan([], lines, "f", EVERYTHING)
    assert places(faults) == [
        "人員 第 2 列「起日」",
        "人員 第 3 列「機關代碼」",
        "人員 第 4 列「機關代碼」",
        "人員 第 6 列「起日」",
    ]


@pytest.mark.django_db
def test_an_account_of_somebody_else_is_not_taken_over() -> None:
    unit("soc", city(), UnitKind.AGENCY)
    person("lin", name="林志玲")
    lines, _ = people(LIN)
    _, faults = plan([], lines, "f", EVERYTHING)
    assert places(faults) == ["人員 第 2 列「帳號」"]


@pytest.mark.django_db
def test_an_agency_administrator_imports_only_below_his_agency_and_makes_no_city_administrator() -> None:
    top = city()
    own, other = unit("soc", top, UnitKind.AGENCY), unit("fire", top, UnitKind.AGENCY)
    allowed = Grounds(units=frozenset({own.pk}))
    lines, _ = people(
        LIN, f"wu,吳,wu@city.example,{other.code},,主管,115/1/1,", "he,何,he@city.example,soc,,市府管理者,115/1/1,"
    )
    unit_lines, _ = units("sub,科,,科室,soc,,,,", "far,科,,科室,fire,,,,", "alone,孤,,市府,,,,,")
    _, faults = plan(unit_lines, lines, "f", allowed)
    assert places(faults) == [
        "機關 第 3 列「上級代碼」",
        "機關 第 4 列「上級代碼」",
        "人員 第 3 列「機關代碼」",
        "人員 第 4 列「角色」",
    ]


@pytest.mark.django_db
def test_an_import_overtaken_by_another_change_does_nothing_by_halves() -> None:
    unit("soc", city(), UnitKind.AGENCY)
    lines, _ = people("first,甲,first@city.example,soc,,承辦人,115/1/1,", LIN)
    planned, _ = plan([], lines, "f", EVERYTHING)
    person("lin")
    with pytest.raises(ValidationError):
        carry_out(plan=planned, by=BY, at=AT)
    assert not Person.objects.filter(username="first").exists()


@pytest.mark.django_db
def test_the_template_filled_in_comes_back_whole() -> None:
    top = city()
    unit("soc", top, UnitKind.AGENCY, name="=社會局")
    book = openpyxl.load_workbook(BytesIO(template(Unit.objects.order_by("pk"))))
    assert [sheet.title for sheet in book] == [UNITS.name, PEOPLE.name]
    rules = book[PEOPLE.name].data_validations.dataValidation
    assert {str(rule.sqref) for rule in rules} == {"F2:F2000", "D2:D2000"}
    book[PEOPLE.name].append(["lin", "林", "lin@city.example", "soc", "科員", "主管", datetime(2026, 1, 1), None])
    filled = BytesIO()
    book.save(filled)
    sheets, faults = open_tables(filled.getvalue(), "f")
    unit_lines, wrong = read_units(sheets[UNITS.name], "f")
    person_lines, more = read_people(sheets[PEOPLE.name], "f")
    planned, last = plan(unit_lines, person_lines, "f", EVERYTHING)
    assert faults + wrong + more + last == []
    assert [(u.is_new, u.changed) for u in planned.units] == [(False, ()), (False, ())]
    assert planned.people[0].positions[0].line.from_on.isoformat() == "2026-01-01"
