"""Takes EXIF, GPS, XMP, comments, thumbnails and trailing data out of a photo without touching a pixel.

The picture's own coded data are copied as they are; only what says how to show it stays: colour profile and,
as the one EXIF entry, the orientation. (JPEG: ITU-T T.81; PNG: W3C PNG 3; WebP: RFC 9649.)
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import Image

from .images import open_image
from .types import JPEG, PNG, WEBP, FileType, refused

_ORIENTATION = 0x0112
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP".split())
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


def without_metadata(data: bytes, found: FileType) -> bytes:
    """The same picture without its metadata; other types come back as they are. Twice changes nothing."""
    strip = {JPEG: _jpeg, PNG: _png, WEBP: _webp}.get(found)
    if strip is None:
        return data
    try:
        return strip(data)
    except (struct.error, IndexError, StopIteration):
        raise refused(
            _("This picture is damaged or incomplete: take or save it again and send that."), "damaged"
        ) from None


def _jpeg(data: bytes) -> bytes:
    segments = list(_jpeg_segments(data))
    first = 1 if segments and segments[0].startswith(b"\xff\xe0") else 0
    exif = _orientation(data, "JPEG")
    if exif:
        segments.insert(first, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """The segments that make the picture, each with its marker; a scan with its coded data."""
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == 0xDA:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        if _makes_the_picture(marker, data[at + 4 : at + 18]):
            yield data[at:end]
        if end >= len(data):
            return
        at = end


def _makes_the_picture(marker: int, beginning: bytes) -> bool:
    if marker == 0xE2:
        return beginning.startswith(b"ICC_PROFILE\x00")
    if marker in (0xE0, 0xEE):  # JFIF and Adobe say how the colours are coded
        return beginning.startswith((b"JFIF\x00", b"Adobe"))
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 12 + length
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    chunks, at = [], 12
    while at < min(len(data), size + 8):
        name, (length,) = data[at : at + 4], struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        if name in _WEBP_KEPT:
            chunks.append(data[at:end])
        at = end
    exif = _orientation(data, "WEBP")[6:]  # without JPEG's "Exif" sign
    if exif and chunks and chunks[0].startswith(b"VP8X"):
        chunks.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\x00" * (len(exif) % 2))
    else:
        exif = b""
    chunks = [_flagged(chunk, bool(exif)) for chunk in chunks]
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _flagged(chunk: bytes, exif: bool) -> bytes:
    if not chunk.startswith(b"VP8X"):
        return chunk
    flags = chunk[8] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if exif else 0)
    return chunk[:8] + bytes([flags]) + chunk[9:]


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
