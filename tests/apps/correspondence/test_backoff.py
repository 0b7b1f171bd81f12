from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.correspondence.backoff import MOST_FAILURES, wait_after
from tongban.apps.correspondence.masking import masked_email, masked_phone
from tongban.apps.correspondence.wording import LONGEST_SUBJECT, one_line

chances = st.lists(st.floats(0, 1), min_size=MOST_FAILURES, max_size=MOST_FAILURES)


@given(chances)
def test_whatever_chance_says_giving_up_takes_more_than_a_day_and_less_than_two(chance: list[float]) -> None:
    waits = [wait_after(n, c) for n, c in enumerate(chance, start=1)]
    assert waits[-1] is None
    assert timedelta(hours=24) < sum((w for w in waits if w), timedelta()) < timedelta(hours=48)


@given(st.integers(1, MOST_FAILURES - 2), st.floats(0, 1), st.floats(0, 1))
def test_no_wait_is_shorter_than_the_one_before_without_its_jitter(n: int, a: float, b: float) -> None:
    earlier, later = wait_after(n, a), wait_after(n + 1, b)
    assert earlier is not None
    assert later is not None
    assert later * 1.25 >= earlier
    assert earlier <= timedelta(hours=7.5)


@given(st.text())
def test_a_subject_is_one_line_whatever_is_put_into_it(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([line], [])
    assert len(line) <= LONGEST_SUBJECT


@given(st.emails())
def test_a_masked_address_does_not_give_the_mailbox_away(address: str) -> None:
    local = address.rpartition("@")[0]
    assert not masked_email(address).startswith(f"{local}@")
    assert "•••" in masked_email(address)


def test_a_masked_number_can_be_recognised() -> None:
    assert masked_phone("+886912345678") == "0912•••678"
