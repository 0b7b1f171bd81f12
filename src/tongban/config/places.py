"""Where this installation keeps its own things: data directory, keys, database addresses."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def var() -> Path:
    """The directory for everything the program writes outside the database (`TONGBAN_VAR`, else `var/`)."""
    return Path(os.environ.get("TONGBAN_VAR") or ROOT / "var").resolve()


def packs() -> Path:
    return Path(os.environ.get("TONGBAN_PACKS") or ROOT / "packs").resolve()
