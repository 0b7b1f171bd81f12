"""Everything that can be found wrong in a decision table without running it."""

from __future__ import annotations

from collections.abc import Collection

from tongban.core.decisions.dmn.cells import cell_findings
from tongban.core.decisions.dmn.findings import Finding
from tongban.core.decisions.dmn.reading import read_table
from tongban.core.decisions.dmn.rules import rule_findings
from tongban.core.decisions.dmn.table import Table


def check_table(table: Table, names: Collection[str] | None = None) -> list[Finding]:
    """Unknown names, kinds that do not go together, rules that overlap, contradict, never decide, and gaps.

    `names` are what the texts may use: inputs, other decisions, functions of the model; None allows any. Types that
    a model defines itself are resolved by the caller (`Input.type`, `.values`). What concerns the whole table comes
    first, then rule by rule. An example always does what it is an example of; a table too large to be searched
    wholly says so in a note.
    """
    parsed, findings = read_table(table, names)
    findings = [*findings, *cell_findings(parsed), *rule_findings(parsed)]
    return sorted(findings, key=lambda finding: finding.rule or 0)
