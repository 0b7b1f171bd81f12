"""Below /studio/kinds/<domain>/<name>/tables/; a table is called by the id of its decision."""

from __future__ import annotations

from django.urls import path

from . import pages, trying, workbooks

_TABLE = "<str:table>/"

urlpatterns = [
    path("", pages.tables, name="studio_kind_tables"),
    path(_TABLE, pages.table, name="studio_kind_table"),
    path(f"{_TABLE}workbook/", workbooks.workbook, name="studio_kind_table_workbook"),
    path(f"{_TABLE}upload/", workbooks.upload, name="studio_kind_table_upload"),
    path(f"{_TABLE}keep/", workbooks.keep, name="studio_kind_table_keep"),
    path(f"{_TABLE}try/", trying.try_it, name="studio_kind_table_try"),
]
