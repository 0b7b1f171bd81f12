"""Two versions of a process: what is different in words, and both drawings with it marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongban.apps.catalogue.models import PackVersion
from tongban.apps.catalogue.queries import Edition, definition, edition, files_of
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.packs.called import linked
from tongban.core.packs.process_checks import PROCESS
from tongban.core.process import Diagram, Difference, DifferenceKind, difference, read_diagram, read_process
from tongban.web.parts.actors import names_of
from tongban.web.parts.diagrams import SIGNS, Mark, drawing, signed
from tongban.web.parts.formatting import roc_date
from tongban.web.studio.access import door, pack_within
from tongban.web.studio.kinds.kind import head
from tongban.web.studio.showing import said, show

DRAFT = "draft"
_MEANINGS = {DifferenceKind.ADDED: "added", DifferenceKind.REMOVED: "removed"}
MOST_VERSIONS = 200


class Side(NamedTuple):
    """One of the two; `files` are those of the pack."""

    code: str
    label: str
    files: dict[str, bytes]

    @property
    def diagram(self) -> Diagram | None:
        return read_diagram(self.files[PROCESS])


class Change(NamedTuple):
    sign: str
    word: str
    text: str
    shape: str


@door(Deed.MANAGE_PACKS)
@require_GET
def compare(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """`from` and `to` are numbers of versions or `draft`; without them what is in force and the draft, or the last two."""
    pack = pack_within(reach, f"{domain}/{name}")
    now = edition(pack)
    versions = list(pack.versions.order_by("-number")[:MOST_VERSIONS])
    codes = [*([DRAFT] if now.draft else []), *(str(version.number) for version in versions)]
    newer = _side(request.GET.get("to", codes[0] if codes else ""), versions, now)
    older = _side(request.GET.get("from", codes[1] if len(codes) > 1 else ""), versions, now)
    context = {
        **head(pack, now, now.definition or (definition(pack.current_id) if pack.current_id else None)),
        "choices": _choices(versions, now),
        "older": older,
        "newer": newer,
        **(_compared(older, newer) if older and newer else {"changes": None}),
    }
    return show(request, "process_compare", context, tab="kinds")


def _compared(older: Side, newer: Side) -> dict[str, Any]:
    read = [read_process(side.files[PROCESS], PROCESS)[0] for side in (older, newer)]
    if read[0] is None or read[1] is None:
        return {"changes": None}
    found = difference(linked(read[0], older.files)[0], linked(read[1], newer.files)[0])
    before, after = older.diagram, newer.diagram
    return {
        "changes": [_change(one, before, after) for one in found],
        "before": drawing(before, older.label, _marks(found, before, DifferenceKind.ADDED), id="older"),
        "after": drawing(after, newer.label, _marks(found, after, DifferenceKind.REMOVED), id="newer"),
    }


def _marks(found: Iterable[Difference], diagram: Diagram | None, elsewhere: DifferenceKind) -> list[Mark]:
    """`elsewhere`: differences of this kind are on the other drawing."""
    if diagram is None:
        return []
    return [
        Mark(diagram.shape_of(one.id), meaning, signed(meaning, str(SIGNS[meaning][1])))
        for one in found
        if one.kind is not elsewhere
        for meaning in [_MEANINGS.get(one.kind, "changed")]
    ]


def _change(one: Difference, before: Diagram | None, after: Diagram | None) -> Change:
    sign, word = SIGNS[_MEANINGS.get(one.kind, "changed")]
    shape = (after.shape_of(one.id) if after else "") or (before.shape_of(one.id) if before else "")
    return Change(sign, str(word), said(one.text), shape)


def _side(code: str, versions: list[PackVersion], now: Edition) -> Side | None:
    if code == DRAFT and now.draft:
        files, label = now.files, _("Draft")
    else:
        version = next((version for version in versions if str(version.number) == code), None)
        if version is None:
            return None
        files, label = files_of(version), _("Version %(number)s") % {"number": version.number}
    if PROCESS not in files:
        raise Http404
    return Side(code, label, files)


def _choices(versions: list[PackVersion], now: Edition) -> list[tuple[str, str]]:
    names = names_of({version.published_by for version in versions})
    published = [
        (str(one.number), f"{one.number} · {roc_date(one.published_at, weekday=False)} · {names[one.published_by]}")
        for one in versions
    ]
    return [*([(DRAFT, _("Draft"))] if now.draft else []), *published]
