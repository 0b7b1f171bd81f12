"""Workbook → table, with faults by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tongban.core.decisions.dmn.asked import texts_of
from tongban.core.decisions.dmn.axis import kind_of_type
from tongban.core.decisions.dmn.cells import cell_findings
from tongban.core.decisions.dmn.findings import Severity
from tongban.core.decisions.dmn.reading import heading, read_table
from tongban.core.decisions.dmn.table import Aggregator, HitPolicy, Input, Output, Rule, Table
from tongban.core.decisions.dmn.workbook import layout, typed
from tongban.core.decisions.dmn.workbook.looking import Odd
from tongban.core.decisions.dmn.workbook.opening import Grid, open_workbook
from tongban.core.text import Fault, Text

MOST_RULES = 10_000
_COLUMN = Mapping[str, str]
T = TypeVar("T")


def from_workbook(
    data: bytes, table: Table, *, names: Collection[str] | None = None, file: str = ""
) -> tuple[Table | None, list[Fault]]:
    """`table` as it was edited in the workbook that `to_workbook` made of it, or None and every fault by its cell.

    `names` are those that cells may use; None lets them use any. Rules keep their id, new ones are given one.
    Columns may be moved and renamed, but neither added nor removed.
    """
    wanted = (layout.RULES, layout.COLUMNS, layout.SETTINGS)
    sheets, faults = open_workbook(data, wanted, file)
    missing = [name for name in wanted if not faults and name not in sheets]
    faults += [
        Fault(file, name, Text(f"缺少「{name}」工作表。", f"The sheet “{name}” is missing."), _DOWNLOAD)
        for name in missing
    ]
    if faults:
        return None, faults
    reader = _Reader(table, sheets, file)
    edited = reader.table(names)
    return (None, reader.faults) if reader.faults else (edited, [])


class _Reader:
    def __init__(self, before: Table, sheets: Mapping[str, Grid], file: str) -> None:
        self.before, self.file = before, file
        self.grids = sheets
        self.sheets = {name: grid.rows for name, grid in sheets.items()}
        self.keys = layout.keys(before)
        self.faults: list[Fault] = []
        self._rows: list[int] = []
        """The rows of the sheet, from 0, that the rules stand in."""
        self._places: dict[str, int] = {}
        """The column of the sheet, from 0, for each key."""

    def table(self, names: Collection[str] | None) -> Table | None:
        columns = self._columns()
        self._find_columns()
        self._odd_cells()
        self._spread_merged()
        if self.faults:
            return None
        before = self.before
        edited = replace(
            before,
            inputs=tuple(_input(c, columns[layout.input_key(n)]) for n, c in enumerate(before.inputs)),
            outputs=tuple(_output(c, columns[layout.output_key(n)]) for n, c in enumerate(before.outputs)),
            annotations=tuple(columns[layout.annotation_key(n)]["標題"] for n in range(len(before.annotations))),
        )
        edited = self._with_settings(edited)
        edited = replace(edited, rules=tuple(self._rules(edited)))
        self._check(edited, names)
        return edited

    # ── the other sheets ─────────────────────────────────────────────────────────────────────────

    def _with_settings(self, table: Table) -> Table:
        rows = {row[0].strip(): (n, row[1]) for n, row in enumerate(self.sheets[layout.SETTINGS]) if len(row) > 1}
        policy = self._choice(rows.get(layout.POLICY), {layout.said(one): one for one in HitPolicy})
        sums = {layout.said_aggregator(one): one for one in (None, *Aggregator)}
        aggregator = self._choice(rows.get(layout.AGGREGATOR), sums)
        name = rows.get(layout.NAME, (0, ""))[1] or table.name
        return replace(table, name=name, hit_policy=policy or table.hit_policy, aggregator=aggregator)

    def _choice(self, found: tuple[int, str] | None, choices: Mapping[str, T]) -> T | None:
        """One of the choices, by the word before the colon."""
        row, text = found or (0, "")
        short = {said.partition("：")[0]: choice for said, choice in choices.items()}
        word = text.replace(":", "：").partition("：")[0].strip().upper()
        if word not in short:
            remedy = Text(
                f"請填：{'、'.join(filter(None, short))}。", f"Write one of: {', '.join(filter(None, short))}."
            )
            unknown = Text(f"沒有「{text}」這個選項。", f"There is no choice “{text}”.")
            self._fault(f"{layout.SETTINGS} {layout.cell_name(row, 1)}", unknown, remedy)
            return None
        return short[word]

    def _columns(self) -> dict[str, _COLUMN]:
        head, *rows = self.sheets[layout.COLUMNS] or [[]]
        heads = [text.strip() for text in head]
        filled = (row for row in rows if row and any(map(str.strip, row)))
        found = {row[0].strip(): dict(zip(heads, row, strict=False)) for row in filled}
        wanted = [key for key in self.keys if key not in (layout.RULE_ID, layout.DESCRIPTION)]
        for name in layout.COLUMN_HEADS:
            if name not in heads:
                missing = Text(f"缺少欄位「{name}」。", f"The column “{name}” is missing.")
                self._fault(f"{layout.COLUMNS} 1", missing, _DOWNLOAD)
        self._same_keys(layout.COLUMNS, wanted, found)
        return dict(found)

    def _same_keys(self, sheet: str, wanted: Sequence[str], found: Collection[str]) -> None:
        for key in wanted:
            if key not in found:
                text = Text(f"缺少「{key}」。", f"“{key}” is missing.")
                self._fault(sheet, text, _COLUMNS_STAY)
        for key in found:
            if key not in wanted:
                text = Text(f"多了「{key}」。", f"“{key}” is not a column of this table.")
                self._fault(sheet, text, _COLUMNS_STAY)

    # ── the rules ────────────────────────────────────────────────────────────────────────────────

    def _find_columns(self) -> None:
        grid = self.sheets[layout.RULES]
        row = [text.strip() for text in grid[layout.KEY_ROW]] if grid else []
        self._places = {key: place for place, key in enumerate(row) if key}
        if not self._places.keys() & (set(self.keys) - {layout.DESCRIPTION}):
            self._fault(f"{layout.RULES} 第 1 列", _NO_KEYS, _DOWNLOAD)
            return
        self._same_keys(layout.RULES, self.keys, self._places)
        for number, line in enumerate(grid[layout.FIRST_RULE :], layout.FIRST_RULE):
            for place, text in enumerate(line):
                if text.strip() and (place >= len(row) or not row[place]):
                    self._fault(self._name(number, place), _NO_COLUMN, _COLUMNS_STAY)

    def _odd_cells(self) -> None:
        """A formula's value was computed by whoever saved the file last, if at all."""
        first = {layout.RULES: layout.FIRST_RULE, layout.COLUMNS: 1, layout.SETTINGS: 0}
        for name, grid in self.grids.items():
            for (row, column), odd in sorted(grid.odd.items(), key=lambda one: one[0]):
                if row >= first[name] and (name != layout.RULES or column in self._places.values()):
                    self._fault(f"{name} {layout.cell_name(row, column)}", *_ODD[odd])

    def _spread_merged(self) -> None:
        """Rows merged in one column all have its value; what is merged across columns means nothing."""
        rows = self.sheets[layout.RULES]
        for (top, left), (bottom, right) in self.grids[layout.RULES].merged:
            if bottom < layout.FIRST_RULE or left not in self._places.values():
                continue
            if left != right:
                self._fault(self._name(top, left), _MERGED, _UNMERGE)
                continue
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row) and any(text.strip() for text in row[1:]):
                    row[left] = rows[top][left]

    def _rules(self, table: Table) -> Iterator[Rule]:
        known = {rule.id: rule for rule in reversed(self.before.rules)}
        taken: set[str] = set()
        lines = self.sheets[layout.RULES][layout.FIRST_RULE :]
        for number, line in enumerate(lines, layout.FIRST_RULE):
            cells = {key: line[place] if place < len(line) else "" for key, place in self._places.items()}
            if not any(text.strip() for key, text in cells.items() if key != layout.RULE_ID):
                continue
            if len(self._rows) == MOST_RULES:
                most = Text(f"規則超過 {MOST_RULES:,} 列。", f"There are more than {MOST_RULES:,} rules.")
                self._fault(self._name(number, 1), most, Text("請拆成幾張表。", "Split the table."))
                return
            self._rows.append(number)
            id_ = cells[layout.RULE_ID].strip()
            before = known.get(id_) if id_ not in taken else None
            id_ = before.id if before else self._new_id(taken, known)
            taken.add(id_)
            rule = _rule(id_, before, cells, table)
            self._doubts(number, before, cells, table)
            yield rule

    def _doubts(self, row: int, before: Rule | None, cells: _COLUMN, table: Table) -> None:
        for n, column in enumerate(table.inputs):
            key = layout.input_key(n)
            is_new = before is None or [cells[key]] != list(before.inputs[n : n + 1])
            if is_new and (found := typed.doubt(cells[key], kind_of_type(column.type))):
                self._fault(f"{self._name(row, self._places[key])}「{heading(column)}」", *found)

    def _new_id(self, taken: Collection[str], known: Collection[str]) -> str:
        prefix = f"{self.before.id}_rule" if self.before.id else "rule"
        number = len(self._rows)
        while (id_ := f"{prefix}_{number}") in taken or id_ in known:
            number += 1
        return id_

    def _check(self, table: Table, names: Collection[str] | None) -> None:
        """The columns are called by their keys meanwhile, for two may have the same heading."""
        keyed = replace(
            table,
            inputs=tuple(replace(c, label=layout.input_key(n)) for n, c in enumerate(table.inputs)),
            outputs=tuple(replace(c, label=layout.output_key(n)) for n, c in enumerate(table.outputs)),
        )
        columns: tuple[Input | Output, ...] = (*table.inputs, *table.outputs)
        headings = dict(zip(self.keys[1:], map(heading, columns), strict=False))
        parsed, findings = read_table(keyed, names)
        for finding in (*findings, *cell_findings(parsed)):
            if finding.severity is not Severity.ERROR:
                continue
            if finding.rule is None:
                row = next((n for n, line in enumerate(self.sheets[layout.COLUMNS]) if line[0] == finding.place), 0)
                place = f"{layout.COLUMNS} 第 {row + 1} 列"
            else:
                place = self._name(self._rows[finding.rule - 1], self._places[finding.place])
            self._fault(f"{place}「{headings[finding.place]}」", finding.text, finding.remedy)

    def _name(self, row: int, column: int) -> str:
        return f"{layout.RULES} {layout.cell_name(row, column)}"

    def _fault(self, place: str, text: Text, remedy: Text) -> None:
        self.faults.append(Fault(self.file, place, text, remedy))


