"""What the desk reads: pages of views, their totals and counts, neighbours, saved views, drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from tongban.apps.cases.models import Case
from tongban.apps.org.policy import Rights

from .asking import Asking
from .builtin import builtin, first_for
from .keeping import KeptDraft, unlock
from .matching import Match, match
from .models import Draft, SavedView
from .paging import Page, Place, neighbours_of, page
from .rows import Row, rows
from .view import View, split, with_given

COUNTED = 999
"""Counts in tabs go so far; beyond, the tab says 999+."""


@dataclass(frozen=True)
class Views:
    """The views somebody has: everyone's, then the unit's and one's own. `first` opens when no other is chosen."""

    rights: Rights
    builtin: Mapping[str, View]
    saved: tuple[SavedView, ...] = field(default=())

    @property
    def first(self) -> View:
        defaults = [saved for saved in self.saved if saved.is_default]
        own = [saved for saved in defaults if saved.person_id == self.rights.person_id]
        chosen = (own or defaults)[:1]
        return as_view(chosen[0]) if chosen else self.builtin[first_for(self.rights)]

    def named(self, code: str) -> View | None:
        """The view of this code; None when there is none, or none of one's own."""
        if code in self.builtin:
            return self.builtin[code]
        return next((as_view(saved) for saved in self.saved if code_of(saved) == code), None)

    def read(self, code: str, pairs: Iterable[tuple[str, str]] = ()) -> View:
        """The view a URL describes; an unknown code is the first view."""
        return with_given(self.named(code) or self.first, pairs)

    def read_text(self, text: str) -> View:
        """The inverse of `View.text`."""
        return self.read(*split(text))


def code_of(saved: SavedView) -> str:
    return f"v{saved.pk}"


def as_view(saved: SavedView) -> View:
    return View.from_settings(code_of(saved), saved.name, saved.settings)


def views_of(rights: Rights) -> Views:
    units = frozenset(unit for post in rights.posts for unit in (post.unit_id, post.agency_id))
    theirs = Q(person_id=rights.person_id) | Q(unit_id__in=sorted(units))
    saved = SavedView.objects.filter(theirs).order_by("person_id", "name", "pk")
    return Views(rights, builtin(rights), tuple(saved))


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a view, ready to be written."""

    match: Match
    page: Page
    rows: list[Row]


def shown(view: View, rights: Rights, *, today: date, place: Place | None = None) -> Shown:
    matched = match(view, Asking(rights, today))
    found = page(matched, place)
    return Shown(matched, found, rows(found.ids, matched.asking))


def counts(views: Iterable[View], rights: Rights, *, today: date) -> dict[str, int]:
    """How many cases are in each view, up to `COUNTED` + 1; views that would be slow to count are left out."""
    found = {}
    for view in views:
        matched = match(view, Asking(rights, today))
        if not matched.too_wide:
            found[view.code] = matched.cases.order_by()[: COUNTED + 1].count()
    return found


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Case numbers before and behind a case in a view; None at the ends."""

    previous: str | None
    next: str | None


def neighbours(view: View, rights: Rights, case: int, *, today: date) -> Neighbours:
    """Who stands beside the case (its id) in the view. It may have left the view meanwhile: its place still counts."""
    before, after = neighbours_of(match(view, Asking(rights, today)), case)
    numbers = dict(Case.objects.filter(pk__in=[pk for pk in (before, after) if pk]).values_list("pk", "number"))
    return Neighbours(numbers.get(before) if before else None, numbers.get(after) if after else None)


def draft(person_id: int, key: str) -> KeptDraft | None:
    """What the person had typed into the form of this key."""
    row = Draft.objects.filter(person_id=person_id, key=key).first()
    return None if row is None else KeptDraft(unlock(person_id, key, bytes(row.encrypted)), row.saved_at)
