"""A pack's decisions are held against its process, its forms and its penalties; every fault says where it is."""

from __future__ import annotations

import pytest

from tests.core.packs.valid import files
from tongban.core.packs import read_pack

FIRE = "fire/equipment-inspection"


def found(path: str, old: str, new: str) -> set[tuple[str, str]]:
    """(file, English text) of the faults after one change."""
    given = files(FIRE)
    assert old in given[path].decode()
    read, faults = read_pack(given | {path: given[path].decode().replace(old, new).encode()})
    assert (read is None) == bool(faults)
    return {(fault.file, fault.text.en) for fault in faults}


def test_the_pack_itself_is_clean() -> None:
    assert found("pack.yaml", "least: least", "least: least") == set()


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        (
            "process.bpmn",
            'decisionRef="measure"',
            'decisionRef="other"',
            ("process.bpmn", "There is no decision “other”"),
        ),
        ("pack.yaml", "decision: penalty", "decision: other", ("pack.yaml", "There is no decision “other”")),
        ("pack.yaml", "amount: fine", "amount: due", ("pack.yaml", "The table has no output “due”")),
        ("pack.yaml", "on: propose, outcome", "on: nowhere, outcome", ("pack.yaml", "No user task “nowhere”")),
        ("pack.yaml", "outcome: fined, d", "outcome: redo, d", ("pack.yaml", "No outcome “redo”")),
        (
            "pack.yaml",
            "on: propose, outcome: fined",
            "on: reinspect, outcome: not-improved",
            ("pack.yaml", "The step that imposes a penalty has no form of its own"),
        ),
        (
            "pack.yaml",
            "personal_data: {",
            "personal_data: {venue_size: sensitive, ",
            ("decisions.dmn", "A decision may not use personal data (“venue_size”)"),
        ),
        ("form.md", "venue_size ", "venue_area ", ("decisions.dmn", "Unknown name “venue_size” in a decision")),
        (
            "process.bpmn",
            'resultVariable="measure"',
            'resultVariable="times"',
            ("process.bpmn", "The result variable “times” means something else already"),
        ),
    ],
)
def test_what_does_not_fit_is_named(path: str, old: str, new: str, fault: tuple[str, str]) -> None:
    assert fault in found(path, old, new)


def test_a_gap_in_a_standard_is_a_fault_with_its_example() -> None:
    faults = found("decisions.dmn", "<text>&gt;= 3</text>", "<text>[3..9]</text>")
    assert any(file == "decisions.dmn" and "No rule covers" in text for file, text in faults)


def test_what_is_no_dmn_is_one_fault_and_hides_no_other() -> None:
    given = files(FIRE)
    _, faults = read_pack(given | {"decisions.dmn": b"<html/>"})
    assert [fault.file for fault in faults] == ["decisions.dmn"]
