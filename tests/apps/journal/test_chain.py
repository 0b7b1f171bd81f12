from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.journal.chain import ZERO, Entry, Head, NotCanonical, canonical, digest_of, head, link

AT = datetime(2026, 2, 28, 15, 59, 59, 4, UTC)

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
keys = st.text(st.characters(max_codepoint=0xD7FF, exclude_characters="\0"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(keys, values, max_size=4)


@given(values)
def test_the_fast_form_is_the_standards_form(value: object) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


@given(objects, text, text, text, text, st.none() | st.dates())
def test_a_hash_covers_the_previous_hash_and_every_column(
    data: dict[str, object], subject: str, kind: str, actor: str, behalf: str, day: date | None
) -> None:
    [row] = link(subject, 6, b"p" * 32, [Entry(kind, data, day)], at=AT, actor=actor, on_behalf_of=behalf)
    body = {
        "subject": subject,
        "seq": 7,
        "kind": kind,
        "at": "2026-02-28T15:59:59.000004Z",
        "effective_on": day and day.isoformat(),
        "actor": actor,
        "on_behalf_of": behalf,
        "data": data,
    }
    assert row.hash == sha256(b"p" * 32 + rfc8785.dumps(body)).digest()
    assert (row.seq, row.prev, json.loads(row.data)) == (7, b"p" * 32, data)


def test_a_new_chain_starts_at_one_after_zeros_and_each_event_names_the_one_before() -> None:
    first, second = link("case:1", *Head(), [Entry("CaseOpened", {}), Entry("CaseClosed", {})], at=AT, actor="clock")
    assert (first.seq, first.prev) == (1, ZERO)
    assert (second.seq, second.prev) == (2, first.hash)
    assert head([first, second]) == Head(2, second.hash)


def test_nothing_happened_means_no_row_and_the_head_stays() -> None:
    assert link("case:1", 3, b"x" * 32, [], at=AT, actor="clock") == []
    assert head([], Head(3, b"x" * 32)) == Head(3, b"x" * 32)


def test_the_same_moment_in_another_time_zone_gives_the_same_hash() -> None:
    taipei = AT.astimezone(timezone(timedelta(hours=8)))
    rows = [link("case:1", 0, ZERO, [Entry("CaseOpened", {})], at=at, actor="clock") for at in (AT, taipei)]
    assert rows[0] == rows[1]


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        link("case:1", 0, ZERO, [Entry("CaseOpened", {})], at=datetime(2026, 2, 28), actor="clock")


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(NotCanonical, match="effective_on: is a date, not a moment"):
        link("case:1", 0, ZERO, [Entry("CaseOpened", {}, AT)], at=AT, actor="clock")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"fee": 1.5}, "fee: is a float"),
        ({"a": [{"b": 2**53}]}, r"a\.0\.b: is beyond 2\^53"),
        ({"a": {"b": date(2026, 1, 1)}}, r"a\.b: is a date"),
        ({"a": "x\0y"}, "a: holds a NUL"),
        ({"a": "\ud800"}, "half a character"),
        ({1: 2}, "1: is not a usable key"),
        ({"\uff21": 2}, "rare character in its key"),
        ({"a": float("nan")}, "a: is a float"),
        ({"a": b"x"}, "a: is a bytes"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(data: dict[str, object], message: str) -> None:
    with pytest.raises(NotCanonical, match=message):
        canonical(data)


def test_endless_nesting_is_refused_and_not_followed() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(NotCanonical, match="nested deeper"):
        canonical(endless)


def test_a_digest_confirms_content_only_to_who_has_the_salt() -> None:
    salt, other = b"s" * 16, b"t" * 16
    assert digest_of("王小明", salt) == digest_of("王小明".encode(), salt)
    assert digest_of("王小明", salt) != digest_of("王小明", other)
    with pytest.raises(ValueError, match="16 random bytes"):
        digest_of("王小明", b"")
