"""Uploads: read within bounds, kept between preview and confirmation; papers and tables to take away."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from tongban.core.text import Fault, Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent_file(request: HttpRequest, field: str) -> tuple[str, bytes, list[Fault]]:
    """Name, content and what is wrong with having it at all."""
    sent = request.FILES.get(field)
    if not isinstance(sent, UploadedFile) or not sent.size:
        return "", b"", [Fault("", "", Text("請選擇檔案。", "Choose a file."))]
    if sent.size > settings.UPLOAD_LIMIT:
        return "", b"", [Fault(sent.name or "", "", Text("檔案過大。", "The file is too large."))]
    return sent.name or "", sent.read(), []


def attachment(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def stamp(at: datetime) -> str:
    """For names of files: 20261120-1405."""
    return f"{at:%Y%m%d-%H%M}"
