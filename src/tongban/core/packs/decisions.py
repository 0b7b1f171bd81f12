"""`decisions.dmn`: the tables a kind of case decides by."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.core.decisions import Model, ModelError, Severity, read_model
from tongban.core.text import Fault

DECISIONS = "decisions.dmn"


def read_decisions(files: Mapping[str, bytes]) -> tuple[Model | None, list[Fault]]:
    """The model, and what is wrong with it; a warning is a fault too: a case that meets the gap would wait."""
    if DECISIONS not in files:
        return None, []
    try:
        model = read_model(files[DECISIONS], file=DECISIONS)
    except ModelError as error:
        return None, [Fault(DECISIONS, "", error.text)]
    findings = [finding for finding in model.check() if finding.severity is not Severity.NOTE]
    return model, [finding.fault(DECISIONS) for finding in findings]
