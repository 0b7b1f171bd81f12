from __future__ import annotations

from collections.abc import Callable

import puremagic
from django.utils.translation import gettext as _

from tongban.apps.documents.names import extension

from . import images, office, pdf, text
from .polyglot import refuse_hidden_archive
from .types import FileType, refused

_HEAD = 8_192
_INSPECT: dict[str, Callable[[bytes], FileType]] = {
    "application/pdf": pdf.inspect,
    "image/jpeg": images.inspect,
    "image/png": images.inspect,
    "image/webp": images.inspect,
    "application/zip": office.inspect,
}
_EXECUTABLE = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
    b"\x00asm",
)
_ARCHIVE = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Endings that a desktop runs or renders, however harmless the content looks.
_RUNNABLE = (
    "app apk bash bat chm cmd com cpl desktop dll docm dotm exe hta htm html inf iqy jar js jse lnk mht mhtml mjs msi "
    "msp php pif pl potm ppam pptm ps1 psm1 py rb reg scf scr settingcontent-ms sh shtml slk svg svgz sys url vbe vbs "
    "wsf wsh xhtml xht xlam xll xlsm xltm"
)


def recognise(data: bytes, name: str) -> FileType:
    """The file's type by its content, wholly inspected; raises ValidationError for whatever is not taken."""
    if not data:
        raise refused(_("This file is empty: choose it again, perhaps it had not been saved."), "empty")
    if extension(name) in _RUNNABLE.split() or data.startswith(_EXECUTABLE):
        raise refused(_("Programs and scripts are not accepted: send the document itself, e.g. as PDF."), "executable")
    _refuse_by_sign(data)
    inspect = next((_INSPECT[found] for found in _guesses(data) if found in _INSPECT), None)
    if inspect is not office.inspect:
        refuse_hidden_archive(data)
    return inspect(data) if inspect else text.inspect(data, extension(name))


def _guesses(data: bytes) -> list[str]:
    try:
        return [str(match.mime_type) for match in puremagic.magic_string(data[:_HEAD])]
    except puremagic.PureError:
        return []


def _refuse_by_sign(data: bytes) -> None:
    if data.startswith(_ARCHIVE):
        raise refused(_("Archives are not accepted: send the files in it one by one."), "archive")
    if data.startswith(_OLD_OFFICE):
        raise refused(_("Old Office files (.doc, .xls) may hold macros: save it as .docx, .xlsx or PDF."), "type")
    if data[4:8] == b"ftyp":
        raise refused(
            _(
                "HEIC photos and videos are not accepted: send the photo as JPEG "
                "(iPhone: Settings, Camera, Formats, Most Compatible)."
            ),
            "type",
        )
