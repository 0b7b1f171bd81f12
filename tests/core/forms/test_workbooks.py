from __future__ import annotations

import io
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.core.forms.making import AT
from tongban.core.forms import FormSchema, read_form
from tongban.core.text import Text

ROWS = [
    ["type", "name", "label::中文 (zh-Hant)", "label::English (en)", "required", "default"],
    ["text", "name", "姓名", "Name", True, None],
    ["integer", "age", "年齡", "Age", None, 18.0],
    ["select_one yn", "again", "補發", "Again", "no", None],
]
CHOICES = [["list_name", "name", "label"], ["yn", 1, "是"], ["yn", 0, "否"]]


def workbook(rows: list[list[object]] = ROWS, choices: list[list[object]] = CHOICES) -> bytes:
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in rows:
        survey.append(row)
    sheet = book.create_sheet("choices")
    for row in choices:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(source: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def refusal(source: bytes) -> str:
    schema, faults = read_form(source, "form.xlsx")
    assert schema is None
    assert faults and faults[0].text.zh and faults[0].remedy.zh
    return faults[0].text.en


def read(source: bytes | Path) -> FormSchema:
    schema, faults = read_form(source, "form.xlsx")
    assert schema is not None, faults
    return schema


def test_a_workbook_says_the_same_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook())
    schema = read(path)
    assert schema.titles == {"name": Text("姓名", "Name"), "age": Text("年齡", "Age"), "again": Text("補發", "Again")}
    assert schema.questions[0].is_always_required and not schema.questions[2].required
    assert schema.questions[1].default == 18
    assert [choice.name for choice in schema.questions[2].choices] == ["1", "0"]


def test_a_date_cell_is_a_default_date() -> None:
    day = ["date", "day", "日", "Day", None, datetime(2026, 2, 28)]
    assert read(workbook([*ROWS, day])).defaults(at=AT)["day"] == "2026-02-28"


def test_faults_carry_the_rows_of_the_spreadsheet() -> None:
    _, faults = read_form(workbook([*ROWS, [None] * 6, ["texxt", "x", "X", None, None, None]]), "form.xlsx")
    assert [fault.place for fault in faults] == ["survey row 6"]


def test_macros_and_links_to_other_files_do_nothing() -> None:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    source = changed(
        workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro", "xl/externalLinks/externalLink1.xml": link}
    )
    assert read(source).titles["name"].zh == "姓名"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(workbook(), {"xl/worksheets/sheet9.xml": b" " * 200_000_000})
    assert len(bomb) < 1_000_000
    started = time.perf_counter()
    assert "unpacks to too much" in refusal(bomb)
    assert time.perf_counter() - started < 2


def test_an_archive_that_lies_about_its_size_yields_no_more_than_it_says() -> None:
    honest = changed(workbook(), {"xl/zzz.xml": b" " * 50_000_000})
    lying = honest.replace((50_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    schema, faults = read_form(lying, "form.xlsx")
    assert schema is None and "damaged" in faults[0].text.en


def test_a_document_type_declaration_is_refused() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'
    assert "document type" in refusal(changed(workbook(), {"xl/sharedStrings.xml": entity}))


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"]):
        sheet.append(row)
    sheet["XFD1048576"] = "far away"
    out = io.BytesIO()
    book.save(out)
    assert list(read(out.getvalue()).titles) == ["a"]


@pytest.mark.parametrize(
    "source",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 500,
        workbook()[:2_000],
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"\xff\xfe\x00",
        b"\x80abc",
    ],
)
def test_a_broken_file_is_refused_with_a_remedy(source: bytes) -> None:
    assert refusal(source)


def test_an_archive_of_something_else_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "cannot be read" in refusal(out.getvalue())


def test_ten_thousand_rows_are_refused_quickly() -> None:
    rows = "\n".join(f"| | text | q{n} | Q |" for n in range(10_000))
    started = time.perf_counter()
    assert "10,000 rows" in refusal(f"| survey | type | name | label |\n{rows}".encode())
    assert time.perf_counter() - started < 5


def test_a_thousand_questions_that_hang_on_each_other_are_read_and_checked() -> None:
    rows = "\n".join(f"| | integer | q{n} | Q | ${{q{n - 1}}} = 1 |" for n in range(1, 1_000))
    schema = read(f"| survey | type | name | label | relevant |\n| | integer | q0 | Q | |\n{rows}".encode())
    checked = schema.check({f"q{n}": 1 for n in range(1_000)}, at=AT)
    assert len(checked.answers) == 1_000
    checked = schema.check({f"q{n}": 1 for n in range(1, 1_000)}, at=AT)
    assert checked.answers == {}


def test_a_file_of_many_faults_names_the_first_and_counts_the_rest() -> None:
    rows = "\n".join(f"| | text | {n}q | Q |" for n in range(500))
    _, faults = read_form(f"| survey | type | name | label |\n{rows}".encode(), "form.md")
    assert len(faults) == 201
    assert faults[-1].text.en == "300 more faults are not listed."


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text("| \\survey\ntypenamelabel${}()-#:x", max_size=300).map(str.encode))
def test_no_bytes_crash_the_reader(source: bytes) -> None:
    schema, faults = read_form(source, "form")
    assert (schema is None) == bool(faults)
