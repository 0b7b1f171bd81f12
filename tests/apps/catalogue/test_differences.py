from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.apps.cases.conftest import BRACELET, PACKS
from tongban.apps.catalogue.differences import Change, differences
from tongban.core.casework import Definition
from tongban.core.packs import read_folder, read_pack
from tongban.core.text import Text

WHERE = Text("內文", "body")


def pack(*changes: tuple[str, str]) -> Definition:
    files = read_folder(PACKS / BRACELET)
    for old, new in changes:
        files = {path: content.replace(old.encode(), new.encode()) for path, content in files.items()}
    read, faults = read_pack(files)
    assert read is not None, faults
    return read


def said(older: Definition, newer: Definition) -> list[tuple[str, str]]:
    return [(change.where.en, change.what.en) for change in differences(older, newer)]


def test_a_pack_does_not_differ_from_itself() -> None:
    assert differences(pack(), pack()) == []


def test_a_new_limit_and_a_step_that_is_told_are_named() -> None:
    newer = pack(
        ("limit: {working_days: 6}", "limit: {working_days: 7}"),
        ("on: accept, text: step-accepted", "on: accept, text: step-accepted, notify: true"),
    )
    found = said(pack(), newer)
    assert ("Time limit", "changed") in found
    assert any(what == "the citizen is told now" for _, what in found)


def test_a_question_with_another_label_is_named_by_its_label() -> None:
    older = pack()
    newer = pack(("手鍊尺寸", "手鍊大小"))
    assert [(c.where.zh, c.what.zh) for c in differences(older, newer)] == [("欄位「手鍊大小」", "變更：題目")]


def test_a_control_that_goes_is_named() -> None:
    control = read_pack(read_folder(PACKS / "agriculture/tree-seedlings"))[0]
    assert control is not None
    assert said(control, replace(control, controls=())) == [("Control “collect_by”", "removed")]


words = st.text(st.sampled_from("ab c((x))中文。\n"), max_size=60)


@given(words, words)
def test_the_pieces_hold_both_texts_whole(before: str, after: str) -> None:
    pieces = Change(WHERE, WHERE, before, after).pieces()
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


def test_words_and_placeholders_are_not_torn_apart() -> None:
    pieces = Change(WHERE, WHERE, "Received ((unit))", "Live ((owner))").pieces()
    assert ("gone", "Received") in pieces
    assert ("new", "((owner))") in pieces


def test_huge_texts_do_not_hold_up_the_page() -> None:
    began = time.process_time()
    Change(WHERE, WHERE, "啊" * 15_000, "啊" * 14_999 + "喔").pieces()
    assert time.process_time() - began < 5


def test_a_change_of_a_penalty_standard_is_said_row_by_row() -> None:
    def fire(old: str = "", new: str = "") -> Definition:
        files = read_folder(PACKS / "fire" / "equipment-inspection")
        read, faults = read_pack({path: content.replace(old.encode(), new.encode()) for path, content in files.items()})
        assert read is not None, faults
        return read

    older = fire()
    dearer = fire("<text>100000</text>", "<text>110000</text>")
    [change] = differences(older, dearer)
    assert change.where.zh == "決策表「消防法裁罰基準」"
    assert "110000" in change.what.zh
    assert [where for where, _ in said(older, fire("approve: supervisor", "approve: agency-admin"))] == [
        "Penalty at “propose”"
    ]
    assert differences(older, fire()) == []
