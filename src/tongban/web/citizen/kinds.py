"""What the city's agencies do for citizens, found in everyday words. Pure but for reading what is published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.apps.catalogue.models import Offer, Pack
from tongban.apps.catalogue.queries import definition
from tongban.apps.org.models import Unit
from tongban.core.casework import Definition
from tongban.core.text import Text

_SILENT = re.compile(r"[\W_]+")
_ASKING = re.compile(r"請問|我想要?|我要|如何|怎麼|怎樣|可以|申請|辦理|查詢|的")
"""What people write around what they look for."""


@dataclass(frozen=True, slots=True)
class PublishedKind:
    code: str
    definition: Definition
    owner: Unit

    @property
    def name(self) -> Text:
        return self.definition.name

    def weighed(self) -> tuple[tuple[int, str], ...]:
        """Where words are looked for, with what a hit there weighs."""
        shown = self.definition
        rest = (self.owner.text, shown.legal_basis, *shown.documents)
        return (
            (5, _plain(f"{shown.name.zh} {shown.name.en}")),
            (3, _plain(f"{shown.summary.zh} {shown.summary.en}")),
            (1, _plain(" ".join(f"{text.zh} {text.en}" for text in rest))),
        )


def published_kinds() -> list[PublishedKind]:
    """Every published kind; one query, the definitions are kept in the process."""
    packs = Pack.objects.filter(current__isnull=False).select_related("owner").order_by("code")
    return [PublishedKind(pack.code, definition(pack.current_id), pack.owner) for pack in packs if pack.current_id]


def published_kind(code: str) -> PublishedKind | None:
    pack = Pack.objects.filter(code=code, current__isnull=False).select_related("owner").first()
    return PublishedKind(code, definition(pack.current_id), pack.owner) if pack and pack.current_id else None


def places_of(code: str) -> list[Unit]:
    """The units that take it in, the one in charge first."""
    offers = Offer.objects.filter(pack__code=code, active=True, unit__active=True).select_related(
        "unit__parent", "pack"
    )
    return [o.unit for o in sorted(offers, key=lambda o: (o.unit_id != o.handled_by_id, o.unit.code))]


def find(among: Iterable[PublishedKind], typed: str) -> list[PublishedKind]:
    """The services that `typed` may mean, likeliest first; all of them, as they come, when nothing is typed."""
    words = _words(typed)
    if not words:
        return list(among)
    scored = [(_score(service, words), service) for service in among]
    return [service for score, service in sorted(scored, key=lambda pair: -pair[0]) if score > 0]


def _score(service: PublishedKind, words: list[str]) -> float:
    """Nothing unless half of the word pairs are found somewhere; more the nearer to the name."""
    fields = service.weighed()
    found = [max((weight for weight, text in fields if word in text), default=0) for word in words]
    return sum(found) if sum(map(bool, found)) * 2 >= len(words) else 0


def _words(typed: str) -> list[str]:
    """Chinese has no spaces, so every two neighbouring characters count as a word."""
    words: list[str] = []
    for part in _SILENT.split(_fold(typed[:100])):
        part = _ASKING.sub("", part) or part
        words += [part] if part.isascii() else [part[i : i + 2] for i in range(max(1, len(part) - 1))]
    return [word for word in words if word]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("台", "臺")


def _plain(text: str) -> str:
    return _SILENT.sub(" ", _fold(text))
