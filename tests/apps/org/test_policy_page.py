"""The page about rights says what the code does."""

from __future__ import annotations

from pathlib import Path

from tongban.apps.org.models import Role
from tongban.apps.org.policy import MATRIX, Deed, Scope

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rights.md"


def as_table() -> list[str]:
    lines = ["| deed | " + " | ".join(Role) + " |", "| --- " * (len(Role) + 1) + "|"]
    for deed in Deed:
        cells = [", ".join(scope for scope in Scope if scope in MATRIX[deed].get(role, ())) or "–" for role in Role]
        lines.append(f"| {deed} | " + " | ".join(cells) + " |")
    return lines


def test_the_page_holds_the_very_table_of_the_code() -> None:
    assert "\n".join(as_table()) in PAGE.read_text()


def test_the_page_explains_every_tie() -> None:
    text = PAGE.read_text()
    assert [scope for scope in Scope if f"| `{scope}` |" not in text] == []


def test_every_deed_is_decided_by_the_matrix() -> None:
    assert set(MATRIX) == set(Deed)
