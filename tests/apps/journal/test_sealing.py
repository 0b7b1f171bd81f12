from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections, transaction

from tests.apps.journal.sealed import NIGHT, faults, grow, seal_night, tamper
from tongban.apps.journal import seal_files
from tongban.apps.journal.actions import seal, tree
from tongban.apps.journal.actions.sealing import _horizon
from tongban.apps.journal.chain import ZERO, Entry, Row, link
from tongban.apps.journal.ledger import read_ledger
from tongban.apps.journal.merkle import EMPTY
from tongban.apps.journal.models import JournalLeaf, JournalSeal
from tongban.apps.journal.queries import all_seals, latest_seal, leaves_of, proof_for
from tongban.apps.journal.seals import Seal, verify_proof
from tongban.apps.journal.verify import verify

BY = {"at": NIGHT, "actor": "person:1"}
INSERT = f"INSERT INTO journal_event ({', '.join(Row._fields)}) VALUES ({', '.join(['%s'] * 10)})"
KEY = bytes.fromhex(django_settings.KEYS.seal)


@pytest.fixture(autouse=True)
def var(settings: object, tmp_path: Path, own_database: str) -> Path:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_a_night_is_sealed_in_the_database_and_in_a_file_alike(var: Path) -> None:
    grow("case:1", 3)
    grow("case:2")
    made = seal_night(0)
    assert (made.number, made.night, made.chains, made.changed, made.previous) == (1, date(2026, 2, 28), 2, 2, ZERO)
    assert made.is_signed(KEY)
    assert not made.is_signed(b"k" * 32)
    [file] = sorted((var / "seals").glob("*.json"))
    assert file.name == "00000001-2026-02-28.json"
    assert seal_files.read_seal(file) == made == latest_seal()
    assert [(leaf.subject, leaf.seq) for leaf in seal_files.read_leaves(file)] == [("case:1", 3), ("case:2", 1)]
    assert not [path for path in (var / "seals").iterdir() if path.name.startswith(".")]


def test_only_chains_that_grew_are_sealed_again_and_keep_their_place() -> None:
    for n in range(5):
        grow(f"case:{n}")
    first = seal_night(0)
    grow("case:3")
    grow("case:0a")
    second = seal_night(1)
    assert (second.chains, second.changed, second.previous) == (6, 2, first.hash())
    places = dict(JournalLeaf.objects.filter(seal=2).values_list("subject", "position"))
    assert places == {"case:3": 3, "case:0a": 5}


def test_the_root_of_many_nights_is_the_root_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "WIDTH_BITS", 2)  # pages of four hashes: sixteen chains already fill two levels
    for night in range(4):
        for n in range(night * 5 + 1):
            grow(f"case:{n}")
        made = seal_night(night)
        with read_ledger(list(all_seals())) as ledger:
            assert ledger.root() == made.root
            assert ledger.chains() == made.chains == night * 5 + 1


def test_a_night_is_sealed_once() -> None:
    grow("case:1")
    made = seal_night(0)
    grow("case:2")
    assert seal(NIGHT + timedelta(hours=3)) == made
    assert JournalSeal.objects.count() == 1


def test_the_night_is_taipeis() -> None:
    assert seal(NIGHT.replace(hour=15, minute=59)).night == date(2026, 2, 27)
    assert seal(NIGHT.replace(hour=16, minute=0)).night == date(2026, 2, 28)


def test_an_empty_journal_and_a_quiet_night_are_sealed_too() -> None:
    first, second = seal_night(0), seal_night(1)
    assert first.root == second.root == EMPTY
    grow("case:1")
    third, fourth = seal_night(2), seal_night(3)
    assert third.root == fourth.root != EMPTY
    assert (fourth.changed, fourth.chains) == (0, 1)
    assert verify().is_clean


def test_two_who_seal_at_once_make_one_seal() -> None:
    for n in range(50):
        grow(f"case:{n}")
    made: list[Seal] = []

    def work() -> None:
        try:
            made.append(seal_night(0))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert made[0] == made[1] == made[2]
    assert verify().is_clean


