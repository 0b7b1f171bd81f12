from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.forms.identifiers import citizen_id, company_id, national_id, resident_id

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("number", ["04595257", "10458575", "12345675"])
def test_a_company_number_that_adds_up_is_taken(number: str) -> None:
    assert company_id(number) == number


@pytest.mark.parametrize("number", ["04595253", "00000000", "1234567", "123456755", "1234567A", ""])
def test_a_company_number_that_does_not_add_up_is_refused(number: str) -> None:
    assert company_id(number) is None


def test_numbers_given_out_since_112_need_only_be_divisible_by_five() -> None:
    """The digit sum of 04595252 is 35: refused while ten had to divide it, right since five is enough."""
    assert company_id("04595252") == "04595252"
    assert [last for last in range(10) if company_id(f"0459525{last}")] == [2, 7]


def test_seven_as_seventh_digit_lets_either_sum_count() -> None:
    assert [last for last in range(10) if company_id(f"1045857{last}")] == [0, 4, 5, 9]
    assert [last for last in range(10) if company_id(f"1045856{last}")] == [4, 9]


def test_a_national_id_is_proved_by_its_check_digit() -> None:
    assert national_id("A123456789", TODAY) == "A123456789"
    assert national_id("A123456788", TODAY) is None


def test_spelling_is_made_uniform() -> None:
    assert citizen_id(" ａ１２３４５６７８９ ") == "A123456789"
    assert citizen_id("a-123 456 789") == "A123456789"
    assert company_id("０４５９－５２５７") == "04595257"


def test_the_late_letters_have_their_own_numbers() -> None:
    assert [letter for letter in "IOWZ" if citizen_id(_with_check_digit(letter))] == list("IOWZ")


def _with_check_digit(letter: str) -> str:
    """Built from the published table, not from the code: I 34, O 35, W 32, Z 33."""
    code = {"I": 34, "O": 35, "W": 32, "Z": 33}[letter]
    total = (
        code // 10
        + (code % 10) * 9
        + 1 * 8
        + sum(int(d) * w for d, w in zip("2345678", (7, 6, 5, 4, 3, 2, 1), strict=True))
    )
    return f"{letter}12345678{-total % 10}"


def test_new_resident_numbers_are_taken_by_eight_or_nine() -> None:
    assert resident_id("A800000014", TODAY) == "A800000014"
    assert resident_id("A123456789", TODAY) is None
    assert citizen_id("A800000014") is None


def test_old_resident_numbers_end_with_the_year_119() -> None:
    assert resident_id("AC01234567", TODAY) == "AC01234567"
    assert resident_id("AC01234567", date(2030, 12, 31)) == "AC01234567"
    assert resident_id("AC01234567", date(2031, 1, 1)) is None


@given(st.integers(0, 9), st.integers(1, 9))
def test_any_one_wrong_digit_of_a_national_id_is_noticed_at_the_end(_digit: int, shift: int) -> None:
    wrong = f"A12345678{(9 + shift) % 10}"
    assert national_id(wrong, TODAY) is None


@given(st.text(max_size=20))
def test_nothing_typed_can_break_a_check(text: str) -> None:
    for found in (company_id(text), national_id(text, TODAY)):
        assert found is None or (found.isascii() and len(found) in (8, 10))
