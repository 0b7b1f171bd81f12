"""What people type who do not know FEEL, made into what they mean — where there is no doubt about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from tongban.core.decisions.dmn.asked import asked
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import parse
from tongban.core.decisions.feel.text import literal_of

_PARTS = re.compile(r"[,，、]")
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_QUOTES = str.maketrans({"「": '"', "」": '"', "“": '"', "”": '"', "＂": '"', "、": ","})


def cell(text: str, choices: Collection[str], *, result: bool = False) -> str:
    """The text as FEEL; as it is when it can be read, or when it is not clear what is meant.

    `choices` are the texts the column may have: they need no quotation marks. Full-width signs become plain ones.
    """
    parts = [part.strip() for part in _PARTS.split(text)]
    if choices and text.strip() and all(part in choices for part in parts) and (len(parts) == 1 or not result):
        return ", ".join(literal_of(part) for part in parts)
    if not text.strip() or _reads(text, result):
        return text
    plain = "".join(
        part if part.startswith('"') else unicodedata.normalize("NFKC", part.translate(_QUOTES))
        for part in _QUOTED.split(text)
    )
    return plain if _reads(plain, result) else text


def _reads(text: str, result: bool) -> bool:
    try:
        parse(text, lenient=True) if result else asked(text)
    except FeelError:
        return False
    return True
