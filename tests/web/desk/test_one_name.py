"""One act, one name: on the case page, in the list, in the overlay of keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[3] / "src"
OTHER_NAMES = ("認領", "取件", "領辦")


def sentences() -> Iterator[tuple[str, str]]:
    for file in SOURCE.rglob("locale/zh_Hant/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(file)):
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                yield entry.msgid, text


def test_taking_a_case_is_called_the_same_everywhere() -> None:
    astray = [text for _, text in sentences() if any(name in text for name in OTHER_NAMES)]
    assert astray == []
    called = {text.rstrip("…") for msgid, text in sentences() if msgid.rstrip(" …").casefold() == "take"}
    assert called == {"接辦"}


def test_the_button_and_its_key_say_the_same_word_in_english() -> None:
    assert not [msgid for msgid, _ in sentences() if msgid.casefold() in ("take it", "take it over", "claim")]
