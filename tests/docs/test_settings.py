"""docs/reference/settings.md names every environment variable the program reads, with the default it really has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
OURS = re.compile(r"(TONGBAN|DATABASE)_[A-Z_]+")


def documented() -> dict[str, str]:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\| .+ \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(rows)


def constants() -> Iterator[tuple[str, str | None]]:
    """Every literal that is one of our variables, with the literal default that stands beside it, if one does."""
    for file in sorted((ROOT / "src").rglob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and OURS.fullmatch(node.value):
                yield node.value, None
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get" and len(node.args) == 2:
                name, default = node.args
                if isinstance(name, ast.Constant) and isinstance(default, ast.Constant):
                    yield str(name.value), str(default.value)


def test_the_page_names_what_the_program_reads_and_nothing_else() -> None:
    assert set(documented()) == {name for name, _ in constants()}


def test_the_defaults_on_the_page_are_those_of_the_program() -> None:
    page = documented()
    wrong = {n: (page.get(n), d) for n, d in constants() if d is not None and page.get(n) != (f"`{d}`" if d else "")}
    assert wrong == {}


def test_no_variable_is_described_twice() -> None:
    names = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(names) == len(set(names))
