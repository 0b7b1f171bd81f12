from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.parties.details import Details, name_key, read_details

ON = date(2026, 3, 2)


def read(**details: Any) -> Details:
    return read_details(**{"kind": "person", "name": "王小明", "on": ON, **details})


def test_every_private_detail_has_one_spelling() -> None:
    details = read(
        identifier="ａ１２３ 456789",
        phone="（02）2720-8889 轉 12",
        email=" a@EXAMPLE.com",
        address="台北市  市府路１號",
    )
    assert details.identifier == "A123456789"
    assert details.phone == "+886227208889;ext=12"
    assert details.email == "a@example.com"
    assert details.address == "臺北市 市府路1號"


def test_all_faults_are_told_at_once_each_at_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        read(kind="dog", name=" ", identifier="A123456788", phone="12", email="a@", address="x" * 201)
    assert set(refused.value.message_dict) == {"kind", "name", "phone", "email", "address"}


def test_a_person_s_number_is_checked_and_never_repeated_in_the_fault() -> None:
    with pytest.raises(ValidationError) as refused:
        read(identifier="A123456788")
    assert "identifier" in refused.value.message_dict
    assert "A123456788" not in str(refused.value)


@pytest.mark.parametrize(("number", "right"), [("04595257", True), ("04595253", False), ("00000000", False)])
def test_a_company_has_a_company_number(number: str, right: bool) -> None:
    if right:
        assert read(kind="company", identifier=number).identifier == number
    else:
        with pytest.raises(ValidationError):
            read(kind="company", identifier=number)


@pytest.mark.parametrize("name", ["王\u202e小明", "王\x00小明", "王\ud800", "\u200b"])
def test_unseen_characters_in_a_name_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        read(name=name)


@pytest.mark.parametrize("name", ["王\ue000明", "𠮷野家", "Siti Nurhaliza binti Tarudin", "谷辣斯·尤達卡", "神"])
def test_rare_characters_and_foreign_names_stay_as_they_are_written(name: str) -> None:
    assert read(name=name).name == name


@given(
    st.text(max_size=150),
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from(["person", "company", "premises"]),
)
def test_whatever_is_typed_is_taken_or_refused_by_field(name: str, number: str, contact: str, kind: str) -> None:
    try:
        details = read(kind=kind, name=name, identifier=number, phone=contact, email=contact, address=contact)
    except ValidationError as refused:
        assert set(refused.message_dict) <= {"name", "identifier", "phone", "email", "address"}
    else:
        assert 0 < len(details.name) <= 100
        assert "\x00" not in details.name + details.address + details.identifier


@given(st.text(max_size=60))
def test_the_key_of_a_name_does_not_change_when_made_again(name: str) -> None:
    assert len(name_key(name)) <= 100
    assert name_key(name_key(name)) == name_key(name)


def test_the_repr_of_details_shows_nothing_private() -> None:
    shown = repr(read(identifier="A123456789", phone="0912345678", email="a@b.tw", address="市府路1號"))
    assert not any(secret in shown for secret in ("A123456789", "912345678", "a@b.tw", "市府路", "王小明"))
