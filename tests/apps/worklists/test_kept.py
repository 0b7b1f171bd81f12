"""Drafts and saved views."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.apps.cases.conftest import AT, City
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.worklists.actions import delete_view, forget_draft, forget_old_drafts, save_draft, save_view
from tongban.apps.worklists.actions.drafts import MOST
from tongban.apps.worklists.models import Draft, SavedView
from tongban.apps.worklists.queries import draft, views_of
from tongban.apps.worklists.view import Scope, View

pytestmark = pytest.mark.django_db
VIEW = View("unit", "x", Scope.UNIT, {"phase": "received"}, ("number", "due_on"), "-due_on", ("phase",))


def test_a_draft_comes_back_as_typed_and_lies_encrypted(city: City) -> None:
    me = city.people["handler"].pk
    save_draft(person_id=me, key="case:1", values={"reason": ["王小明 A123456789"]}, at=AT)
    kept = draft(me, "case:1")
    assert kept is not None
    assert kept.values == {"reason": ["王小明 A123456789"]}
    assert kept.saved_at == AT
    stored = bytes(Draft.objects.get().encrypted)
    assert "王小明".encode() not in stored
    assert b"A123456789" not in stored


def test_a_draft_is_its_writers_alone(city: City) -> None:
    save_draft(person_id=city.people["handler"].pk, key="k", values={"a": ["1"]}, at=AT)
    assert draft(city.people["colleague"].pk, "k") is None


def test_the_last_typing_counts_and_the_act_forgets_it(city: City) -> None:
    me = city.people["handler"].pk
    for text in ("1", "2"):
        save_draft(person_id=me, key="k", values={"a": [text]}, at=AT)
    kept = draft(me, "k")
    assert kept is not None
    assert kept.values == {"a": ["2"]}
    forget_draft(person_id=me, key="k")
    forget_draft(person_id=me, key="k")
    assert draft(me, "k") is None


def test_drafts_are_forgotten_after_thirty_days(city: City) -> None:
    me = city.people["handler"].pk
    save_draft(person_id=me, key="old", values={}, at=AT)
    save_draft(person_id=me, key="new", values={}, at=AT + timedelta(days=1))
    assert forget_old_drafts(at=AT + timedelta(days=30, minutes=1)) == 1
    assert draft(me, "new") is not None


@pytest.mark.parametrize(("key", "size"), [("", 1), ("k" * 201, 1), ("a\nb", 1), ("k", 300_000)])
def test_a_draft_without_measure_is_refused(city: City, key: str, size: int) -> None:
    with pytest.raises(ValidationError):
        save_draft(person_id=city.people["handler"].pk, key=key, values={"a": ["x" * size]}, at=AT)


def test_the_oldest_draft_makes_room(city: City) -> None:
    me = city.people["handler"].pk
    for n in range(MOST + 2):
        save_draft(person_id=me, key=str(n), values={}, at=AT + timedelta(seconds=n))
    assert Draft.objects.count() == MOST
    assert draft(me, "0") is None


def test_a_saved_view_is_found_again_with_all_it_says(city: City) -> None:
    rights = city.rights("handler")
    saved = save_view(view=VIEW, name=" 我的  檢視 ", by=rights, at=AT)
    found = views_of(rights).named(f"v{saved.pk}")
    assert found is not None
    assert (found.name, found.settings) == ("我的 檢視", VIEW.settings)
    assert views_of(city.rights("colleague")).named(f"v{saved.pk}") is None


def test_a_units_view_is_for_everyone_of_it_and_set_up_by_who_leads_it(city: City) -> None:
    with pytest.raises(NotAllowed):
        save_view(view=VIEW, name="x", unit_id=city.section.pk, by=city.rights("handler"), at=AT)
    saved = save_view(view=VIEW, name="x", unit_id=city.section.pk, by=city.rights("supervisor"), at=AT)
    assert views_of(city.rights("handler")).named(f"v{saved.pk}") is not None
    assert views_of(city.rights("stranger")).named(f"v{saved.pk}") is None
    with pytest.raises(NotAllowed):
        delete_view(saved=saved, by=city.rights("handler"))
    with pytest.raises(NotAllowed):
        save_view(view=VIEW, name="y", replaces=saved, by=city.rights("handler"), at=AT)


def test_only_the_last_default_opens_and_ones_own_comes_before_the_units(city: City) -> None:
    handler, supervisor = city.rights("handler"), city.rights("supervisor")
    assert views_of(handler).first.code == "mine"
    units = save_view(view=VIEW, name="u", unit_id=city.section.pk, is_default=True, by=supervisor, at=AT)
    assert views_of(handler).first.code == f"v{units.pk}"
    save_view(view=VIEW, name="a", is_default=True, by=handler, at=AT)
    last = save_view(view=VIEW, name="b", is_default=True, by=handler, at=AT)
    assert SavedView.objects.filter(is_default=True).count() == 2
    assert views_of(handler).first.code == f"v{last.pk}"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u202eb"])
def test_a_view_needs_a_name_that_can_be_read(city: City, name: str) -> None:
    with pytest.raises(ValidationError):
        save_view(view=VIEW, name=name, by=city.rights("handler"), at=AT)
