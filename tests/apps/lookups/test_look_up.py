"""What a guesser meets: the same work and answer whatever is wrong, and a wait that grows."""

from __future__ import annotations

import hmac
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.conftest import AT
from tongban.apps.cases import passwords
from tongban.apps.cases.actions import Registered
from tongban.apps.cases.models import Case
from tongban.apps.journal.queries import looks_at
from tongban.apps.lookups.actions import TooManyTries, forget_tries, look_up, throttle
from tongban.apps.lookups.actions.throttle import ADDRESS, PAIR, Keys, count_try, take_back
from tongban.apps.lookups.models import Bucket
from tongban.core.casework.number import case_number

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
UNKNOWN = case_number("SOC", AT.date(), 9_999_999)


def ask(number: str, password: str | None, *, address: str | None = HOME, at: datetime = AT) -> Any:
    return look_up(number=number, password=password or "", address=address, at=at)


def wait_of(number: str, password: str | None, **where: Any) -> int:
    """Seconds to wait; 0 when the try was looked at."""
    try:
        ask(number, password, **where)
    except TooManyTries as refused:
        return refused.wait_seconds
    return 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The cryptographic work that was done, in order."""
    done: list[str] = []
    real_mac, real_compare = passwords.mac, hmac.compare_digest

    def mac(*given: str) -> bytes:
        done.append("mac")
        return real_mac(*given)

    def compare(one: bytes, other: bytes) -> bool:
        done.append(f"compare {len(one)} {len(other)}")
        return real_compare(one, other)

    monkeypatch.setattr(passwords, "mac", mac)
    monkeypatch.setattr(passwords.hmac, "compare_digest", compare)
    yield done


def test_the_right_password_opens_its_case_and_the_look_is_recorded(registered: Registered) -> None:
    found = ask(registered.number, registered.password)
    assert (found.number, found.case_id) == (registered.number, registered.case_id)
    look = looks_at(f"case:{registered.case_id}").get()
    assert (look.actor, look.door, bytes(look.address) != HOME.encode()) == ("citizen", "citizen", True)


@pytest.mark.parametrize(
    "written", [str.lower, lambda n: n.replace("-", ""), lambda n: f"  {n} ", lambda n: n.replace("-", "－")]
)
def test_number_and_password_may_be_written_as_people_write_them(registered: Registered, written: Any) -> None:
    assert registered.password is not None
    assert ask(written(registered.number), written(registered.password)) is not None


def test_every_wrong_pair_costs_the_same_work(registered: Registered, work: list[str]) -> None:
    Case.objects.filter(pk=registered.case_id).update(password_mac=passwords.mac(registered.number, "right"))
    pairs = [(registered.number, "wrong"), (UNKNOWN, "wrong"), ("SOC-115-1-1", "wrong"), ("x\x00", "\x00"), ("", "")]
    seen = set()
    for number, password in pairs:
        work.clear()
        with CaptureQueriesContext(connection) as queries:
            assert ask(number, password) is None
        statements = tuple(query["sql"].split("%")[0][:60] for query in queries)
        seen.add((len(queries), tuple(s[:40] for s in statements), tuple(work)))
    assert len(seen) == 1


def test_a_case_without_a_password_opens_with_none(registered: Registered) -> None:
    Case.objects.filter(pk=registered.case_id).update(password_mac=None)
    assert ask(registered.number, registered.password) is None
    assert ask(registered.number, "") is None


def test_a_look_up_takes_four_queries_at_most(registered: Registered) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert ask(registered.number, registered.password)
    assert len(queries) <= 4


def test_five_wrong_tries_are_free_then_the_wait_doubles_up_to_ten_minutes(registered: Registered) -> None:
    assert [wait_of(registered.number, "wrong") for _ in range(PAIR.free)] == [0] * PAIR.free
    waits, at = [], AT
    for _ in range(12):
        waits.append(wait_of(registered.number, "wrong", at=at))
        at += timedelta(seconds=waits[-1])
        assert wait_of(registered.number, "wrong", at=at) == 0
    assert waits[0] == PAIR.first
    assert all(later >= earlier for earlier, later in itertools.pairwise(waits))
    assert waits[-1] == PAIR.longest


def test_trying_during_the_wait_does_not_prolong_it(registered: Registered) -> None:
    for _ in range(PAIR.free):
        ask(registered.number, "wrong")
    assert [wait_of(registered.number, "wrong", at=AT + timedelta(seconds=s)) for s in (0, 3, 9)] == [10, 7, 1]
    assert ask(registered.number, registered.password, at=AT + timedelta(seconds=10)) is not None


def test_whoever_knows_the_password_gets_in_from_elsewhere_while_somebody_guesses(registered: Registered) -> None:
    for host in range(30):
        for _ in range(PAIR.free):
            wait_of(registered.number, "wrong", address=f"203.0.113.{host}")
    assert ask(registered.number, registered.password, address=ELSEWHERE) is not None


def test_while_a_case_is_attacked_a_fresh_address_has_one_try_at_once_and_then_waits_seconds(
    registered: Registered,
) -> None:
    for host in range(60):
        wait_of(registered.number, "wrong", address=f"203.0.113.{host}")
    assert wait_of(registered.number, "wrong", address=ELSEWHERE) == 0
    assert wait_of(registered.number, "wrong", address=ELSEWHERE) == PAIR.first
    assert ask(registered.number, registered.password, address=ELSEWHERE, at=AT + timedelta(seconds=PAIR.first))


def test_one_address_that_tries_many_cases_is_slowed_down_to_a_minute_and_no_more(db: None) -> None:
    numbers = [case_number("SOC", AT.date(), serial) for serial in range(1, 60)]
    assert {wait_of(number, "wrong") for number in numbers[: ADDRESS.free]} == {0}
    waits, at = [], AT
    for number in numbers[ADDRESS.free :]:
        waits.append(wait_of(number, "wrong", at=at))
        at += timedelta(seconds=waits[-1])
        assert wait_of(number, "wrong", at=at) == 0
    assert waits[0] == ADDRESS.first
    assert max(waits) == ADDRESS.longest


def test_ones_own_password_buys_no_guesses_on_other_cases(registered: Registered) -> None:
    numbers = [case_number("SOC", AT.date(), serial) for serial in range(2, 60)]
    guesses = 0
    for number in numbers:
        wait_of(registered.number, registered.password)
        guesses += wait_of(number, "wrong") == 0
    assert guesses <= ADDRESS.free


def test_a_right_password_forgives_the_mistakes_before_it(registered: Registered) -> None:
    for _ in range(PAIR.free - 1):
        ask(registered.number, "wrong")
    assert ask(registered.number, registered.password)
    assert [wait_of(registered.number, "wrong") for _ in range(PAIR.free)] == [0] * PAIR.free


def test_after_an_hour_the_free_tries_are_back(registered: Registered) -> None:
    for _ in range(PAIR.free):
        ask(registered.number, "wrong")
    later = AT + timedelta(hours=1)
    assert [wait_of(registered.number, "wrong", at=later) for _ in range(PAIR.free)] == [0] * PAIR.free


def test_an_unknown_number_is_slowed_down_just_as_a_known_one(registered: Registered) -> None:
    known = [wait_of(registered.number, "wrong", address="192.0.2.8") for _ in range(9)]
    unknown = [wait_of(UNKNOWN, "wrong", address="192.0.2.9") for _ in range(9)]
    assert known == unknown


def test_an_ipv6_customer_is_one_address(db: None) -> None:
    assert Keys.of("a", "2001:db8:1:2::1") == Keys.of("a", "2001:db8:1:2:ffff::9")
    assert Keys.of("a", "2001:db8:1:2::1") != Keys.of("a", "2001:db8:1:3::1")


def test_neither_address_nor_number_can_be_read_from_the_table(registered: Registered) -> None:
    ask(registered.number, "wrong")
    stored = b"".join(bytes(bucket.key) for bucket in Bucket.objects.all())
    assert HOME.encode() not in stored
    assert registered.number.encode() not in stored


def test_tries_that_no_longer_count_are_deleted_and_the_table_stays_bounded(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in range(5):
        count_try(Keys.of(UNKNOWN, f"203.0.113.{host}"), AT + timedelta(seconds=host))
    monkeypatch.setattr(throttle, "MOST_BUCKETS", 4)
    forget_tries(at=AT)
    assert 0 < Bucket.objects.count() <= 4
    forget_tries(at=AT + throttle.FORGOTTEN + timedelta(minutes=1))
    assert not Bucket.objects.exists()


@pytest.mark.parametrize("guessers", [12])
def test_a_dozen_guesses_at_once_are_still_five(own_database: str, guessers: int) -> None:
    keys = Keys.of(UNKNOWN, HOME)

    def guess(_: int) -> bool:
        try:
            count_try(keys, AT)
        except TooManyTries:
            return False
        finally:
            connections["default"].close()
        return True

    with ThreadPoolExecutor(guessers) as pool:
        assert sum(pool.map(guess, range(guessers))) == PAIR.free


def test_counting_and_taking_back_at_once_do_not_block_each_other(own_database: str) -> None:
    def both(host: int) -> None:
        keys = Keys.of(UNKNOWN, f"203.0.113.{host % 3}")
        try:
            count_try(keys, AT)
            take_back(keys, AT)
        except TooManyTries:
            pass
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(both, range(60)))
