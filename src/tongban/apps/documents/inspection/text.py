from __future__ import annotations

import re

from django.utils.translation import gettext as _

from .types import FileType, refused

_ENCODINGS = (("utf-8-sig", "utf-8"), ("cp950", "big5"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"<\s*(!doctype|\?xml|\?php|\?=|html|head|body|script|svg|iframe|object|embed|style|meta)\b", re.I)
_SNIFFED = 4_096


def inspect(data: bytes, extension: str) -> FileType:
    """Plain text in UTF-8, UTF-16 or Big5: comma-separated when its name says so, which harms nobody if untrue."""
    decoded, charset = _decoded(data)
    if decoded is None or _CONTROL.search(decoded):
        raise refused(
            _("This type of file is not accepted: send PDF, JPEG, PNG, WebP, DOCX, XLSX, ODT, ODS, TXT or CSV."), "type"
        )
    if _MARKUP.search(decoded[:_SNIFFED]):
        raise refused(_("Web pages, SVG and XML are not accepted: print it to a PDF and send that."), "active")
    if extension == "csv":
        return FileType(f"text/csv; charset={charset}", ("csv",))
    return FileType(f"text/plain; charset={charset}", ("txt",))


def _decoded(data: bytes) -> tuple[str | None, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            return None, ""
    for codec, charset in _ENCODINGS:
        try:
            return data.decode(codec), charset
        except UnicodeDecodeError:
            continue
    return None, ""
