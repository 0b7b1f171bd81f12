"""The sheet of people: one row for each position; who has several stands in several rows."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tongban.core.forms.roc_dates import read_date
from tongban.core.text import Fault, Text

from .columns import PEOPLE, ROLES
from .tables import Grid, Row, place, rows_of

_USERNAME = re.compile(r"[\w.@+-]{1,150}")
_DATE = Text("例如 115/1/1 或 2026-01-01。", "For example 115/1/1 or 2026-01-01.")
_SAME = Text("同一帳號各列的姓名與電子郵件須相同。", "Name and e-mail must be the same in all rows of an account.")


class PersonLine(NamedTuple):
    row: int
    username: str
    name: str
    email: str
    unit_code: str
    title: str
    role: str
    from_on: date
    until_on: date | None


def read_people(grid: Grid, file: str) -> tuple[list[PersonLine], list[Fault]]:
    """Every row that is whole, and every fault in the others."""
    rows, faults = rows_of(grid, PEOPLE, file)
    lines: list[PersonLine] = []
    for row in rows:
        line, wrong = _line(row, file)
        faults += wrong
        lines += [line] if line else []
    return lines, faults + _contradictions(lines, file)


def _line(row: Row, file: str) -> tuple[PersonLine | None, list[Fault]]:
    cells = row.cells
    from_on, until_on = read_date(cells["起日"]), read_date(cells["迄日"])
    wrong: list[tuple[str, Text, Text]] = []
    if cells["帳號"] and not _USERNAME.fullmatch(cells["帳號"]):
        text = Text("帳號含有不可用的字元。", "The account holds characters it may not.")
        wrong.append(("帳號", text, Text("只能用文字、數字及 . @ + - _。", "Use letters, digits and . @ + - _ only.")))
    if cells["電子郵件"] and not _is_email(cells["電子郵件"]):
        text = Text("不是有效的電子郵件。", "This is no e-mail address.")
        wrong.append(("電子郵件", text, Text("例如 name@city.gov.tw。", "For example name@city.gov.tw.")))
    if cells["角色"] and _role(cells["角色"]) is None:
        text = Text(f"沒有「{cells['角色']}」這個角色。", f"There is no role “{cells['角色']}”.")
        wrong.append(("角色", text, Text(f"可填：{'、'.join(ROLES)}。", f"One of: {', '.join(ROLES)}.")))
    for column, value in (("起日", from_on), ("迄日", until_on)):
        if cells[column] and value is None:
            wrong.append((column, Text("不是有效的日期。", "This is no date."), _DATE))
    if from_on and until_on and until_on < from_on:
        text = Text("迄日早於起日。", "It ends before it begins.")
        wrong.append(("迄日", text, Text("請更正日期，或留白表示未定。", "Mend the dates, or leave the end empty.")))
    faults = [Fault(file, place(PEOPLE, row.number, column), text, remedy) for column, text, remedy in wrong]
    if faults or from_on is None or not all(cells[name] for name in PEOPLE.required):
        return None, faults
    role = _role(cells["角色"]) or ""
    who = (cells["帳號"], cells["姓名"], cells["電子郵件"])
    return PersonLine(row.number, *who, cells["機關代碼"], cells["職務"], role, from_on, until_on), []


def _contradictions(lines: list[PersonLine], file: str) -> list[Fault]:
    first: dict[str, PersonLine] = {}
    faults = []
    for line in lines:
        known = first.setdefault(line.username.casefold(), line)
        if (known.name, known.email, known.username) != (line.name, line.email, line.username):
            text = Text(
                f"與第 {known.row} 列的同一帳號不一致。", f"It differs from row {known.row} of the same account."
            )
            faults.append(Fault(file, place(PEOPLE, line.row), text, _SAME))
    return faults


def _role(word: str) -> str | None:
    plain = word.replace(" ", "")
    return ROLES[plain] if plain in ROLES else next((role for role in ROLES.values() if role == plain), None)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
