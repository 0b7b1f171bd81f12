"""The workbook to fill in: four sheets with drop-downs, and a fifth that lists the kinds there are."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter

from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition
from tongban.apps.org.models import Unit
from tongban.apps.org.workbook import UNITS
from tongban.apps.org.workbook.columns import Sheet
from tongban.apps.org.workbook.template import LAST, add_choice, add_sheet, add_sheets

from .sheets import KINDS, RECEIPTS

KNOWN = Sheet("可用類別", ("案件代碼", "名稱", "主管機關"), ())


def agency_template(units: Iterable[Unit], packs: Iterable[Pack]) -> bytes:
    """An .xlsx file with these units filled in; `packs` (published, with their owner) are what can be taken in."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    add_sheets(book, units)
    head, must = book.add_format({"bold": True}), book.add_format({"bold": True, "bg_color": "#FFF2CC"})
    kinds = add_sheet(book, KINDS, head, must)
    add_choice(kinds, KINDS, "案件代碼", f"={KNOWN.name}!$A$2:$A${LAST}")
    for column in ("受理機關代碼", "承辦單位代碼"):
        add_choice(kinds, KINDS, column, f"={UNITS.name}!$A$2:$A${LAST}")
    receipts = add_sheet(book, RECEIPTS, head, must)
    receipts.set_column(1, len(RECEIPTS.columns) - 1, 36)
    add_choice(receipts, RECEIPTS, "機關代碼", f"={UNITS.name}!$A$2:$A${LAST}")
    known = add_sheet(book, KNOWN, head, must)
    known.set_column(0, 2, 36)
    for row, pack in enumerate(packs, 1):
        name = definition(pack.current_id).name.zh if pack.current_id else ""
        known.write_row(row, 0, [pack.code, name, pack.owner.name])
    book.close()
    return out.getvalue()