def test_an_event_committed_late_under_an_early_id_is_sealed_the_next_night(own_database: str) -> None:
    with psycopg.connect(own_database) as slow:
        [row] = link("case:slow", 0, ZERO, [Entry("CaseOpened", {})], **BY)
        slow.execute(INSERT, row)
        grow("case:fast")
        first = seal(NIGHT, patience=0)
        assert (first.chains, first.through) == (1, 0)
    second = seal_night(1)
    assert (second.chains, second.changed) == (2, 1)
    assert second.through == 2
    assert verify().is_clean


def test_sealing_waits_for_writers_under_way(own_database: str) -> None:
    grow("case:1")
    [row] = link("case:slow", 0, ZERO, [Entry("CaseOpened", {})], **BY)
    slow = psycopg.connect(own_database)
    slow.execute(INSERT, row)
    threading.Timer(0.2, lambda: (slow.commit(), slow.close())).start()
    assert _horizon(0, patience=30) == 1
    assert seal_night(0).chains == 2


def test_files_that_an_interrupted_night_left_out_are_written_the_next_time(var: Path) -> None:
    grow("case:1")
    made = seal_night(0)
    file = seal_files.path_of(made)
    before = file.read_bytes(), seal_files.leaves_of(file).read_bytes()
    file.unlink()
    seal_files.leaves_of(file).unlink()
    assert faults() == [("seal-missing", file.name, 1)]
    assert seal_night(0) == made
    assert (file.read_bytes(), seal_files.leaves_of(file).read_bytes()) == before
    assert verify().is_clean


def test_a_night_that_fails_half_way_leaves_nothing_and_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    grow("case:1")
    with monkeypatch.context() as broken:
        broken.setattr(Seal, "signed", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            seal_night(0)
    assert not JournalLeaf.objects.exists()
    assert seal_night(0).changed == 1


def test_a_database_that_was_set_back_is_not_sealed_over() -> None:
    grow("case:1")
    seal_night(0)
    grow("case:1")
    last = seal_files.path_of(seal_night(1))
    tamper("DELETE FROM journal_seal WHERE number = 2", "DELETE FROM journal_leaf WHERE seal = 2")
    with pytest.raises(seal_files.SealsDisagree, match=last.name):
        seal_night(2)
    assert faults() == [("seal-unknown", last.name, 2)]


def test_lost_files_are_not_rewritten_from_leaves_that_were_changed() -> None:
    grow("case:1", 2)
    file = seal_files.path_of(seal_night(0))
    file.unlink()
    tamper("UPDATE journal_leaf SET seq = 1")
    with pytest.raises(seal_files.SealsDisagree, match="1"):
        seal_night(0)
    assert not file.exists()


def test_a_proof_leads_from_the_citizens_case_to_the_signed_root() -> None:
    for n in range(7):
        grow(f"case:{n}", n + 1)
    seal_night(0)
    grow("case:3")
    grow("case:new")
    seal_night(1)
    grow("case:tomorrow")
    proof = json.loads(json.dumps(proof_for("case:3")))
    assert (proof["events"], proof["seal"]["night"]) == (5, "2026-03-01")
    assert verify_proof(proof)
    assert verify_proof(proof, KEY)
    assert not verify_proof(proof, b"k" * 32)
    for n in range(7):
        assert verify_proof(proof_for(f"case:{n}") or {}, KEY)
    assert proof_for("case:tomorrow") is None


def test_a_proof_climbs_through_pages() -> None:
    rows = [row for n in range(2_100) for row in link(f"case:{n:04}", 0, ZERO, [Entry("CaseOpened", {})], **BY)]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)
    assert seal_night(0).chains == 2_100
    for n in (0, 1_023, 1_024, 2_047, 2_048, 2_099):
        assert verify_proof(proof_for(f"case:{n:04}") or {}, KEY)
    assert verify().is_clean


def test_a_proof_is_not_handed_out_from_a_tree_that_was_changed() -> None:
    for n in range(3):
        grow(f"case:{n}")
    seal_night(0)
    tamper("UPDATE journal_page SET hashes = decode(repeat('00', 96), 'hex') WHERE level = 0")
    assert proof_for("case:1") is None


def test_leaves_are_read_by_place() -> None:
    grow("case:b")
    grow("case:a")
    seal_night(0)
    with transaction.atomic():
        assert [(leaf.position, leaf.subject) for leaf in leaves_of(1)] == [(0, "case:a"), (1, "case:b")]
