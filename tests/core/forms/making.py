"""Small forms for the tests, written as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from textwrap import dedent
from zoneinfo import ZoneInfo

from tongban.core.forms import Checked, FormSchema, read_form
from tongban.core.text import Fault

AT = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Taipei"))

YES_NO = """
| choices |           |      |                      |                     |
|         | list_name | name | label::中文 (zh-Hant) | label::English (en) |
|         | yn        | y    | 是                   | Yes                 |
|         | yn        | n    | 否                   | No                  |
"""


def read(text: str, choices: str = "") -> tuple[FormSchema | None, list[Fault]]:
    return read_form(dedent(text + choices).encode(), "form.md")


def form(text: str, choices: str = "") -> FormSchema:
    schema, faults = read(text, choices)
    assert schema is not None, [fault.in_("en") for fault in faults]
    return schema


def faults(text: str, choices: str = "") -> list[str]:
    """The faults in English, without the file's name."""
    schema, found = read(text, choices)
    assert schema is None
    assert all(fault.text.zh and fault.text.en for fault in found)
    return [fault.in_("en").removeprefix("form.md ") for fault in found]


def ask(kind: str, **columns: str) -> FormSchema:
    """A form with the one question `q`."""
    names = ["type", "name", "label", *columns]
    cells = [kind, "q", "Q", *columns.values()]
    header = " | ".join(name.replace("bind_check", "bind::check") for name in names)
    return form(f"| survey | {header} |\n| | {' | '.join(cells)} |\n", YES_NO if "select" in kind else "")


def check(schema: FormSchema, answers: Mapping[str, object], at: datetime = AT, **more: object) -> Checked:
    return schema.check(answers, at=at, **more)  # type: ignore[arg-type]


def refused(checked: Checked) -> list[str]:
    return [fault.name for fault in checked.faults]
