"""The form of asked units: there, nobody else's, nothing personal in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongban.core.packs import read_folder, read_pack

BRACELET = Path(__file__).parents[3] / "packs" / "social" / "wandering-bracelet"
OPINION = """
| survey |         |            |            |          |
|        | type    | name       | label      | required |
|        | integer | visits     | 近一年訪視次數 | yes      |
"""


def faults(form: str, more: str = "", personal: str = "") -> list[str]:
    files = read_folder(BRACELET)
    manifest = files["pack.yaml"].decode()
    if personal:
        manifest = manifest.replace("personal_data: {", f"personal_data: {{{personal}: identify, ", 1)
    files["pack.yaml"] = (manifest + f"\nco_processing: {{form: {form}}}\n{more}").encode()
    files["forms/opinion.md"] = OPINION.encode()
    definition, found = read_pack(files)
    if not found:
        assert definition is not None and definition.consultation_form == form
    return [fault.text.en for fault in found]


def test_a_form_for_asked_units_is_read() -> None:
    assert faults("opinion") == []


@pytest.mark.parametrize("form", ["form", "nowhere"])
def test_it_must_be_one_of_its_own(form: str) -> None:
    assert any("There is no form" in text for text in faults(form))


def test_it_asks_for_nothing_personal() -> None:
    assert any("personal field “visits”" in text for text in faults("opinion", personal="visits"))
