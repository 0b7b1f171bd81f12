"""The types of file that are taken, and the way to refuse one."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file: its media type, and the endings its name may have (the usual one first)."""

    media_type: str
    extensions: tuple[str, ...]

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


PDF = FileType("application/pdf", ("pdf",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
PNG = FileType("image/png", ("png",))
WEBP = FileType("image/webp", ("webp",))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ODT = FileType("application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", ("ods",))


def refused(sentence: str, code: str) -> ValidationError:
    """`code` is for programs: executable, active, archive, bomb, damaged, polyglot, type, size, locked, empty."""
    return ValidationError(sentence, code=code)
