"""Bytes of an XML file → its text, in the encodings that modelers write; nothing is parsed yet."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_READ = frozenset((
    "utf-8", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "iso8859-15", "cp1252", "big5", "cp950", "big5hkscs",
    "gb18030", "gbk", "gb2312",
))  # fmt: skip
_SPACE = re.compile(r"\s*")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,200}\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_HEAD = 400
"""The XML declaration stands within so many bytes from the beginning."""


def text_of(source: bytes) -> str | None:
    """The text without byte order mark and XML declaration, its lines where they were; None when the encoding is not
    read or a byte does not fit it. A mark counts more than the declaration, as XML 1.0 (appendix F) has it."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if source.startswith(mark)), (b"", ""))
    encoding = encoding or next((name for look, name in _UNMARKED if source.startswith(look)), "")
    try:
        name = codecs.lookup(encoding or _declared(source)).name
        text = source[len(mark) :].decode(name) if name in _READ else "\0"
    except (LookupError, UnicodeDecodeError):
        return None
    return None if "\0" in text else _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)


def _declared(source: bytes) -> str:
    head = source[:_HEAD].decode("latin-1")
    declaration = _DECLARATION.match(head)
    named = _ENCODING.search(declaration[0]) if declaration else None
    # A declaration that can be read byte by byte is no UTF-16, though some exporters say so.
    return named[1] if named and not named[1].lower().startswith("utf-16") else "utf-8"


def has_doctype(text: str) -> bool:
    """Whether a DOCTYPE stands before the root element, the only place where one can."""
    at = _past(_SPACE, text, 0)
    while text.startswith(("<?", "<!--"), at):
        close = "-->" if text.startswith("<!--", at) else "?>"
        found = text.find(close, at + 2)
        if found < 0:
            return False
        at = _past(_SPACE, text, found + len(close))
    return text.startswith("<!", at)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
