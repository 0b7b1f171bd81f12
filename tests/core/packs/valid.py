"""A small pack without a fault, for tests that break it."""

from __future__ import annotations

from pathlib import Path

from tongban.core.casework import Definition
from tongban.core.packs import read_folder, read_pack

PACKS = Path(__file__).parents[3] / "packs"


def files(code: str = "social/wandering-bracelet") -> dict[str, bytes]:
    return read_folder(PACKS / code)


def definition(code: str = "social/wandering-bracelet", **changed: bytes) -> Definition:
    found, faults = read_pack(files(code) | changed)
    assert found is not None, faults
    return found
