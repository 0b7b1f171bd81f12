"""Addresses of a kind's pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from tongban.apps.catalogue.composing import MANIFEST, RULES
from tongban.apps.catalogue.message_files import codes_in, paths_of
from tongban.core.packs.decisions import DECISIONS
from tongban.core.packs.process_checks import PROCESS


def kind_url(code: str, page: str = "", *more: object) -> str:
    domain, _, name = code.partition("/")
    return reverse(f"studio_kind_{page}" if page else "studio_kind", args=[domain, name, *more])


def mending_urls(code: str, paths: Iterable[str]) -> dict[str, str]:
    """Where the faults of each file of the pack are mended."""
    known = list(paths)
    urls = {path: kind_url(code, "upload") for path in known}
    for message in codes_in(known):
        urls |= dict.fromkeys(paths_of(message), kind_url(code, "text", message))
    if PROCESS in urls:
        urls[PROCESS] = kind_url(code, "process")
    if DECISIONS in urls:
        urls[DECISIONS] = kind_url(code, "tables")
    return urls | dict.fromkeys((MANIFEST, RULES), kind_url(code, "rules"))
