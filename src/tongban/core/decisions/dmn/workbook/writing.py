"""Table → workbook (.xlsx)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tongban.core.decisions.dmn.asked import asked
from tongban.core.decisions.dmn.axis import kind_of_type
from tongban.core.decisions.dmn.cells import KINDS
from tongban.core.decisions.dmn.reading import heading
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Input, Output, Rule, Table
from tongban.core.decisions.dmn.workbook import layout
from tongban.core.decisions.dmn.workbook.notes import NOTES_ON_NOTATION
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.text import literal_of
from tongban.core.decisions.feel.values import Range
from tongban.core.text import Text

LONGEST = 32_767
"""Characters in one cell of a workbook."""
SPARE_ROWS = 500
"""Rows below the last that have drop-downs too."""
_BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LAST_ROW = 1_048_575
_TYPES = ["string", "number", "boolean", "date", "time", "date and time"]


class TooLong(Exception):
    """A text that no cell of a workbook can hold."""

    def __init__(self, place: str) -> None:
        self.text = Text(
            f"「{place}」的內容超過 {LONGEST:,} 字，Excel 放不下。",
            f"“{place}” is longer than the {LONGEST:,} characters a cell of Excel can hold.",
        )
        super().__init__(self.text.en)


def to_workbook(table: Table) -> bytes:
    """An .xlsx file with the rules, the columns, the settings and notes on how cells are written. Raises TooLong."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, _BOOK)
    writer = _Writer(table, book)
    writer.rules()
    writer.columns()
    writer.settings()
    writer.choices()
    writer.notes()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, table: Table, book: xlsxwriter.Workbook) -> None:
        self.table = table
        self.sheets = {
            name: book.add_worksheet(name)
            for name in (layout.RULES, layout.COLUMNS, layout.SETTINGS, layout.NOTES, layout.CHOICES)
        }
        wrap = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.text = book.add_format({"num_format": "@"})
        self.cell = book.add_format({**wrap, "num_format": "@"})
        self.grey = book.add_format({**wrap, "font_color": "#595959", "italic": True})
        self.bold = book.add_format({**wrap, "bold": True})
        self.heads = [
            book.add_format({**wrap, "bold": True, "bg_color": colour}) for colour in ("#DDEBF7", "#E2EFDA", "#F2F2F2")
        ]
        self.keys = layout.keys(table)

    # ── the rules ────────────────────────────────────────────────────────────────────────────────

    def rules(self) -> None:
        sheet = self.sheets[layout.RULES]
        last = len(self.keys) - 1
        for column, key in enumerate(self.keys):
            _write(sheet, layout.KEY_ROW, column, key, self.grey, key)
        self._heads(sheet)
        for number, rule in enumerate(self.table.rules):
            for column, text in enumerate(_texts(rule, self.table)):
                _write(sheet, layout.FIRST_RULE + number, column, text, self.cell, f"第 {number + 1} 列")
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, last, 22, self.text)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{layout.cell_name(_LAST_ROW, last)}"})
        sheet.set_column(last + 1, last + 1, 2)
        sheet.set_row(layout.KEY_ROW, None, None, {"hidden": True})
        sheet.freeze_panes(layout.FIRST_RULE, 0)
        self._drop_downs(sheet)

    def _heads(self, sheet: Worksheet) -> None:
        columns = _columns(self.table)
        inputs = len(self.table.inputs)
        for number, column in enumerate(columns):
            look, place = self.heads[number >= inputs], number + 1
            row = number + 2
            shown = f'=IF({layout.COLUMNS}!B{row}="",{layout.COLUMNS}!C{row},{layout.COLUMNS}!B{row})'
            sheet.write_formula(layout.HEAD_ROW, place, shown, look, heading(column))
            _write(sheet, layout.KIND_ROW, place, _kind(column), self.grey, heading(column))
        for number in range(layout.notes_of(self.table)):
            place = len(columns) + 1 + number
            sheet.write_formula(layout.HEAD_ROW, place, f'={layout.COLUMNS}!B{place + 1}&""', self.heads[2], "")
        sheet.write_string(layout.HEAD_ROW, len(self.keys) - 1, layout.DESCRIPTION, self.heads[2])

    def _drop_downs(self, sheet: Worksheet) -> None:
        last = layout.FIRST_RULE + len(self.table.rules) + SPARE_ROWS
        for number, choices in enumerate(self._choices()):
            if choices:
                letter = layout.cell_name(0, number)[:-1]
                source = f"={layout.CHOICES}!${letter}$1:${letter}${len(choices)}"
                place = number + 1
                # other tests than these may be written too, so nothing that is typed is refused
                rule = {"validate": "list", "source": source, "show_error": False}
                sheet.data_validation(layout.FIRST_RULE, place, last, place, rule)

    # ── the other sheets ─────────────────────────────────────────────────────────────────────────

    def columns(self) -> None:
        sheet = self.sheets[layout.COLUMNS]
        rows = [layout.COLUMN_HEADS, *self._column_rows()]
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                look = self.heads[0] if row == 0 else self.grey if column == 0 else self.cell
                _write(sheet, row, column, text, look, f"{layout.COLUMNS} {row + 1}")
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, len(layout.COLUMN_HEADS) - 1, 28)
        sheet.freeze_panes(1, 0)
        if len(rows) > 1:
            rule = {"validate": "list", "source": _TYPES, "show_error": False}
            sheet.data_validation(1, 3, len(rows) - 1, 3, rule)

    def _column_rows(self) -> list[Sequence[str]]:
        table = self.table
        inputs = [
            (layout.input_key(n), c.label, c.expression, c.type, c.values, "") for n, c in enumerate(table.inputs)
        ]
        outputs = [
            (layout.output_key(n), c.label, c.name, c.type, c.values, c.default) for n, c in enumerate(table.outputs)
        ]
        headings = dict(enumerate(table.annotations))
        notes = [(layout.annotation_key(n), headings.get(n, ""), "", "", "", "") for n in range(layout.notes_of(table))]
        return [*inputs, *outputs, *notes]

    def settings(self) -> None:
        sheet = self.sheets[layout.SETTINGS]
        rows = [
            (layout.NAME, self.table.name),
            (layout.POLICY, layout.said(self.table.hit_policy)),
            (layout.AGGREGATOR, layout.said_aggregator(self.table.aggregator)),
        ]
        for row, (key, text) in enumerate(rows):
            sheet.write_string(row, 0, key, self.bold)
            _write(sheet, row, 1, text, self.cell, key)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 48)
        policies, aggregators = map(layout.said, HitPolicy), map(layout.said_aggregator, Aggregator)
        sheet.data_validation(1, 1, 1, 1, {"validate": "list", "source": list(policies)})
        sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": list(aggregators)})

    def choices(self) -> None:
        sheet = self.sheets[layout.CHOICES]
        for column, texts in enumerate(self._choices()):
            for row, text in enumerate(texts):
                _write(sheet, row, column, text, None, layout.CHOICES)
        sheet.hide()

    def notes(self) -> None:
        sheet = self.sheets[layout.NOTES]
        for row, texts in enumerate(NOTES_ON_NOTATION):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, self.cell if row else self.heads[0])
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 2, 40)
        sheet.freeze_panes(1, 0)

    def _choices(self) -> list[list[str]]:
        return [_choices(column) for column in _columns(self.table)]


