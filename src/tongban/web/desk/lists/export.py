"""A list as a file: what is seen, in the same columns and order."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongban.apps.org.policy import Deed, may
from tongban.apps.worklists.actions import record_export
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.columns import Due, Value
from tongban.apps.worklists.exporting import MOST, export_rows, export_size
from tongban.apps.worklists.matching import Match, match
from tongban.web.parts.spreadsheet import BOOK, LONGEST, MARK, ROC_DAY, SHEET, harmless, sheet_name

from .asked import asked
from .showing import written

FORMS = ("xlsx", "csv")


@require_POST
@login_required
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """Send the view as a file and record that it was taken out, before the first row leaves."""
    if form not in FORMS:
        raise Http404
    ask = asked(request)
    if not may(ask.rights, Deed.EXPORT):
        return render(request, "403.html", status=403)
    matched = match(ask.view, Asking(ask.rights, ask.today, Deed.EXPORT))
    size = export_size(matched)
    if size > MOST or matched.too_wide:
        context = {"most": MOST, "back": f"/desk/{ask.address}", "too_wide": matched.too_wide}
        return render(request, "desk/list_too_big.html", context, status=422)
    record_export(view=matched.view, form=form, count=size, by=ask.rights, at=ask.at)
    name = f"cases-{ask.today.isoformat()}"
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(matched), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    book = workbook(matched, ask.view.name)
    return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=SHEET)


def csv_lines(matched: Match) -> Iterator[bytes]:
    """With a byte order mark, so that Excel reads Chinese; dates as 2026-11-20."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield MARK.encode()
    writer.writerow([harmless(str(column.label)) for column in matched.columns])
    for cells in export_rows(matched):
        writer.writerow([_plain(cell) for cell in cells])
        if buffer.tell() > 65_536:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _plain(cell: Value) -> object:
    day = _day_in(cell)
    if day is not None:
        return day.isoformat()
    return cell if _is_number(cell) else harmless(written(cell))


def workbook(matched: Match, title: str) -> Any:
    """An XLSX file, written row by row to the disk: memory does not grow with the list."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **BOOK})
    sheet = book.add_worksheet(sheet_name(str(title)))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": ROC_DAY})
    for place, column in enumerate(matched.columns):
        sheet.set_column(place, place, 26 if column.name in {"why", "unread", "kind"} else 16)
        sheet.write_string(0, place, harmless(str(column.label)), bold)
    sheet.freeze_panes(1, 0)
    _fill(sheet, export_rows(matched), day)
    book.close()
    file.seek(0)
    return file


def _fill(sheet: Any, rows: Iterable[list[Value]], day: Any) -> None:
    for number, cells in enumerate(rows, 1):
        for place, cell in enumerate(cells):
            if (on := _day_in(cell)) is not None:
                sheet.write_datetime(number, place, on, day)
            elif _is_number(cell):
                sheet.write_number(number, place, cell)
            elif text := written(cell):
                sheet.write_string(number, place, harmless(text)[:LONGEST])


def _day_in(cell: Value) -> date | None:
    day = cell.on if isinstance(cell, Due) else cell
    return day if isinstance(day, date) else None


def _is_number(cell: Value) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
