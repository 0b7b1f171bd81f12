from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .types import PDF, FileType, refused

MOST_INFLATED = 64 * 2**20
_MOST_STREAMS = 5_000
_LONGEST_STREAM = 2**20


def _names(*names: str) -> re.Pattern[bytes]:
    """Any of the PDF names, each letter plain or as #xx. Names so long that no picture's bytes spell them by chance."""
    spelled = ("".join(f"(?:{letter}|#{ord(letter):x}|#{ord(letter):X})" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(spelled)})(?=[\\x00\\s()<>\\[\\]{{}}/%]|$)".encode())


_LOCKED = _names("Encrypt")
_ACTIVE = _names("JavaScript", "Launch", "RichMedia")
_ATTACHED = _names("EmbeddedFile", "EmbeddedFiles", "Collection")
_OBJECT_STREAM = _names("ObjStm")
_BEGIN = re.compile(rb"stream\r?\n")


def inspect(data: bytes) -> FileType:
    """A PDF that only shows something (ISO 32000): no scripts, programs, attachments or password."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1_024:]:
        raise refused(_damaged(), "damaged")
    _refuse_active(data)
    left = MOST_INFLATED
    for count, packed in enumerate(_object_streams(data)):
        objects = _inflated(packed, left)
        left -= len(objects)
        if left <= 0 or count >= _MOST_STREAMS:
            raise refused(
                _("This file unpacks to far more than it says: save the document again and send that."), "bomb"
            )
        _refuse_active(objects)
    return PDF


def _refuse_active(objects: bytes) -> None:
    if _LOCKED.search(objects):
        raise refused(_("This PDF is locked with a password: save it without one and send that."), "locked")
    if _ACTIVE.search(objects):
        raise refused(_("This PDF contains scripts or programs: print it to a new PDF and send that."), "active")
    if _ATTACHED.search(objects):
        raise refused(_("This PDF has other files attached: send them one by one."), "active")


def _object_streams(data: bytes) -> Iterator[bytes]:
    """Beginnings of the streams that hold objects. Goes through the data once, however hostile they are."""
    begin = 0
    for found in _OBJECT_STREAM.finditer(data):
        if found.end() <= begin:
            continue  # the same dictionary names it again
        keyword = _BEGIN.search(data, found.end())
        if keyword is None:
            return
        begin = keyword.end()
        yield data[begin : begin + _LONGEST_STREAM]


def _inflated(packed: bytes, most: int) -> bytes:
    """The objects in clear. Unpacked ones were seen with the rest of the file; any other coding nobody uses."""
    if packed[:1].isdigit():
        return b""
    inflater = zlib.decompressobj()
    try:
        objects = inflater.decompress(packed, most)
    except zlib.error:
        raise refused(_damaged(), "damaged") from None
    if not inflater.eof and not inflater.unconsumed_tail:
        raise refused(_damaged(), "damaged")
    return objects


def _damaged() -> str:
    return _("This PDF is damaged or incomplete: save it again and send that.")
