"""How many parts a text takes on the air (3GPP TS 23.038, 23.040), and texts cut to what is allowed."""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
SINGLE_7BIT, PART_7BIT = 160, 153
SINGLE_UCS2, PART_UCS2 = 70, 67


def segments(text: str) -> int:
    """Parts that `text` is sent and charged as; 0 for an empty one."""
    if all(c in _BASIC or c in _EXTENDED for c in text):
        return _parts(sum(2 if c in _EXTENDED else 1 for c in text), SINGLE_7BIT, PART_7BIT)
    return _parts(len(text.encode("utf-16-be")) // 2, SINGLE_UCS2, PART_UCS2)


def _parts(length: int, single: int, part: int) -> int:
    if length == 0:
        return 0
    return 1 if length <= single else -(-length // part)


def fit(text: str, link: str, most: int) -> str:
    """`text` if it takes at most `most` segments, else as much of it as leaves room for `… link` at its end."""
    if segments(text) <= most:
        return text
    tail = f"… {link}"
    shortest, longest = 0, len(text)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if segments(text[:middle].rstrip() + tail) <= most:
            shortest = middle
        else:
            longest = middle - 1
    return text[:shortest].rstrip() + tail
