"""The page on the pack format lists what the program knows, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tongban.core.calendar import LimitUnit
from tongban.core.casework import AUTOMATIC, DISPATCH_NAMES, Phase
from tongban.core.casework.texts import PLACEHOLDERS
from tongban.core.packs import example_file, manifest, message_checks

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "pack-format.md").read_text()
LISTS = {
    "pack.yaml": manifest.KEYS,
    "limit": tuple(LimitUnit),
    "clock": manifest.CLOCK,
    "reminders": manifest.REMINDER,
    "public steps": manifest.STEP,
    "controls": manifest.CONTROL,
    "penalties": manifest.PENALTY,
    "dispatch": (*manifest.DISPATCH, *DISPATCH_NAMES),
    "co_processing": manifest.CO_PROCESSING,
    "kinds": manifest.KINDS,
    "channels": manifest.CHANNELS,
    "roles": manifest.ROLES,
    "purposes": manifest.PURPOSES,
    "notify": AUTOMATIC,
    "messages": tuple(PLACEHOLDERS),
    "examples": example_file.START,
    "acts": tuple(example_file.ACTS),
    "expect": example_file.EXPECTED,
}


def rows(heading: str) -> dict[str, list[str]]:
    """First cell → the other cells of the table under a heading."""
    section = re.split(rf"^## {re.escape(heading)}$", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:3] == "| `"
    ]
    return {first.strip("`"): others for first, *others in cells}


@pytest.mark.parametrize("heading", LISTS)
def test_a_table_names_exactly_what_the_program_knows(heading: str) -> None:
    assert sorted(rows(heading)) == sorted(LISTS[heading])


def test_keys_that_must_be_there_are_marked() -> None:
    assert {key for key, (must, _) in rows("pack.yaml").items() if must == "yes"} == set(manifest.REQUIRED)


def test_what_a_message_must_hold_is_told() -> None:
    told = {event: set(re.findall(r"\(\((\w+)\)\)", cells[1])) for event, cells in rows("notify").items()}
    assert told == {event: set(message_checks.MUST_HOLD.get(event, ())) for event in AUTOMATIC}


def test_what_stands_beside_an_act_is_told() -> None:
    told = {act: tuple(re.findall(r"`(\w+)`", cells[1])) for act, cells in rows("acts").items()}
    assert told == dict(example_file.ACTS)


def test_phases_are_told() -> None:
    assert rows("expect")["phase"] == [", ".join(Phase)]


def test_the_handbook_names_only_files_commands_and_placeholders_there_are() -> None:
    handbook = (DOCS / "howto" / "packs.md").read_text()
    named = set(re.findall(r"\(\((\w+)\)\)", handbook))
    assert named <= set(PLACEHOLDERS)
    keys = set(re.findall(r"^([a-z_]+):", handbook, flags=re.MULTILINE))
    known = {*manifest.KEYS, *example_file.START}
    assert keys <= known
    for folder in re.findall(r"`(packs/[\w/-]+)`", handbook):
        assert (DOCS.parent / folder).is_dir(), folder
