"""Addresses of a decision's pages."""

from __future__ import annotations

from django.urls import NoReverseMatch

from tongban.web.studio.kinds.addresses import kind_url


def table_url(code: str, page: str, decision: str) -> str:
    """`page`: "" for the table itself, workbook, upload, keep, try. Nothing for an id that no address can hold."""
    try:
        return kind_url(code, f"table_{page}" if page else "table", decision)
    except NoReverseMatch:
        return ""
