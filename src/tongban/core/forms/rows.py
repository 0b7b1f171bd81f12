"""Rows of the sheets with the many spellings of XLSForm columns made one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyxform import aliases
from pyxform.errors import PyXFormError
from pyxform.parsing.sheet_headers import dealias_and_group_headers
from pyxform.xls2json_backends import DefinitionData

from tongban.core.forms.collecting import Faults
from tongban.core.text import Text

_PLAIN = "\0plain"  # the key pyxform gives a translatable cell that names no language
_LANGUAGE_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][\w-]*)?\s*\)\s*$")
_LANGUAGE_NAMES = {
    "中文": "zh", "繁體中文": "zh", "正體中文": "zh", "chinese": "zh", "zh": "zh", "zh-hant": "zh", "zh-tw": "zh",
    "英文": "en", "english": "en", "en": "en",
}  # fmt: skip
_COLUMNS: dict[str, set[tuple[str, ...]]] = {
    "survey": {
        ("type",), ("name",), ("label",), ("hint",), ("default",), ("control", "appearance"), ("bind", "required"),
        ("bind", "jr:requiredMsg"), ("bind", "relevant"), ("bind", "constraint"), ("bind", "jr:constraintMsg"),
        ("bind", "check"),
    },
    "choices": {("list name",), ("name",), ("label",)},
}  # fmt: skip
_TRANSLATED = {("label",), ("hint",), ("bind", "jr:requiredMsg"), ("bind", "jr:constraintMsg")}
_FOR_PEOPLE = {"note", "notes", "comment", "comments", "source", "備註", "說明", "依據"}
_ALIASES = {"survey": aliases.survey_header, "choices": aliases.list_header}


@dataclass(frozen=True)
class Row:
    """One row: `number` as the spreadsheet counts; cells by the path of their column."""

    sheet: str
    number: int
    cells: Mapping[str, Any]
    default_language: str

    def get(self, *path: str) -> str:
        """The cell's text, blank when there is none."""
        value: Any = self.cells
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return str(value).strip() if value is not None and not isinstance(value, Mapping) else ""

    def text(self, *path: str) -> Text | None:
        """The cell in both languages; a missing translation reads as the other one."""
        value: Any = self.cells
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is None:
            return None
        by_header = value if isinstance(value, Mapping) else {_PLAIN: value}
        spoken = {self._language(header): str(text).strip() for header, text in by_header.items()}
        zh, en = spoken.get("zh", ""), spoken.get("en", "")
        return Text(zh or en, en or zh) if zh or en else None

    def _language(self, header: str) -> str | None:
        return self.default_language if header == _PLAIN else language(header)


def language(header: str) -> str | None:
    """`zh` or `en` for a column's language such as `中文 (zh-Hant)`; None for any other."""
    code = _LANGUAGE_CODE.search(header)
    found = code[1].lower() if code else _LANGUAGE_NAMES.get(header.strip().lower())
    return found if found in ("zh", "en") else None


def rows(sheet: str, data: DefinitionData, faults: Faults) -> list[Row]:
    """The filled rows of `sheet`; columns nobody understands become faults."""
    header = getattr(data, f"{sheet}_header")
    if not header:
        return []
    try:
        grouped = dealias_and_group_headers(
            sheet_name=sheet,
            sheet_data=getattr(data, sheet) or [],
            sheet_header=header,
            header_aliases=_ALIASES[sheet],
            header_columns={"type", "name", "label", "hint", "default", "list name"},
            default_language=_PLAIN,
            add_row_number=True,
        )
    except PyXFormError as wrong:
        faults.row(sheet, 1, Text(f"標題列有誤：{wrong}", f"The header is wrong: {wrong}"))
        return []
    for column in grouped.headers:
        _check_column(sheet, column, grouped.data, faults)
    default = language(setting(data, "default_language")) or "zh"
    found: Sequence[Mapping[str, Any]] = grouped.data
    return [Row(sheet, row["__row"], row, default) for row in found if len(row) > 1]


def setting(data: DefinitionData, name: str) -> str:
    """A cell of the settings sheet, blank when it isn't there."""
    return next((str(row[name]).strip() for row in data.settings or () if row.get(name)), "")


def _check_column(sheet: str, column: tuple[str, ...], data: Any, faults: Faults) -> None:
    known = next((path for path in _paths(column) if path in _COLUMNS[sheet]), None)
    if known is None:
        if sheet == "survey" and column[0].lower() not in _FOR_PEOPLE and _is_used(column, data):
            faults.row(
                sheet,
                1,
                Text("不認得欄位「{name}」。", "The column “{name}” is not understood.").fill(name="::".join(column)),
                Text("請更正名稱；給人看的註記請用 notes 欄。", "Correct its name; for remarks use a column notes."),
            )
        return
    extra = column[len(known) :]
    if extra and (known not in _TRANSLATED or language(extra[0]) is None):
        faults.row(
            sheet,
            1,
            Text("欄位「{name}」的語言無法使用。", "The language of the column “{name}” cannot be used.").fill(
                name="::".join(column)
            ),
            Text("請寫 中文 (zh-Hant) 或 English (en)。", "Write 中文 (zh-Hant) or English (en)."),
        )


def _paths(column: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The column's leading parts, longest first."""
    for length in range(len(column), 0, -1):
        yield column[:length]


def _is_used(column: tuple[str, ...], data: Any) -> bool:
    return any(_value(row, column) is not None for row in data)


def _value(cells: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        cells = cells.get(step) if isinstance(cells, Mapping) else None
    return cells