def _columns(table: Table) -> tuple[Input | Output, ...]:
    return (*table.inputs, *table.outputs)


def _texts(rule: Rule, table: Table) -> list[str]:
    notes = [*rule.annotations, *([""] * (layout.notes_of(table) - len(rule.annotations)))]
    return [rule.id, *rule.inputs, *rule.outputs, *notes, rule.description]


def _write(sheet: Worksheet, row: int, column: int, text: str, look: Format | None, place: str) -> None:
    if len(text) > LONGEST:
        raise TooLong(place)
    sheet.write_string(row, column, text, look) if text else sheet.write_blank(row, column, None, look)


def _kind(column: Input | Output) -> str:
    kind = KINDS.get(kind_of_type(column.type))
    side = "條件" if isinstance(column, Input) else "結果"
    return "：".join(part for part in (side, kind.zh if kind else column.type) if part)


def _choices(column: Input | Output) -> list[str]:
    """What a cell of the column is mostly one of."""
    anything = ["-"] if isinstance(column, Input) else []
    if kind_of_type(column.type) == "boolean":
        return [*anything, "true", "false"]
    try:
        values = asked(column.values)
    except FeelError:
        return []
    single = [literal_of(value) for value in values.values if not isinstance(value, Range | list)]
    return [*anything, *single] if single and values.plain and not values.tests.negated else []
