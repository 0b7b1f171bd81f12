"""The page on BPMN names every fault that the checks before publishing can find, in the words of the program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tongban.core.process.checks
from tongban.core.process.checks.soundness import MAX_MARKINGS, MAX_ORDERS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "bpmn.md").read_text(encoding="utf-8")
ROOM = Path(tongban.core.process.checks.__file__).parent


def said() -> Iterator[str]:
    """The English sentence of each fault: the first Text of a Rule or of what is added to the findings."""
    for file in sorted(ROOM.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = isinstance(call, ast.Call) and (getattr(call.func, "id", "") or getattr(call.func, "attr", ""))
            if name in ("Rule", "add"):
                texts = [
                    one for one in call.args if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Text"
                ]
                yield from (one.args[1].value for one in texts[:1] if len(call.args) > 1 and isinstance(one, ast.Call))


def test_every_fault_stands_on_the_page():
    sentences = [sentence for sentence in said() if not sentence.startswith("Write it in ISO")]
    assert len(sentences) > 30
    assert [sentence for sentence in sentences if sentence not in PAGE] == []


def test_the_bounds_stand_on_the_page():
    assert f"{MAX_ORDERS:,} moves" in PAGE
    assert f"{MAX_MARKINGS:,} more" in PAGE
