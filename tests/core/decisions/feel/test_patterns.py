"""Regular expressions as XPath writes them."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from tongban.core.decisions import parse
from tongban.core.decisions.feel.errors import TooMuch
from tongban.core.decisions.feel.patterns import matches, replaced, split


@pytest.mark.parametrize(
    ("pattern", "flags", "found", "not_found"),
    [
        ("^fo*b", "", "foobar", "afoob"),
        ("bar$", "", "foobar", "bar\n"),
        ("^b$", "m", "a\nb\nc", "abc"),
        ("a.b", "", "a b", "a\nb"),
        ("a.b", "s", "a\nb", "ab"),
        ("HELLO", "i", "say hello", "hallo"),
        ("h e l l o", "x", "hello", "h e l l o"),
        ("a.b", "q", "xa.bx", "axb"),
        ("[a-z-[aeiou]]{2}", "", "abcd", "aeb1c"),
        ("^[^0-9-[5]]$", "", "x", "5"),
        (r"^\d{4}$", "", "٢٠٢٦", "20a6"),
        (r"^\w+$", "", "通辦", "通 辦"),
        (r"^\i\c*$", "", "a-1.b", "1a"),
        (r"\p{Lu}", "", "aB", "ab"),
        (r"^\P{L}$", "", "1", "a"),
        (r"^\p{IsCJKUnifiedIdeographs}$", "", "通", "a"),
        (r"(a|b)\1", "", "xbb", "ab"),
        (r"^(?:ab)+?$", "", "abab", "aba"),
        (r"^a\$\.\-\[$", "", "a$.-[", "a"),
        (r"^[\]\-a]+$", "", "]-a", "b"),
        ("^[-a]+[b-]$", "", "-a-", "c"),
        (r"^\\$", "", "\\", "/"),
        (r"^\t\n\r$", "", "\t\n\r", "t"),
    ],
)
def test_a_pattern_finds_what_xpath_says(pattern, flags, found, not_found):
    assert matches(found, pattern, flags) is True
    assert matches(not_found, pattern, flags) is False


@pytest.mark.parametrize(
    "pattern",
    [
        *[
            "(?=a)",
            "(?<n>a)",
            "(?i)a",
            "a++",
            "a**",
            "*a",
            "a|*",
            "[",
            "[]",
            "[a",
            "a]",
            "a{",
            "{2}",
            "a{2",
            "a{3,2}",
            ")",
            "(",
        ],
        r"\b",
        r"\q",
        r"\x41",
        "\\",
        r"\p{Nope}",
        r"\pL",
        "[b-a]",
        "[a--b]",
        "[[a]]",
        r"[\d-z]",
        r"\1",
        r"(a\1)",
    ],
)
def test_what_xpath_does_not_know_is_null(pattern):
    assert matches("aab", pattern, "") is None


def test_flags_are_those_of_xpath():
    assert matches("a", "a", "smix") is True
    assert matches("a", "a", "g") is None


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "flags", "expected"),
    [
        ("abracadabra", "bra", "*", "", "a*cada*"),
        ("abracadabra", "a(.)", "a$1$1", "", "abbraccaddabbra"),
        ("AAAA", "A+?", "b", "", "bbbb"),
        ("facetiously", "[iouy]", "[$0]", "", "facet[i][o][u]sl[y]"),
        ("0123456789", r"(\d{3})(\d{3})(\d{4})", "($1) $2-$3", "", "(012) 345-6789"),
        ("ab", "(a)", "$12", "", "a2b"),
        ("ab", "(a)|(x)", "<$2>", "", "<>b"),
        ("ab", "a", "$3", "", "b"),
        ("a", "a", r"\$1\\", "", "$1\\"),
        ("a.b", ".", "$1", "q", "a$1b"),
        ("第1號", r"\d", "一", "", "第一號"),
        ("abc", "x", "y", "", "abc"),
        ("abracadabra", ".*?", "$1", "", None),
        ("a", "a", "$", "", None),
        ("a", "a", "$x", "", None),
        ("a", "a", r"\x", "", None),
        ("a", "(", "b", "", None),
        ("a" * 2_000, "a", "b" * 1_000, "", None),
    ],
)
def test_replacing_follows_xpath(text, pattern, replacement, flags, expected):
    assert replaced(text, pattern, replacement, flags) == expected


def test_splitting_keeps_what_is_empty():
    assert split("a;b;c;;", ";") == ["a", "b", "c", "", ""]
    assert split("John Doe", r"\s") == ["John", "Doe"]
    assert split("a1b22c", "([0-9])+") == ["a", "b", "c"]
    assert split("", ";") == [""]
    assert split("abc", "") is None


@pytest.mark.parametrize("pattern", [r"^(a+)+$", r"^(a|aa)+$", r"(.*a){25}b", r"^((a?){30}){30}b$", "a" * 9_999 + "("])
def test_a_hostile_pattern_ends_soon(pattern):
    began = time.process_time()
    for search in (matches, lambda text, pattern, flags: replaced(text, pattern, "x", flags)):
        with suppress(TooMuch):
            assert search("a" * 60 + "!", pattern, "") in (True, False, None, "a" * 60 + "!")
    assert time.process_time() - began < 4


def test_a_pattern_that_takes_too_long_is_tried_once():
    text = 'for i in 1..1000 return matches(x, "^(a|aa)+$")'
    with pytest.raises(TooMuch, match="pattern"):
        parse(text, ("x",)).evaluate({"x": "a" * 60 + "!"})


def test_patterns_are_functions_of_expressions():
    value = 'if matches(id, "^[A-Z][12][0-9]{8}$") then upper case(replace(id, "[0-9]", "*")) else null'
    assert parse(value).evaluate({"id": "A123456789"}) == "A*********"
    assert parse('matches("a", "A", null)').evaluate({}) is False
