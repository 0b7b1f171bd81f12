"""Which language the command line speaks: the terminal's."""

from __future__ import annotations

import os


def of_the_terminal() -> str:
    """`TONGBAN_LANGUAGE`, else the usual locale variables; English unless they say Chinese."""
    for name in ("TONGBAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh-Hant" if value.lower().startswith("zh") else "en"
    return "en"
