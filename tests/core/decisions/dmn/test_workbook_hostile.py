"""Workbooks that were made to do harm, or are none at all: one fault, soon, and nothing is read."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from time import perf_counter

import pytest

from tests.core.decisions.dmn.drawn import table
from tongban.core.decisions import from_workbook, to_workbook

DRAWN = table([("age", "number", "")], [["< 18", "1000"], [">= 18", "2000"]])
GOOD = to_workbook(DRAWN)
SHEET = "xl/worksheets/sheet1.xml"


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(**parts: bytes) -> bytes:
    """A good workbook with other parts; their names have `__` for the slash and `_` for the point."""
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        good = {name: archive.read(name) for name in archive.namelist()}
    return packed(good | {name.replace("__", "/").replace("_xml", ".xml"): one for name, one in parts.items()})


def refused(data: bytes) -> str:
    started = perf_counter()
    found, faults = from_workbook(data, DRAWN, file="x.xlsx")
    assert perf_counter() - started < 10
    assert found is None
    assert len(faults) == 1
    assert faults[0].remedy.zh
    return faults[0].text.zh


def with_cells(cells: bytes) -> bytes:
    sheet = zipfile.ZipFile(BytesIO(GOOD)).read(SHEET)
    return changed(xl__worksheets__sheet1_xml=sheet.replace(b"</sheetData>", cells + b"</sheetData>"))


def test_the_workbook_itself_is_read() -> None:
    assert from_workbook(changed(), DRAWN) == (DRAWN, [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是 Excel"),
        (b"a,b\n1,2\n", "不是 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "舊版 Excel"),
        (packed({"hello.txt": b"hello"}), "不是 Excel"),
        (packed({"content.xml": b"<a/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "不是 Excel"),
        (GOOD[: len(GOOD) // 2], "損壞"),
        (b"PK\x03\x04", "損壞"),
        (b"PK" + b"0" * 5_000_000, "5 MB"),
    ],
    ids=["empty", "csv", "xls", "zip", "ods", "half", "head", "huge"],
)
def test_what_is_no_workbook_says_what_it_is(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    assert "巨集" in refused(packed({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}))


def test_a_part_that_unpacks_to_too_much_is_not_unpacked() -> None:
    assert "過大" in refused(changed(xl__media__a=b"0" * 30_000_000))


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(changed(xl__media__a=b"0" * 1_000_000))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        central = archive.start_dir
    at = data.index(b"xl/media/a", central) - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert "損壞" in refused(bytes(data))


def test_two_parts_of_one_name_are_refused() -> None:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert "損壞" in refused(out.getvalue())


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        b'<row><c r="XFD999999"><is><t>1</t></is></c></row>',
    ],
)
def test_cells_far_apart_do_not_fill_the_memory(cells: bytes) -> None:
    assert "工作表過大" in refused(with_cells(cells))


def test_empty_cells_far_away_do_no_harm() -> None:
    assert from_workbook(with_cells(b'<row r="1048576"><c r="XFD1048576"/></row>'), DRAWN) == (DRAWN, [])


@pytest.mark.parametrize(
    "sheet",
    [
        b'<!DOCTYPE a [<!ENTITY b "bb">]><worksheet>&b;</worksheet>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>',
        b"<worksheet><sheetData></worksheet>",
        b"",
    ],
)
def test_a_sheet_that_is_no_plain_xml_is_refused(sheet: bytes) -> None:
    assert "損壞" in refused(changed(xl__worksheets__sheet1_xml=sheet))


def test_a_sheet_that_hides_behind_another_kind_of_name_is_refused() -> None:
    relations = zipfile.ZipFile(BytesIO(GOOD)).read("xl/_rels/workbook.xml.rels")
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.bin")
    assert "損壞" in refused(packed(parts))


def test_millions_of_elements_are_passed_over_without_filling_the_memory() -> None:
    sheet = b"<worksheet><sheetData>" + b"<a/>" * 3_000_000 + b"</sheetData></worksheet>"
    found, faults = from_workbook(changed(xl__worksheets__sheet1_xml=sheet), DRAWN)
    assert found is None
    assert faults
