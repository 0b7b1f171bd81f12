from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.documents.names import LONGEST, clean_name, disposition, extension

NASTY = st.text(max_size=300) | st.text('../\\\x00\u202e .:*?"<>|%\r\nconNUL申請書é', max_size=200)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\王\\申請書.PDF", "申請書.pdf"),
        ("申請\u202efdp.exe", "申請fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("照片.jpg", "照片.jpg.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_is(typed: str, clean: str) -> None:
    assert clean_name(typed, ("pdf",)) == clean


def test_a_long_name_is_cut_before_its_ending() -> None:
    name = clean_name("長" * 300 + ".pdf", ("pdf",))
    assert len(name) == LONGEST
    assert name.endswith("長.pdf")


@given(NASTY)
def test_a_clean_name_is_always_safe_and_stays_clean(typed: str) -> None:
    name = clean_name(typed, ("jpg", "jpeg"))
    assert 0 < len(name) <= LONGEST
    assert re.fullmatch(r'[^/\\\x00-\x1f\x7f\u202a-\u202e<>:"|?*]+\.jpe?g', name)
    assert not name.startswith(".")
    assert clean_name(name, ("jpg", "jpeg")) == name
    name.encode()


@given(NASTY)
def test_the_header_cannot_be_broken_out_of_and_gives_the_true_name(typed: str) -> None:
    name = clean_name(typed, ("pdf",))
    header = disposition(name)
    shape = r'attachment; filename="[A-Za-z0-9._ -]+"; filename\*=UTF-8\'\'([A-Za-z0-9%._~-]+)'
    found = re.fullmatch(shape, header)
    assert found is not None
    assert unquote(found[1]) == name


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.exe. ", "exe"), ("a", ""), ("a.ｅｘｅ", "exe"), ("a. js", "js")]
)
def test_an_ending_is_read_as_a_careless_program_would(name: str, ending: str) -> None:
    assert extension(name) == ending
