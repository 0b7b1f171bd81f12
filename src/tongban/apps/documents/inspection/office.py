from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from lxml import etree

from .polyglot import zip_directory
from .types import DOCX, ODS, ODT, XLSX, FileType, refused

MOST_UNPACKED = 200 * 2**20
MOST_RATIO = 100
MOST_MEMBERS = 5_000
_MOST_DIRECTORY = 2 * 2**20
_MOST_XML = 2**20
_CHUNK = 2**16
_MAIN = {f"{DOCX.media_type}.main+xml": DOCX, f"{XLSX.media_type}.main+xml": XLSX}
_OPEN = {found.media_type: found for found in (ODT, ODS)}
_MACROS = ("vbaproject.bin", "vbadata.xml", "activex/", "macrosheets/", "basic/", "scripts/")
_PACKAGED = "\x01Ole10Native".encode("utf-16-le")
_FETCHED = ("/attachedTemplate", "/oleObject", "/subDocument", "/frame")


def inspect(data: bytes) -> FileType:
    """An Office Open XML (ECMA-376) or OpenDocument file: whole, of bearable size, and without anything that runs."""
    archive = _opened(data)
    members = archive.infolist()
    _refuse_bomb(members, len(data))
    _refuse_macros(members)
    for member in members:
        _read_through(archive, member)
    found = _type(archive)
    for member in members:
        if member.filename.endswith(".rels"):
            _refuse_fetching(archive, member)
    return found


def _opened(data: bytes) -> ZipFile:
    directory = zip_directory(data)
    if directory is None:
        raise refused(_damaged(), "damaged")
    if directory.begins != directory.declared_at or directory.end != len(data):
        raise refused(_("Another file is hidden in this one: save the document again and send that."), "polyglot")
    if directory.size > _MOST_DIRECTORY:
        raise refused(_bomb(), "bomb")
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        raise refused(_damaged(), "damaged") from None


def _refuse_bomb(members: list[ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * packed + 2**20):
        raise refused(_bomb(), "bomb")
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or any(".." in name.split("/") or name[:1] in "/\\" for name in names):
        raise refused(_damaged(), "damaged")


def _refuse_macros(members: list[ZipInfo]) -> None:
    for member in members:
        if member.flag_bits & 1:
            raise refused(_("This document is locked with a password: save it without one and send that."), "locked")
        if any(f"/{member.filename}".lower().find(f"/{sign}") >= 0 for sign in _MACROS):
            raise refused(_macros(), "active")


def _read_through(archive: ZipFile, member: ZipInfo) -> None:
    """Proves the checksum, piece by piece, and refuses a program packed inside."""
    beginning, tail = True, b""
    try:
        with archive.open(member) as content:
            while piece := content.read(_CHUNK):
                if (beginning and piece.startswith((b"MZ", b"\x7fELF"))) or _PACKAGED in tail + piece:
                    raise refused(_("This document has a program packed in it: remove it and send the rest."), "active")
                beginning, tail = False, piece[-len(_PACKAGED) :]
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise refused(_damaged(), "damaged") from None


def _type(archive: ZipFile) -> FileType:
    names = set(archive.namelist())
    if "mimetype" in names:
        with archive.open("mimetype") as content:
            declared = content.read(200).decode("ascii", "replace").strip()
        if declared in _OPEN:
            return _OPEN[declared]
    elif "[Content_Types].xml" in names:
        types = {str(part.get("ContentType")) for part in _xml(archive, "[Content_Types].xml").iter("{*}Override")}
        if any("macroEnabled" in declared for declared in types):
            raise refused(_macros(), "active")
        for declared in types:
            if declared in _MAIN:
                return _MAIN[declared]
    raise refused(_("Archives are not accepted: send the files in it one by one."), "archive")


def _refuse_fetching(archive: ZipFile, member: ZipInfo) -> None:
    for relation in _xml(archive, member.filename).iter("{*}Relationship"):
        if relation.get("TargetMode") == "External" and str(relation.get("Type")).endswith(_FETCHED):
            raise refused(
                _("This document loads parts from elsewhere when opened: save it as PDF and send that."), "active"
            )


def _xml(archive: ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > _MOST_XML:
        raise refused(_bomb(), "bomb")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError:
        raise refused(_damaged(), "damaged") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refused(_damaged(), "damaged")
    return root


def _damaged() -> str:
    return _("This document is damaged or incomplete: save it again and send that.")


def _bomb() -> str:
    return _("This file unpacks to far more than it says: save the document again and send that.")


def _macros() -> str:
    return _("This document contains macros: save it without them (.docx, .xlsx or PDF) and send that.")
