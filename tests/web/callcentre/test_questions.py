from __future__ import annotations

import pytest

from tongban.web.callcentre.questions import Known, judge

KNOWN = Known(
    identifier="A123456789",
    address="桃園市桃園區中正路二段12號3樓",
    kinds=frozenset({"social/bracelet"}),
    months=frozenset({2, 11}),
)


@pytest.mark.parametrize(
    "said",
    [
        {"identifier": "789", "street": "中正路"},
        {"identifier": " ７８９ ", "kind": "social/bracelet"},
        {"street": "桃園市桃園區中正路", "month": "11"},
        {"street": "中正路二段12號", "month": "2", "kind": "other"},
    ],
)
def test_two_right_ones_with_one_about_the_person_pass(said: dict[str, str]) -> None:
    assert judge(KNOWN, said).passes


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"identifier": "789"},
        {"kind": "social/bracelet", "month": "2"},
        {"identifier": "789", "street": "中山路"},
        {"identifier": "000", "street": "中正路", "month": "2"},
        {"street": "桃園市桃園區", "month": "2"},
        {"street": "路", "month": "2"},
        {"identifier": "6789", "month": "2"},
    ],
)
def test_less_does_not(said: dict[str, str]) -> None:
    assert not judge(KNOWN, said).passes


def test_what_the_city_does_not_know_cannot_be_answered_right() -> None:
    nothing = Known(months=frozenset({2}))
    said = {"identifier": "", "street": "", "month": "2"}
    assert judge(nothing, said).right == {"month": True}
    assert not judge(nothing, {"identifier": "789", "street": "中正路", "month": "2"}).passes


def test_a_village_counts_where_there_is_no_street() -> None:
    known = Known(address="桃園市復興區三民里5鄰12號", months=frozenset({3}))
    assert judge(known, {"street": "三民里", "month": "3"}).passes


def test_nothing_known_is_shown_by_accident() -> None:
    assert "789" not in repr(KNOWN)
