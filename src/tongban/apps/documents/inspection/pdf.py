from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .types import PDF, FileType, refused

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME_ENDS = rb"(?=[\x00\s()<>\[\]{}/%]|$)"
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia)" + _NAME_ENDS)
_ATTACHED = re.compile(rb"/(EmbeddedFiles?|Collection)" + _NAME_ENDS)
_LOCKED = re.compile(rb"/Encrypt" + _NAME_ENDS)
_MOST_INFLATED = 64 * 2**20
_DICTIONARY = 2_048


def inspect(data: bytes) -> FileType:
    """A PDF that only shows something (ISO 32000): no scripts, programs, attachments or password."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1_024:]:
        raise refused(_("This PDF is damaged or incomplete: save it again and send that."), "damaged")
    for objects in _objects(data):
        names = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), objects)
        if _LOCKED.search(names):
            raise refused(_("This PDF is locked with a password: save it without one and send that."), "locked")
        if _ACTIVE.search(names):
            raise refused(_("This PDF contains scripts or programs: print it to a new PDF and send that."), "active")
        if _ATTACHED.search(names):
            raise refused(_("This PDF has other files attached: send them one by one."), "active")
    return PDF


def _objects(data: bytes) -> Iterator[bytes]:
    """The file's own structure without page contents and pictures, then what compressed object streams hold of it."""
    yield _STREAM.sub(b"stream endstream", data)
    left = _MOST_INFLATED
    for stream in _STREAM.finditer(data):
        dictionary = data[max(0, stream.start() - _DICTIONARY) : stream.start()].rpartition(b"obj")[2]
        if b"ObjStm" in _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), dictionary):
            inflated = _inflated(stream[1], left)
            left -= len(inflated)
            yield inflated


def _inflated(compressed: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        clear = inflater.decompress(compressed, max(most, 1))
    except zlib.error:
        return compressed
    if inflater.unconsumed_tail:
        raise refused(_("This file unpacks to far more than it says: save the document again and send that."), "bomb")
    return clear
