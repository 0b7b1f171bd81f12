"""Taiwanese addresses in one spelling, so that the same door is found again.

縣市·鄉鎮市區·村里·鄰·路街·段·巷·弄·號(之)·樓(之)·室. Sections (段) carry Chinese numerals as on the street
signs, everything after them Arabic ones; 臺 is written in full; 12號之3 is the door 12之3號.
"""

from __future__ import annotations

import re
import unicodedata

_MOST_ROUNDS = 20  # one rule may uncover work for another; real addresses settle in two
_NUMERALS = "零一二三四五六七八九"
_CHINESE = re.compile(r"([零一二三四五六七八九十百]+)(?=鄰|巷|弄|號|樓|室|之[0-9一二三四五六七八九十])")
_SECTION = re.compile(r"([0-9]{1,2})(?=段)")
_RULES = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"之[一二三四五六七八九](?=號|室|$)", lambda found: f"之{_NUMERALS.index(found[0][1])}"),
        (r"([0-9]+)號之([0-9]+)(?!樓|F|[0-9])", r"\1之\2號"),
        (r"\s+|,|;|(?<![0-9A-Z])-|-(?![0-9])", ""),
        (r"(?<=[0-9])-(?=[0-9])", "之"),
        (r"([0-9]+)號之([0-9]+)(?!樓|F|[0-9])", r"\1之\2號"),
        (r"([0-9]+)F(?![A-Z])", r"\1樓"),
        (r"(?<=樓)-(?=[0-9])", "之"),
    )
)


def normal_address(text: str) -> str:
    """`text` in the one spelling; what is not understood stays as it was written. Doing it twice changes nothing."""
    address = unicodedata.normalize("NFKC", text).upper().replace("台", "臺")
    for _ in range(_MOST_ROUNDS):
        before, address = address, _rewritten(address)
        if address == before:
            break
    return address


def _rewritten(address: str) -> str:
    address = re.sub(r"[‐–—−~]", "-", unicodedata.normalize("NFKC", address))
    address = _CHINESE.sub(lambda found: _arabic(found[1]), address)
    address = _SECTION.sub(lambda found: _chinese(int(found[1])), address)
    address = re.sub(r"(?<=[樓F])-(?=[0-9])", "之", address)
    for pattern, spelling in _RULES:
        address = pattern.sub(spelling, address)
    return address


def _arabic(numerals: str) -> str:
    """一百二十三 → 123, 一二三 → 123; what is no number below a thousand stays."""
    if len(numerals) > 1 and not set(numerals) & set("十百"):
        return "".join(str(_digit(numeral)) for numeral in numerals)
    match = re.fullmatch(
        r"(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)", numerals
    )
    if match is None:
        return numerals
    hundreds, tens, ten, units = match.groups(default="")
    value = _digit(hundreds) * 100 + (_digit(tens) or 1) * 10 * bool(ten) + _digit(units)
    return str(value)


def _digit(numeral: str) -> int:
    return _NUMERALS.index(numeral) if numeral else 0


def _chinese(number: int) -> str:
    """1–99 as on street signs: 3 → 三, 12 → 十二, 20 → 二十."""
    tens, units = divmod(number, 10)
    return (
        (_NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[units] if units or not tens else "")
    )