def _input(before: Input, row: _COLUMN) -> Input:
    return replace(before, expression=row["運算式或名稱"], **_shared(before, row))


def _output(before: Output, row: _COLUMN) -> Output:
    kind, name, default = kind_of_type(row["型別"]), row["運算式或名稱"], row["預設值"]
    default = default if default == before.default else typed.cell(default, (), kind=kind, result=True)
    return replace(before, name=name, default=default, **_shared(before, row))


def _shared(before: Input | Output, row: _COLUMN) -> dict[str, str]:
    type_, values = row["型別"], row["可用的值"]
    if values != before.values:
        values = typed.cell(values, (), kind=kind_of_type(type_))
    return {"label": row["標題"], "type": type_ if type_ == before.type else type_.strip(), "values": values}


def _rule(id_: str, before: Rule | None, cells: _COLUMN, table: Table) -> Rule:
    inputs = [
        _meant(cells[layout.input_key(n)], before.inputs[n : n + 1] if before else (), column)
        for n, column in enumerate(table.inputs)
    ]
    outputs = [
        _meant(cells[layout.output_key(n)], before.outputs[n : n + 1] if before else (), column)
        for n, column in enumerate(table.outputs)
    ]
    notes = [cells[layout.annotation_key(n)] for n in range(sum(key.startswith("註記") for key in cells))]
    least = len(before.annotations) if before else len(table.annotations)
    while len(notes) > least and not notes[-1]:
        notes.pop()
    return Rule(id_, tuple(inputs), tuple(outputs), tuple(notes), cells[layout.DESCRIPTION])


