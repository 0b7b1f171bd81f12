from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.journal import merkle
from tongban.apps.journal.chain import ZERO
from tongban.apps.journal.seals import Leaf, Seal, proof, verify_proof

KEY = b"k" * 32
LEAVES = [Leaf(position=n, subject=f"case:{n}", seq=n + 1, head=bytes([n]) * 32) for n in range(5)]
SEAL = Seal(
    number=1,
    night=date(2028, 2, 29),
    at=datetime(2028, 2, 28, 18, 30, tzinfo=UTC),
    through=15,
    chains=5,
    changed=5,
    leaves=b"l" * 32,
    root=merkle.root(leaf.hash() for leaf in LEAVES),
    previous=ZERO,
).signed(KEY)


def good() -> dict[str, Any]:
    return proof(SEAL, LEAVES[2], merkle.path([leaf.hash() for leaf in LEAVES], 2))


def test_a_seal_survives_its_file() -> None:
    assert Seal.from_json(json.loads(json.dumps(SEAL.as_json()))) == SEAL


@pytest.mark.parametrize(
    "field", ["number", "night", "at", "through", "chains", "changed", "leaves", "root", "previous"]
)
def test_the_signature_covers_every_field(field: str) -> None:
    other = replace(SEAL, **{field: {int: 7, bytes: b"x" * 32}.get(type(getattr(SEAL, field)), datetime(2029, 1, 1))})
    assert SEAL.is_signed(KEY)
    assert not other.is_signed(KEY)
    assert other.hash() != SEAL.hash()


def test_anyone_can_check_a_proof_and_the_city_its_signature() -> None:
    assert verify_proof(good())
    assert verify_proof(json.loads(json.dumps(good())), KEY)
    assert not verify_proof(good(), b"x" * 32)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "case:4"},
        {"events": 4},
        {"events": "3"},
        {"head": "00" * 32},
        {"head": 5},
        {"position": 4},
        {"position": -1},
        {"position": None},
        {"path": []},
        {"path": ["zz"]},
        {"format": "other"},
        {"seal": {}},
        {"seal": None},
        {"seal": SEAL.as_json() | {"root": "00" * 32}},
    ],
)
def test_a_proof_with_anything_changed_proves_nothing(change: dict[str, object]) -> None:
    assert not verify_proof(good() | change)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(good())), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(good())), json_values, min_size=1))
def test_rubbish_is_no_proof_and_no_crash(rubbish: dict[str, object]) -> None:
    changed = good() | rubbish
    assert not verify_proof(rubbish)
    if changed != good():
        assert not verify_proof(changed)
