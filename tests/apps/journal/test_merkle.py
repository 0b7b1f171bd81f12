from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.journal import merkle

leaves = st.integers(1, 70).map(lambda n: [merkle.leaf(b"%d" % i) for i in range(n)])


def by_definition(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word by word."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\1" + by_definition(hashes[:half]) + by_definition(hashes[half:])).digest()


@given(leaves)
def test_the_root_is_the_one_of_the_standard(hashes: list[bytes]) -> None:
    assert merkle.root(hashes) == by_definition(hashes)


def test_a_tree_without_leaves_has_a_root_too() -> None:
    assert merkle.root([]) == sha256(b"").digest()


def test_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    a, b = merkle.leaf(b"a"), merkle.leaf(b"b")
    assert merkle.leaf(a + b) != merkle.node(a, b)


@given(leaves, st.data())
def test_a_path_leads_to_the_root_from_its_own_leaf_and_place_only(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    steps, root = merkle.path(hashes, index), merkle.root(hashes)
    assert merkle.climb(hashes[index], index, len(hashes), steps) == root
    assert merkle.climb(merkle.leaf(b"other"), index, len(hashes), steps) != root
    for place in {*range(-1, len(hashes) + 1)} - {index}:
        assert merkle.climb(hashes[index], place, len(hashes), steps) != root
    assert merkle.climb(hashes[index], index, len(hashes), [*steps, root]) is None
    if steps:
        assert merkle.climb(hashes[index], index, len(hashes), steps[:-1]) is None


@given(leaves, st.integers(1, 4), st.data())
def test_a_path_through_pages_is_the_path_through_the_whole(
    hashes: list[bytes], bits: int, data: st.DataObject
) -> None:
    index, width = data.draw(st.integers(0, len(hashes) - 1)), 1 << bits
    pages = [hashes[at : at + width] for at in range(0, len(hashes), width)]
    above = [merkle.root(page) for page in pages]
    steps = merkle.path(pages[index >> bits], index % width) + merkle.path(above, index >> bits)
    assert steps == merkle.path(hashes, index)
    assert merkle.root(above) == merkle.root(hashes)