def _meant(text: str, before: Sequence[str], column: Input | Output) -> str:
    """What stood there before says what it said before."""
    if [text] == list(before):
        return text
    return typed.cell(text, texts_of(column.values), kind=kind_of_type(column.type), result=isinstance(column, Output))


_DOWNLOAD = Text("請重新下載這張表再編輯。", "Download the table again and edit that.")
_NO_KEYS = Text(
    "隱藏的第 1 列（各欄的代號）不見了，無法對應欄位。", "The hidden first row, by which columns are found, is gone."
)
_COLUMNS_STAY = Text(
    "請勿增刪欄位；要增刪請在系統的決策表畫面修改，再重新下載。",
    "Do not add or remove columns here; change them in the studio and download the table again.",
)
_ODD = {
    Odd.FORMULA: (
        Text("這一格是公式。", "This cell holds a formula."),
        Text(
            "請改填結果：複製這一格，再以「選擇性貼上：值」貼回。",
            "Write its result: copy the cell and paste it back as a value.",
        ),
    ),
    Odd.ERROR: (
        Text("這一格是 Excel 的錯誤值。", "This cell holds an error of Excel."),
        Text("請重新填寫。", "Fill it in again."),
    ),
}
_MERGED = Text("這一格橫跨好幾欄。", "This cell is merged across columns.")
_UNMERGE = Text("請取消合併儲存格，逐欄填寫。", "Unmerge it and fill in each column.")
_NO_COLUMN = Text("這一格不屬於任何欄位。", "This cell belongs to no column.")
