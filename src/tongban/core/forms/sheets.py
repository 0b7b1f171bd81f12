"""From the bytes of a form file to the rows of its sheets, whatever the bytes are.

A workbook is a zip archive that strangers may have made: what it may unpack to is bounded before
anything is unpacked, macros and links to other files are never looked at, and document type
declarations are refused.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from pyxform.xls2json_backends import DefinitionData, xlsx_to_dict

from tongban.core.forms.collecting import Faults
from tongban.core.forms.markdown import as_records, read_tables
from tongban.core.text import Text

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 20_000_000
MOST_PARTS = 500
MOST_ROWS = {"survey": 2_000, "choices": 20_000, "settings": 2}
_WORKBOOK = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_sheets(source: bytes, faults: Faults) -> DefinitionData | None:
    """The sheets as pyxform takes them, or None when the file cannot be read at all."""
    if len(source) > LARGEST_FILE:
        faults.add("", Text("檔案超過 5 MB。", "The file is larger than 5 MB."), _SPLIT)
        return None
    data = _workbook(source, faults) if source.startswith(_WORKBOOK) else _text(source, faults)
    if data is None:
        return None
    if not data.survey_header:
        faults.add(
            "survey",
            Text("找不到 survey 工作表，或它沒有標題列。", "There is no survey sheet, or it has no header row."),
            Text("第一列需有 type、name、label。", "Its first row needs type, name and label."),
        )
        return None
    return None if _too_long(data, faults) else data


_SPLIT = Text(
    "請刪去不用的工作表、圖片或列，或拆成幾個表單。", "Remove unused sheets, pictures or rows, or split the form."
)


def _text(source: bytes, faults: Faults) -> DefinitionData | None:
    if source.startswith(_OLD_OFFICE):
        faults.add(
            "",
            Text(
                "舊版 Excel（.xls）或設有密碼的檔案無法讀取。",
                "Old Excel files (.xls) and files with a password cannot be read.",
            ),
            Text("請取消密碼並另存為 .xlsx。", "Remove the password and save it as .xlsx."),
        )
        return None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = source.count(b"\n", 0, wrong.start) + 1
        faults.add(
            f"line {line}",
            Text("檔案不是 UTF-8 文字，也不是 .xlsx。", "The file is neither UTF-8 text nor .xlsx."),
            Text("請另存為 UTF-8 或 .xlsx。", "Save it as UTF-8 or as .xlsx."),
        )
        return None
    data = DefinitionData(sheet_names=[])
    for name, table in read_tables(text, faults).items():
        header, records = as_records(name, table, faults)
        data.sheet_names = [*(data.sheet_names or ()), name]
        if name in MOST_ROWS:
            _refuse_doubled(name, header, faults)
            setattr(data, name, records)
            setattr(data, f"{name}_header", [dict.fromkeys(header)] if header else [])
    return data


def _refuse_doubled(sheet: str, header: list[str], faults: Faults) -> None:
    for name in {name for name in header if header.count(name) > 1}:
        faults.row(sheet, 1, Text("欄位「{name}」出現兩次。", "The column “{name}” appears twice.").fill(name=name))


def _workbook(source: bytes, faults: Faults) -> DefinitionData | None:
    problem = _archive_problem(source)
    if problem is None:
        try:
            return DefinitionData(**xlsx_to_dict(BytesIO(source)))
        # The libraries below raise whatever a damaged or hostile workbook makes them raise.
        except Exception as wrong:
            reason = str(wrong)[:200]
            problem = Text(f"無法讀取這個活頁簿：{reason}", f"The workbook cannot be read: {reason}")
    faults.add(
        "",
        problem,
        Text(
            "請用 Excel 或 LibreOffice 開啟後另存為 .xlsx 再試。",
            "Open it in Excel or LibreOffice and save it as .xlsx again.",
        ),
    )
    return None


def _archive_problem(source: bytes) -> Text | None:
    try:
        with zipfile.ZipFile(BytesIO(source)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                return Text(
                    "活頁簿解壓縮後過大（上限 20 MB、500 個部分）。",
                    "The workbook unpacks to too much (at most 20 MB in 500 parts).",
                )
            # Reading never yields more than the size just summed up, whatever the archive really holds.
            if any(b"<!DOCTYPE" in archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels"))):
                return Text(
                    "活頁簿內含文件類型宣告，不予讀取。",
                    "The workbook holds a document type declaration and is not read.",
                )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as wrong:
        return Text(f"檔案已損壞：{wrong}", f"The file is damaged: {wrong}")
    except zlib.error:
        return Text("檔案已損壞。", "The file is damaged.")
    return None


def _too_long(data: DefinitionData, faults: Faults) -> bool:
    found = False
    for sheet, most in MOST_ROWS.items():
        rows = len(getattr(data, sheet) or ())
        if rows > most:
            found = True
            text = Text(
                "{sheet} 有 {rows:,} 列，上限 {most:,} 列。", "{sheet} has {rows:,} rows, at most {most:,} are read."
            )
            faults.add(sheet, text.fill(sheet=sheet, rows=rows, most=most), _SPLIT)
    return found
