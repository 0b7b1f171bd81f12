"""What all pages of the studio share: their tabs, names in place of actors, faults in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.apps.org.policy import Deed, grounds
from tongban.core.text import Fault, Text

from .access import rights_of


class Tab(NamedTuple):
    name: str
    label: str
    url: str
    is_here: bool


class FaultLine(NamedTuple):
    """A fault as it is listed: where, what, how to mend it, and where that is done."""

    where: str
    text: str
    remedy: str
    url: str = ""


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    whole = {"tabs": tabs(request, tab), "tab": tab, **context}
    return render(request, f"studio/{template}.html", whole, status=status)


def tabs(request: HttpRequest, here: str) -> list[Tab]:
    rights = rights_of(request)
    units = grounds(rights, Deed.MANAGE_UNITS)
    offered = (
        ("kinds", _("Kinds of case"), "studio", grounds(rights, Deed.MANAGE_PACKS)),
        ("receipts", _("Receipts"), "studio_receipts", grounds(rights, Deed.MANAGE_PACKS)),
        ("organisation", _("Units and people"), "studio_organisation", units),
        ("agency", _("New agency"), "studio_agency", units),
        ("calendar", _("Office calendar"), "studio_calendar", units.everything),
        ("systems", _("Systems"), "studio_systems", grounds(rights, Deed.MANAGE_SYSTEMS)),
    )
    return [Tab(name, label, reverse(url), name == here) for name, label, url, may in offered if may]


def language() -> str:
    return get_language() or "zh-hant"


def said(text: Text) -> str:
    return text.in_(language())


def fault_lines(faults: Iterable[Fault], urls: Mapping[str, str] | None = None) -> list[FaultLine]:
    """`urls`: where a file's faults are mended."""
    return [
        FaultLine(
            " ".join(part for part in (fault.file, fault.place) if part),
            said(fault.text),
            said(fault.remedy),
            (urls or {}).get(fault.file, ""),
        )
        for fault in faults
    ]
