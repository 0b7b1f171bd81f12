from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.apps.parties.conftest import AT, register
from tongban.apps.parties import queries
from tongban.apps.parties.actions import erase_answers, fingerprint, rekey, reveal_answers, store_answers
from tongban.apps.parties.models import ProtectedAnswers
from tongban.apps.parties.protect import Undecryptable
from tongban.apps.parties.rows import new_answers
from tongban.config import keys
from tongban.config.keys import Keys

ANSWERS: dict[str, object] = {"disease": "失智症", "income": 23_000, "children": [{"name": "小華"}], "none": None}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@pytest.mark.django_db
def test_answers_are_unreadable_at_rest_and_come_back_as_they_were() -> None:
    row = store_answers(answers=ANSWERS, at=AT)
    assert queries.protected_answers(row.id) == ANSWERS
    assert "失智症".encode() not in bytes(ProtectedAnswers.objects.get().encrypted or b"")


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), JSON, max_size=5))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_answers_survive_encryption(answers: dict[str, object]) -> None:
    assert queries.clear_answers(new_answers(answers, at=AT)) == answers


@pytest.mark.django_db
def test_erased_answers_are_gone_and_their_salt_with_them() -> None:
    row = store_answers(answers=ANSWERS, at=AT)
    assert erase_answers(answers=row.id, at=AT + timedelta(days=1))
    assert not erase_answers(answers=row.id, at=AT + timedelta(days=2))
    row.refresh_from_db()
    assert (row.encrypted, row.salt, row.erased_at) == (None, None, AT + timedelta(days=1))
    assert queries.protected_answers(row.id) is None
    with pytest.raises(ValueError, match="erased"):
        fingerprint(row)


def test_equal_answers_have_different_fingerprints_and_each_is_stable() -> None:
    one, other = new_answers(ANSWERS, at=AT), new_answers(ANSWERS, at=AT)
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(one)


def test_answers_of_another_case_cannot_be_slipped_in() -> None:
    one, other = new_answers(ANSWERS, at=AT), new_answers({"income": 0}, at=AT)
    one.encrypted = other.encrypted
    with pytest.raises(Undecryptable):
        queries.clear_answers(one)


@pytest.mark.django_db
def test_the_database_refuses_answers_erased_by_halves() -> None:
    store_answers(answers=ANSWERS, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectedAnswers.objects.update(encrypted=None)


def test_answers_are_shown_only_with_a_recorded_look(officer: str, looks: list[dict[str, Any]]) -> None:
    row = store_answers(answers=ANSWERS, at=AT)
    shown = reveal_answers(answers=row, subject="case:1", by=officer, at=AT, reason="審查")
    assert shown == ANSWERS
    assert [(look["subject"], look["what"]) for look in looks] == [("case:1", "answers")]


def rotated(**changes: str) -> Keys:
    return replace(settings.KEYS, **changes)


def test_after_rotation_and_rekey_the_old_keys_are_no_longer_needed(officer: str, settings: Any) -> None:
    parties = [register(officer, identifier="", name=f"人{n}") for n in range(5)]
    answers = store_answers(answers=ANSWERS, at=AT)
    mark = fingerprint(answers)
    new_contents, new_index = uuid4().hex * 2, uuid4().hex * 2
    old = settings.KEYS
    settings.KEYS = rotated(
        contents=new_contents, index=new_index, retired_contents=old.contents, retired_index=old.index
    )
    assert queries.parties_with_phone("0912345678").count() == 5
    assert sum(rekey(batch=2)) == 6
    assert sum(rekey(batch=2)) == 0
    settings.KEYS = replace(settings.KEYS, retired_contents="", retired_index="")
    assert queries.parties_with_phone("0912345678").count() == 5
    points = queries.contact_points(parties[0].id)
    assert points is not None
    assert points.address == "臺北市信義區市府路1號"
    assert fingerprint(ProtectedAnswers.objects.get()) == mark


def test_retired_keys_are_read_from_the_file_and_never_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "keys.json"
    monkeypatch.setenv("TONGBAN_KEYS", str(file))
    assert keys.load().retired_contents == keys.load().retired_index == ""
    old = json.loads(file.read_text())
    file.write_text(json.dumps({**old, "contents": uuid4().hex * 2, "retired_contents": old["contents"]}))
    assert keys.load().retired_contents == old["contents"]


def test_an_interrupted_rekey_leaves_every_row_readable(officer: str, settings: Any) -> None:
    parties = [register(officer, identifier="", name=f"人{n}") for n in range(4)]
    settings.KEYS = rotated(contents=uuid4().hex * 2, retired_contents=settings.KEYS.contents)
    assert next(rekey(batch=2)) == 2
    assert all(queries.contact_points(party.id) for party in parties)
    assert sum(rekey(batch=2)) == 2
