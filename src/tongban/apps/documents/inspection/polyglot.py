"""Files that are two things at once: a picture or PDF with an archive hidden behind it."""

from __future__ import annotations

import struct
from typing import NamedTuple

from django.utils.translation import gettext as _

from .types import refused

_END = b"PK\x05\x06"
_END_SIZE = 22


class Directory(NamedTuple):
    """Where a ZIP file's directory lies (APPNOTE 4.3.16); bytes from the beginning of the data."""

    begins: int
    size: int
    declared_at: int
    end: int


def zip_directory(data: bytes) -> Directory | None:
    """The archive's directory, found from the end of the data as every ZIP program does; None where there is none."""
    at = len(data)
    earliest = max(0, len(data) - _END_SIZE - 0xFFFF)
    while (at := data.rfind(_END, earliest, at)) >= 0:
        if at + _END_SIZE <= len(data):
            size, declared_at, comment = struct.unpack_from("<IIH", data, at + 12)
            begins = at - size
            if begins >= 0 and (size == 0 or data.startswith(b"PK\x01\x02", begins)):
                return Directory(begins, size, declared_at, at + _END_SIZE + comment)
    return None


def refuse_hidden_archive(data: bytes) -> None:
    if zip_directory(data):
        raise refused(
            _("Another file is hidden in this one: save or photograph the document again and send that."), "polyglot"
        )
