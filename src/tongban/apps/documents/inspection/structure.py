"""The pieces a picture file is made of, without decoding it (JPEG: ITU-T T.81; PNG: W3C PNG 3; WebP: RFC 9649).

Going through them first keeps files of a million empty pieces, on which decoders spend minutes, away from them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .types import JPEG, PNG, WEBP, FileType, refused

_MOST_PARTS = 20_000
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILL = re.compile(rb"\xff{0,64}(?=\xff[^\xff])")
_TOO_MUCH_FILL = b"\xff" * 66
_SCAN, _END = 0xDA, 0xD9


class Part(NamedTuple):
    """One piece: its name (of a JPEG segment, its marker), and all its bytes including head and checksum."""

    name: bytes
    data: bytes


def parts(data: bytes, found: FileType) -> list[Part]:
    """A JPEG's segments, a PNG's or WebP's chunks, up to the picture's end. Raises ValidationError for a broken one."""
    pieces: list[Part] = []
    try:
        for piece in _READERS[found](data):
            pieces.append(piece)
            if len(pieces) > _MOST_PARTS:
                raise damaged()
    except (struct.error, IndexError):
        raise damaged() from None
    return pieces


def damaged() -> ValidationError:
    return refused(_("This picture is damaged or incomplete: take or save it again and send that."), "damaged")


def _jpeg(data: bytes) -> Iterator[Part]:
    at = 2
    while at < len(data):
        fill = _FILL.match(data, at)
        if fill is None:
            raise damaged()
        at = fill.end()
        marker = data[at + 1]
        if marker == _END:
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == _SCAN:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
            if data.find(_TOO_MUCH_FILL, at, end) >= 0:
                raise damaged()
        yield Part(bytes([marker]), data[at:end])
        at = end


def _png(data: bytes) -> Iterator[Part]:
    name, at = b"", 8
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 12 + length
        yield Part(name, data[at:end])
        at = end


def _webp(data: bytes) -> Iterator[Part]:
    (size,) = struct.unpack_from("<I", data, 4)
    at = 12
    while at < min(len(data), size + 8):
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        yield Part(data[at : at + 4], data[at:end])
        at = end


_READERS: dict[FileType, Callable[[bytes], Iterator[Part]]] = {JPEG: _jpeg, PNG: _png, WEBP: _webp}
