"""Takes EXIF, GPS, XMP, comments, thumbnails and trailing data out of a photo without touching a pixel.

The picture's own coded data are copied as they are; only what says how to show it stays: colour profile and,
as the one EXIF entry, the orientation.
"""

from __future__ import annotations

import struct

from PIL import Image

from .images import open_image
from .structure import Part, parts
from .types import JPEG, PNG, WEBP, FileType

_ORIENTATION = 0x0112
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP".split())
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


def without_metadata(data: bytes, found: FileType) -> bytes:
    """The same picture without its metadata; other types come back as they are. Twice changes nothing."""
    strip = {JPEG: _jpeg, PNG: _png, WEBP: _webp}.get(found)
    return strip(data) if strip else data


def _jpeg(data: bytes) -> bytes:
    kept = [part.data for part in parts(data, JPEG) if _makes_the_picture(part)]
    if exif := _orientation(data, "JPEG"):
        behind_jfif = 1 if kept and kept[0].startswith(b"\xff\xe0") else 0
        kept.insert(behind_jfif, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"\xff\xd8" + b"".join(kept) + b"\xff\xd9"


def _makes_the_picture(part: Part) -> bool:
    marker, content = part.name[0], part.data[4:18]
    if marker == 0xE2:
        return content.startswith(b"ICC_PROFILE\x00")
    if marker in (0xE0, 0xEE):  # JFIF and Adobe say how the colours are coded
        return content.startswith((b"JFIF\x00", b"Adobe"))
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _png(data: bytes) -> bytes:
    return data[:8] + b"".join(part.data for part in parts(data, PNG) if part.name in _PNG_KEPT)


def _webp(data: bytes) -> bytes:
    kept = [part for part in parts(data, WEBP) if part.name in _WEBP_KEPT]
    exif = b""
    if kept and kept[0].name == b"VP8X":  # the simple forms have no room for it
        exif = _orientation(data, "WEBP")[6:]  # without JPEG's "Exif" sign
    body = b"WEBP" + b"".join(_flagged(part, bool(exif)) for part in kept)
    if exif:
        body += b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\x00" * (len(exif) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _flagged(part: Part, exif: bool) -> bytes:
    """VP8X says which chunks follow."""
    if part.name != b"VP8X":
        return part.data
    flags = part.data[8] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if exif else 0)
    return part.data[:8] + bytes([flags]) + part.data[9:]


def _orientation(data: bytes, name: str) -> bytes:
    """EXIF data of nothing but how the camera was held; empty when it was held upright."""
    try:
        turned = open_image(data, name).getexif().get(_ORIENTATION)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return b""
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    return exif.tobytes()
