from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.forms.xpath import ExpressionFault
from tongban.core.forms.xpath.patterns import pattern


@pytest.mark.parametrize(
    ("source", "yes", "no"),
    [
        ("^09\\d{8}$", "0912345678", "09123456789"),
        ("[A-Z][12]\\d{8}", "A123456789", "a123456789"),
        ("[\\u4e00-\\u9fff·]{2,10}", "王小明", "Wang"),
        ("a|bc?", "bc", "ab"),
        ("(ab)+", "abab", "aba"),
        ("[^0-9]*", "abc", "ab1"),
        ("a.c", "a-c", "a\nc"),
        ("\\w+@\\w+\\.tw", "a@b.tw", "a@bxtw"),
        ("(?:x|y){2}", "xy", "x"),
        ("[]a-]+", "]-a", "b"),
        ("a{2,}", "aaa", "a"),
        ("\\S+ \\D", "ab c", "ab 1"),
        ("", "", "a"),
        ("a\\$", "a$", "a"),
    ],
)
def test_it_matches_whole_texts(source: str, yes: str, no: str) -> None:
    assert pattern(source).matches(yes)
    assert not pattern(source).matches(no)


@pytest.mark.parametrize(
    "source",
    ["(", ")", "a**", "*", "[a", "(?=a)", "(?i)a", "\\1", "\\bword", "a{3,2}", "a{9999}", "[z-a]", "a{", "x\\"],
)
def test_what_is_wrong_or_not_supported_is_refused(source: str) -> None:
    with pytest.raises(ExpressionFault):
        pattern(source)


@pytest.mark.parametrize("source", ["(a+)+b", "(a|a)*b", "(a*)*(a*)*b", "(.*)(.*)(.*)(.*)x"])
def test_patterns_that_hang_others_end_here(source: str) -> None:
    assert not pattern(source).matches("a" * 5_000)


def test_a_pattern_too_big_to_follow_is_refused() -> None:
    with pytest.raises(ExpressionFault):
        pattern("((a{100}){100}){100}")


def test_a_text_beyond_all_bounds_matches_nothing() -> None:
    assert not pattern("a*").matches("a" * 1_000_000)


_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "(a*)", "(b?a)"])
_COUNTS = st.sampled_from(["", "*", "+", "?", "{2}", "{1,2}", "{0,}"])


@given(
    st.lists(st.tuples(_ATOMS, _COUNTS).map("".join), min_size=1, max_size=4).map("".join),
    st.text("abc", max_size=8),
)
def test_it_agrees_with_pythons_own(source: str, text: str) -> None:
    assert pattern(source).matches(text) == bool(re.fullmatch(source, text))
