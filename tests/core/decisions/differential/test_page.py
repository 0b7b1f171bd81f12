"""docs/reference/dmn-conformance.md lists the disagreements with feelin, all of them and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core.decisions.differential.disagreements import DISAGREEMENTS, Disagreement

ROOT = Path(__file__).parents[4]
PAGE = ROOT / "docs" / "reference" / "dmn-conformance.md"
HEADING = "## Beside a second engine"


def row(one: Disagreement) -> str:
    there = f"`{one.there}`" if one.there != "an error" else one.there
    here = f"`{one.here}`" if one.here != "an error" else one.here
    return f"| {one.id} | `{one.example}` | {here} | {there} | {one.why} |"


def test_the_page_lists_every_disagreement_and_nothing_else() -> None:
    section = PAGE.read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
    assert rows == [row(one) for one in DISAGREEMENTS]


def test_the_page_names_the_version_that_is_compared_with() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    assert f"feelin {package['devDependencies']['feelin']}" in PAGE.read_text(encoding="utf-8")
