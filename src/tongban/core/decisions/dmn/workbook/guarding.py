"""What a stranger's workbook may be, found out before anything is read from it.

The library that reads workbooks lays a sheet out from its first to its last cell, so that two cells far apart would
fill all memory there is; and it gives what a formula gave when the file was saved last, which may be nothing at all.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import NoReturn

from lxml import etree

from tongban.core.decisions.dmn.workbook.looking import Looker, Odd, Place, Sheet, Tags, TooWide
from tongban.core.text import Text

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 20_000_000
MOST_PARTS = 500
_OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 16


class Refused(Exception):
    """A file that is not read; `text` says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def odd_cells(data: bytes) -> Mapping[str, Mapping[Place, Odd]]:
    """What is no value in each sheet, by its name and place. Raises Refused for what is no harmless workbook."""
    if len(data) > LARGEST_FILE:
        raise Refused("檔案超過 5 MB。", "The file is larger than 5 MB.")
    if data.startswith(_OLE):
        raise Refused(
            "這是舊版 Excel（.xls）或設有密碼的活頁簿。", "This is an old Excel file (.xls), or it has a password."
        )
    if not data.startswith(b"PK"):
        _no_workbook()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_parts(archive)
            return _odd_cells(archive)
    # Whatever a damaged archive makes the libraries raise.
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError, OSError, ValueError, KeyError, EOFError) as wrong:
        raise Refused("檔案已損壞，無法讀取。", "The file is damaged and cannot be read.") from wrong


def _no_workbook() -> NoReturn:
    raise Refused("這不是 Excel 活頁簿（.xlsx）。", "This is no Excel workbook (.xlsx).")


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts, names = archive.infolist(), [name.lower() for name in archive.namelist()]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("活頁簿解壓縮後過大。", "The workbook unpacks to too much.")
    if "xl/workbook.xml" not in names or "content.xml" in names or "xl/workbook.bin" in names:
        _no_workbook()
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("活頁簿含有巨集。", "The workbook holds macros.")
    # Sizes and check sums may lie; and of two parts of one name nobody knows which is read.
    if len(set(names)) < len(names) or archive.testzip() is not None:
        raise ValueError("damaged")


def _odd_cells(archive: zipfile.ZipFile) -> Mapping[str, Mapping[Place, Odd]]:
    """Every part is looked through, for a cell may stand in any that a workbook calls a sheet."""
    found: dict[str, Mapping[Place, Odd]] = {}
    for part in archive.namelist():
        if part.lower().endswith(".xml"):
            sheet = Sheet()
            try:
                _look(archive, part, sheet)
            except TooWide as wide:
                raise Refused(wide.text.zh, wide.text.en) from None
            found[part] = sheet.odd
    return {name: found.get(part, {}) for name, part in _parts_of_sheets(archive).items()}


def _parts_of_sheets(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """By the name of the sheet."""
    relations, sheets = Tags("Relationship"), Tags("sheet")
    _look(archive, "xl/_rels/workbook.xml.rels", relations)
    _look(archive, "xl/workbook.xml", sheets)
    targets: dict[str, str] = {}
    for one in relations.found:
        target = one.get("Target", "")
        targets[one.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if one.get("Type", "").endswith("/worksheet") and not target.lower().endswith(".xml"):
            raise ValueError("a sheet that is no XML")
    return {one.get("name", ""): targets.get(one.get("id", ""), "") for one in sheets.found}


def _look(archive: zipfile.ZipFile, part: str, target: Looker) -> None:
    """Without a tree: a small file may hold millions of elements."""
    # It asks for those methods only that there are, whatever its stubs say.
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type]
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
    parser.close()
