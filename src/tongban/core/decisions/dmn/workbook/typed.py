"""What people type who do not know FEEL, made into what they mean — where there is no doubt about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from tongban.core.decisions.dmn.asked import asked
from tongban.core.decisions.feel.errors import FeelError
from tongban.core.decisions.feel.expression import parse
from tongban.core.decisions.feel.text import literal_of
from tongban.core.text import Text

_PARTS = re.compile(r"[,，、]")
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_QUOTES = str.maketrans(
    {"「": '"', "」": '"', "『": '"', "』": '"', "“": '"', "”": '"', "„": '"', "＂": '"', "、": ","}
)
_THOUSANDS = re.compile(r"(?<![\d,])(?<!\d\.)(\d{1,3}(?:,\d{3})+)(?![\d,])")
_DAY = re.compile(r'(?<![\w"@])(\d{3,4})([/.-])(\d{1,2})\2(\d{1,2})(?![\w"])')
_ROC = 1911
_WORDS = {"不限": "-", "任何": "-"}
_TRUTH = {"是": "true", "否": "false", "TRUE": "true", "FALSE": "false"}


def cell(text: str, choices: Collection[str], *, kind: str = "", result: bool = False) -> str:
    """The text as FEEL; as it is when it can be read, or when it is not clear what is meant.

    `choices` are the texts the column may have: they need no quotation marks. Full-width signs become plain ones.
    `kind` is what the column holds: numbers may have thousands separated, days be written 2026/1/31 or 115/1/31.
    """
    text = text.strip()
    parts = [part.strip() for part in _PARTS.split(text)]
    if choices and text and all(part in choices for part in parts) and (len(parts) == 1 or not result):
        return ", ".join(literal_of(part) for part in parts)
    if not text:
        return ""
    if not result and text in _WORDS:
        return _WORDS[text]
    plain = _unquoted(text, kind)
    if kind in ("number", "date", "boolean") and _reads(plain, result):
        return plain
    return text if _reads(text, result) or not _reads(plain, result) else plain


def doubt(text: str, kind: str) -> tuple[Text, Text] | None:
    """What a condition on numbers may mean besides what it says, and how to write either."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if kind != "number":
        return None
    if re.fullmatch(r"\d+-\d+", plain):
        low, _, high = plain.partition("-")
        remedy = Text(f"若是範圍，請寫成 [{low}..{high}]。", f"If it is a range, write [{low}..{high}].")
        return Text(f"「{text}」會被當成減法。", f"“{text}” is taken for a subtraction."), remedy
    if _THOUSANDS.fullmatch(unicodedata.normalize("NFKC", text.strip())):
        one, several = plain.replace(",", ""), plain.replace(",", ", ")
        remedy = Text(
            f"若是一個數字，請寫成 {one}；若是多個值，請在逗號後加空格：{several}。",
            f"If it is one number, write {one}; if it is several, put a blank behind each comma: {several}.",
        )
        return Text(f"「{text}」是一個數字還是多個值？", f"Is “{text}” one number or several?"), remedy
    return None


def _unquoted(text: str, kind: str) -> str:
    """All that stands outside of quotation marks, in plain signs and as the column's kind has it."""
    return "".join(part if part.startswith('"') else _plain(part, kind) for part in _QUOTED.split(text))


def _plain(text: str, kind: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    if kind == "number":
        return _THOUSANDS.sub(lambda found: found[1].replace(",", ""), plain)
    if kind == "date":
        return _DAY.sub(_day, plain)
    return _TRUTH.get(plain.strip(), plain) if kind == "boolean" else plain


def _day(found: re.Match[str]) -> str:
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    try:
        meant = date(year + _ROC if len(found[1]) == 3 else year, month, day)
    except ValueError:
        return found[0]
    return f'date("{meant.isoformat()}")'


def _reads(text: str, result: bool) -> bool:
    try:
        parse(text, lenient=True) if result else asked(text)
    except FeelError:
        return False
    return True
