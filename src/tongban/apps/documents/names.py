"""File names: cleaned when a file comes in, written safely into a header when it goes out."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_UNWRITABLE = re.compile(r'[<>:"|?*]')  # in no file name on Windows
_DEVICE = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")


def clean_name(name: str, extensions: tuple[str, ...] = ()) -> str:
    """A name without folders, unseen characters and surprises: NFC, at most 120 characters.

    It ends in one of `extensions` (the first is put on when it does not), so that the name tells the content's type.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Twice: what was unseen may have stood between two blanks, or between a letter and its accent.
    visible = unicodedata.normalize("NFC", _SPACES.sub(" ", _UNSEEN.sub("", _SPACES.sub(" ", last))))
    plain = _DEVICE.sub(r"_\1", _UNWRITABLE.sub("_", visible).strip(" .")) or "document"
    stem, ending = _split(plain, extensions)
    return stem[: LONGEST - len(ending)].rstrip(" .") + ending


def extension(name: str) -> str:
    """What follows the last dot, in lower case, as a careless program would take it: `a.PDF . ` is `pdf`."""
    _, dot, ending = _UNSEEN.sub("", unicodedata.normalize("NFKC", name)).rstrip(" .").rpartition(".")
    return ending.strip().lower() if dot else ""


def disposition(name: str, *, inline: bool = False) -> str:
    """The value of Content-Disposition (RFC 6266): an ASCII name for old programs, the true one as RFC 8187 says."""
    ascii_name = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _split(name: str, extensions: tuple[str, ...]) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not extensions:
        return (stem, f".{ending}") if dot and stem and len(ending) <= 10 else (name, "")
    if dot and stem and ending.lower() in extensions:
        return stem, f".{ending.lower()}"
    return name, f".{extensions[0]}"
