"""YAML from strangers: what it may hold, and that a fault says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.packs.yaml_file import LARGEST, lines_of, load

BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n"
REFUSED = [
    (BOMB, 2),
    (b"a: 1\nb: !!python/object:os.system x\n", 2),
    (b"a: !tag 1\n", 1),
    (b"a: 1\nb: 2\na: 3\n", 3),
    (b"a: {b: 1, b: 2}\n", 1),
    (b"? [a, b]\n: 1\n", 1),
    (b"a: 1\n: 2\n", 2),
    (b"a: [1, 2\nb: 3\n", 2),
    (b"\xff\xfe\x00a", 1),
    (b"\xa4\xa4\xa4\xe5: big5", 1),
    (b"", 1),
    (b"a: 1\n---\nb: 2\n", 2),
    (b"a: \x07\n", 1),
    (b"[" * 30 + b"]" * 30, 1),
    (b"[" * 100_000, 1),
    (b"{a: " * 20_000, 1),
    (b"#" * (LARGEST + 1), 1),
]


@pytest.mark.parametrize(("source", "line"), REFUSED, ids=lambda value: repr(value)[:24])
def test_what_may_not_stand_there_is_one_fault_at_its_line(source: bytes, line: int) -> None:
    value, faults = load(source, "pack.yaml")
    assert value is None
    assert [(f.file, f.place) for f in faults] == [("pack.yaml", f"第 {line} 行")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0912", "0912"),
        ("0312", "0312"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("9:30", "9:30"),
        ("1.50", 1.5),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("9" * 5_000, "9" * 5_000),
        ("2026-02-13", "2026-02-13"),
        ("2026-02-30", "2026-02-30"),
        ("35/2/9", "35/2/9"),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_a_scalar_is_what_was_typed(typed: str, read: object) -> None:
    value, faults = load(f"a: {typed}".encode(), "pack.yaml")
    assert value is not None, faults
    assert value.plain == {"a": read}


def test_a_quoted_number_stays_text() -> None:
    value, _ = load(b"a: '12'\nb: \"true\"", "x.yaml")
    assert value is not None
    assert value.plain == {"a": "12", "b": "true"}


def test_a_key_knows_the_line_it_stands_on() -> None:
    value, _ = load(b"a:\n  b:\n    - {c: 1}\n    - c: 2\n      d: 3\n", "x.yaml")
    assert value is not None
    assert lines_of(value) == {"a": 1, "a.b": 2, "a.b[0]": 3, "a.b[0].c": 3, "a.b[1]": 4, "a.b[1].c": 4, "a.b[1].d": 5}


@given(st.binary(max_size=200) | st.text(alphabet="{}[]:,-&*!|>'\"# \n\tab1.~?%@`", max_size=60).map(str.encode))
def test_any_bytes_give_a_value_or_one_fault(source: bytes) -> None:
    value, faults = load(source, "x.yaml")
    assert (value is None) == (len(faults) == 1)
