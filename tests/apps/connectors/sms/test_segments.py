from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.connectors.sms import fit, segments

LINK = "https://city.example/progress/?number=SOC-115-0001234-5"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("案" * 70, 1),
        ("案" * 71, 2),
        ("案" * 134, 2),
        ("案" * 135, 3),
        ("a" * 69 + "案", 1),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_they_are_charged(text: str, parts: int) -> None:
    assert segments(text) == parts


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=600), st.integers(2, 4))
def test_a_fitted_text_never_takes_more_than_allowed_and_keeps_its_beginning(text: str, most: int) -> None:
    fitted = fit(text, LINK, most)
    assert segments(fitted) <= most
    if segments(text) <= most:
        assert fitted == text
    else:
        assert fitted.endswith(LINK)
        assert text.startswith(fitted.removesuffix(f"… {LINK}"))


def test_as_much_is_kept_as_fits() -> None:
    fitted = fit("案" * 300, LINK, 3)
    assert segments(fitted) == 3
    assert segments(fitted.replace("…", "案…")) == 4
