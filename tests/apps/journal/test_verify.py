from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from tests.apps.journal.sealed import NIGHT, faults, grow, seal_night, tamper
from tongban.apps.journal import seal_files
from tongban.apps.journal.actions import append
from tongban.apps.journal.breaks import Wrong
from tongban.apps.journal.chain import Entry
from tongban.apps.journal.verify import verify

HEAD = "decode(repeat('00', 32), 'hex')"


@pytest.fixture(autouse=True)
def journal(settings: object, tmp_path: Path, own_database: str) -> None:
    """Five chains of three events, sealed; then two of them grew and were sealed again."""
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    for n in range(5):
        grow(f"case:{n}", 3)
    seal_night(0)
    grow("case:1", 2)
    grow("case:2", 2)
    seal_night(1)
    grow("case:3")


def test_a_journal_nobody_touched_is_whole() -> None:
    report = verify()
    assert report.is_clean
    assert (report.chains, report.events, report.seals, report.sealed_chains) == (5, 20, 2, 5)
    assert report.sealed_at is not None


def test_a_journal_without_seals_is_checked_by_its_own_hashes(settings: object, tmp_path: Path) -> None:
    tamper("DELETE FROM journal_seal", "DELETE FROM journal_leaf")
    settings.VAR = tmp_path / "elsewhere"  # type: ignore[attr-defined]
    report = verify()
    assert report.is_clean
    assert report.sealed_at is None
    tamper("UPDATE journal_event SET actor = 'person:9' WHERE subject = 'case:3' AND seq = 4")
    assert faults() == [("changed", "case:3", 4)]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE journal_event SET kind = 'Other' WHERE subject = 'case:2' AND seq = 2", ("changed", "case:2", 2)),
        ("UPDATE journal_event SET data = '{}' WHERE subject = 'case:2' AND seq = 5", ("changed", "case:2", 5)),
        ("UPDATE journal_event SET at = at + interval '1us' WHERE id = 1", ("changed", "case:0", 1)),
        ("UPDATE journal_event SET effective_on = '2026-02-13' WHERE id = 1", ("changed", "case:0", 1)),
        ("UPDATE journal_event SET on_behalf_of = 'position:1' WHERE id = 1", ("changed", "case:0", 1)),
        (f"UPDATE journal_event SET hash = {HEAD} WHERE subject = 'case:4' AND seq = 3", ("changed", "case:4", 3)),
        ("DELETE FROM journal_event WHERE subject = 'case:4' AND seq = 2", ("missing", "case:4", 2)),
        ("DELETE FROM journal_event WHERE subject = 'case:4' AND seq = 1", ("missing", "case:4", 1)),
        ("DELETE FROM journal_event WHERE subject = 'case:4' AND seq = 3", ("truncated", "case:4", 3)),
        ("DELETE FROM journal_event WHERE subject = 'case:1' AND seq > 3", ("truncated", "case:1", 4)),
        ("DELETE FROM journal_event WHERE subject = 'case:0'", ("vanished", "case:0", 1)),
        ("DELETE FROM journal_event WHERE subject = 'case:4'", ("vanished", "case:4", 1)),
    ],
)
def test_what_was_done_to_a_chain_is_named(statement: str, fault: tuple[str, str, int]) -> None:
    tamper(statement)
    assert faults() == [fault]


def test_an_empty_database_is_a_journal_of_vanished_chains() -> None:
    tamper("TRUNCATE journal_event")
    report = verify()
    assert report.counts == {Wrong.VANISHED: 5}
    assert report.first is not None
    assert report.first.subject == "case:0"


def test_a_chain_forged_with_other_content_is_found_even_after_the_next_seal() -> None:
    tamper("DELETE FROM journal_event WHERE subject = 'case:0'")
    append("case:0", [Entry("Forged", {"n": n}) for n in range(5)], actor="person:1", at=NIGHT)
    seal_night(2)
    assert faults() == [("rewritten", "case:0", 3)]


def test_faults_are_counted_and_the_first_is_named_first() -> None:
    tamper(
        "DELETE FROM journal_event WHERE subject = 'case:3'",
        "UPDATE journal_event SET actor = 'x' WHERE subject = 'case:1' AND seq = 2",
        "DELETE FROM journal_event WHERE subject = 'case:2' AND seq > 1",
    )
    report = verify()
    assert faults(report) == [("changed", "case:1", 2), ("truncated", "case:2", 2), ("vanished", "case:3", 1)]
    assert report.counts.total() == 3
    with translation.override("en"):
        assert "case:1: event 2 was changed." in report.lines()


def test_the_leaves_in_the_database_are_not_believed() -> None:
    tamper(
        "DELETE FROM journal_event WHERE subject = 'case:4'",
        "DELETE FROM journal_leaf WHERE subject = 'case:4'",
        "DELETE FROM journal_page",
    )
    assert faults() == [("vanished", "case:4", 1)]


def files() -> list[Path]:
    return seal_files.all_files()


def test_a_seal_changed_in_its_file_is_found() -> None:
    first = files()[0]
    first.write_text(json.dumps(json.loads(first.read_text()) | {"chains": 4}))
    assert faults() == [("seal-changed", first.name, 1)]


def test_a_seal_changed_in_the_database_is_found() -> None:
    tamper("UPDATE journal_seal SET chains = 4 WHERE number = 2")
    assert faults() == [("seal-changed", files()[1].name, 2)]


@pytest.mark.parametrize(
    "content",
    [b"", b"no gzip", gzip.compress(b"", mtime=0), gzip.compress(b"[1]\n", mtime=0), b"\x1f\x8b\x08\0"],
    ids=["empty", "no gzip", "nothing in it", "another line", "cut off"],
)
def test_leaves_changed_in_their_file_are_found(content: bytes) -> None:
    seal_files.leaves_of(files()[1]).write_bytes(content)
    assert faults() == [("seal-changed", files()[1].name, 2)]


def test_one_leaf_taken_out_of_a_file_is_found() -> None:
    packed = seal_files.leaves_of(files()[0])
    lines = gzip.decompress(packed.read_bytes()).splitlines(keepends=True)
    packed.write_bytes(gzip.compress(b"".join(lines[1:])))
    assert faults() == [("seal-changed", files()[0].name, 1)]


def test_a_seal_taken_out_everywhere_is_found_by_the_next() -> None:
    first, second = files()
    first.unlink()
    tamper("DELETE FROM journal_seal WHERE number = 1")
    assert faults() == [("seal-broken", second.name, 2)]


def test_a_file_that_is_no_seal_is_named_and_does_not_stop_the_check() -> None:
    first = files()[0]
    for content in (b"", b"{}", b"[]", b"null", b"\xff\xfe"):
        first.write_bytes(content)
        tamper("UPDATE journal_event SET actor = 'x' WHERE subject = 'case:1' AND seq = 2")
        assert faults() == [("seal-changed", first.name, 1), ("changed", "case:1", 2)]


def test_another_key_is_noticed(settings: object) -> None:
    settings.KEYS = replace(settings.KEYS, seal="00" * 32)  # type: ignore[attr-defined]
    assert [fault[0] for fault in faults()] == ["seal-changed", "seal-changed"]


def test_only_the_first_faults_are_listed_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.apps.journal.verify.NAMED", 2)
    tamper("TRUNCATE journal_event")
    report = verify()
    assert (len(report.breaks), report.counts.total()) == (2, 5)
