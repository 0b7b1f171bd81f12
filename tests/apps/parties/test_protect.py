from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.parties.protect import INDEX_BYTES, Undecryptable, Vault

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32
VAULT = Vault([OLD], [INDEX])


@given(st.binary(max_size=500), st.text(max_size=40))
def test_what_was_encrypted_is_read_back_in_its_own_place(clear: bytes, place: str) -> None:
    assert VAULT.decrypt(VAULT.encrypt(clear, place), place) == clear


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_value_copied_into_another_place_does_not_decrypt(here: str, there: str) -> None:
    if here != there:
        with pytest.raises(Undecryptable):
            VAULT.decrypt(VAULT.encrypt(b"A123456789", here), there)


@given(st.data())
def test_any_changed_bit_is_found(data: st.DataObject) -> None:
    stored = bytearray(VAULT.encrypt(b"0912345678", "p"))
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Undecryptable):
        VAULT.decrypt(bytes(stored), "p")


@given(st.binary(max_size=60))
def test_rubbish_is_refused_cleanly(stored: bytes) -> None:
    with pytest.raises(Undecryptable):
        VAULT.decrypt(stored, "p")


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert VAULT.encrypt(b"A123456789", "p") != VAULT.encrypt(b"A123456789", "p")


def test_after_a_rotation_the_old_key_still_reads_and_the_new_one_writes() -> None:
    rotated = Vault([NEW, OLD], [INDEX])
    stored = VAULT.encrypt(b"x", "p")
    assert rotated.decrypt(stored, "p") == b"x"
    assert not rotated.is_current(stored)
    assert rotated.is_current(rotated.encrypt(b"x", "p"))
    with pytest.raises(Undecryptable, match="retired key"):
        VAULT.decrypt(rotated.encrypt(b"x", "p"), "p")


def test_an_error_says_where_and_never_what() -> None:
    with pytest.raises(Undecryptable) as refused:
        VAULT.decrypt(VAULT.encrypt(b"A123456789", "party.phone:1"), "party.phone:2")
    assert "party.phone:2" in str(refused.value)
    assert "A123456789" not in str(refused.value)


@given(st.text(), st.text())
def test_indexes_are_equal_exactly_for_equal_values(one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "ignore").decode() for text in (one, other))
    assert (VAULT.index("phone", one) == VAULT.index("phone", other)) == (one == other)


def test_an_index_is_long_enough_keyed_and_different_for_each_field() -> None:
    index = VAULT.index("phone", "+886912345678")
    assert len(index) == INDEX_BYTES >= 16
    assert index != VAULT.index("identifier", "+886912345678")
    assert index != Vault([OLD], [NEW]).index("phone", "+886912345678")


def test_while_index_keys_are_rotated_rows_of_both_are_looked_for() -> None:
    assert VAULT.index("phone", "1") in Vault([OLD], [NEW, INDEX]).indexes("phone", "1")


@pytest.mark.parametrize("contents", [[], [b"short"], [OLD, b""]])
def test_a_key_of_the_wrong_length_is_refused_at_once(contents: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"keys\.json"):
        Vault(contents, [INDEX])
