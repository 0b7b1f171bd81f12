from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.journal.breaks import Break, Sealed, Wrong, first_break
from tongban.apps.journal.chain import ZERO, Entry, Row, link

AT = datetime(2026, 2, 13, 1, 2, 3, tzinfo=UTC)


def chain(length: int, salt: str = "") -> list[Row]:
    entries = [Entry("StepDone", {"step": i, "salt": salt}, date(2026, 2, 29 - 16)) for i in range(length)]
    return link("case:7", 0, ZERO, entries, at=AT, actor="person:3")


def seal(rows: list[Row], *at: int) -> list[Sealed]:
    return [Sealed(seq, rows[seq - 1].hash) for seq in sorted(at)]


@given(st.integers(0, 8), st.data())
def test_a_whole_chain_is_whole_also_when_it_grew_since_it_was_sealed(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    sealed = data.draw(st.sets(st.integers(1, length))) if length else set()
    assert first_break("case:7", rows, seal(rows, *sealed)) is None


OTHER = {
    "subject": "case:8",
    "seq": 99,
    "kind": "StepUndone",
    "at": AT.replace(microsecond=1),
    "effective_on": None,
    "actor": "person:4",
    "on_behalf_of": "position:1",
    "data": '{"step":77}',
    "prev": b"p" * 32,
    "hash": b"h" * 32,
}


@given(st.integers(1, 6), st.sampled_from(sorted(OTHER)), st.data())
def test_any_change_of_any_column_is_found_at_its_event(length: int, column: str, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 1))
    rows[at] = rows[at]._replace(**{column: OTHER[column]})
    found = first_break("case:7", rows, [])
    assert found is not None
    assert (found.subject, found.seq) == ("case:7", at + 1)


@given(st.integers(2, 7), st.data())
def test_an_event_taken_out_is_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 2))
    del rows[at]
    assert first_break("case:7", rows, []) == Break(Wrong.MISSING, "case:7", at + 1)


@given(st.integers(2, 7), st.data())
def test_two_events_that_swapped_places_are_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    a, b = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    rows[a], rows[b] = rows[b]._replace(seq=a + 1), rows[a]._replace(seq=b + 1)
    assert first_break("case:7", rows, []) == Break(Wrong.CHANGED, "case:7", a + 1)


@given(st.integers(1, 7), st.data())
def test_an_end_cut_off_is_found_when_it_was_sealed(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    left = data.draw(st.integers(0, length - 1))
    wrong = Wrong.TRUNCATED if left else Wrong.VANISHED
    assert first_break("case:7", rows[:left], seal(rows, length)) == Break(wrong, "case:7", left + 1)


@given(st.integers(1, 7), st.data())
def test_a_chain_forged_from_the_start_is_found_by_an_older_seal(length: int, data: st.DataObject) -> None:
    sealed = data.draw(st.integers(1, length))
    found = first_break("case:7", chain(length + 2, salt="forged"), seal(chain(length), sealed))
    assert found == Break(Wrong.REWRITTEN, "case:7", sealed)


def test_data_that_the_program_never_writes_counts_as_changed() -> None:
    for data in ('{"step":0.5}', "[" * 100_000, '{"step":' + "9" * 5_000 + "}"):
        rows = [chain(1)[0]._replace(data=data)]
        assert first_break("case:7", rows, []) == Break(Wrong.CHANGED, "case:7", 1)


def test_the_databases_own_spelling_of_json_is_no_change() -> None:
    rows = [row._replace(data=row.data.replace(":", ": ").replace(",", ", ")) for row in chain(3)]
    assert first_break("case:7", rows, []) is None
