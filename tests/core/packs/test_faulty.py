"""A pack with a fault in every file: all of them are named, each with its place and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongban.core.packs import read_folder, read_pack
from tongban.core.text import Fault

FAULTY = Path(__file__).parent / "faulty"
EXPECTED = [
    ("examples/1-wrong.yaml", "2 start", "Not a moment"),
    ("examples/1-wrong.yaml", "3 wheather", "Unknown key"),
    ("examples/1-wrong.yaml", "5 acts[0]", "Exactly one act"),
    ("examples/1-wrong.yaml", "6 acts[1].extend", "no unit of a limit"),
    ("examples/2-elsewhere.yaml", "5 acts[0]", "has no “polish”"),
    ("form.md", "survey row 4", "kept for the process"),
    ("forms/visit.md", "", "No user task uses this form"),
    ("forms/visit.md", "survey row 2", "stands in form.md too"),
    ("messages/Step.zh-TW.txt", "", "no name for a message file"),
    ("messages/closed.en.txt", "1", "A subject (first line) and a body"),
    ("messages/closed.zh-Hant.txt", "((query_password))", "not known here"),
    ("messages/registered.en.txt", "((weather))", "Unknown placeholder"),
    ("messages/registered.zh-Hant.txt", "", "The body lacks the query password"),
    ("messages/registered.zh-Hant.txt", "((answer.wearer_fax))", "no field “wearer_fax”"),
    ("messages/registered.zh-Hant.txt", "((missing))", "not known here"),
    ("messages/step-received.en.txt", "", "version in this language is missing"),
    ("notes.txt", "", "A file the pack does not know"),
    ("pack.yaml", "1 code", "cannot be used as a code"),
    ("pack.yaml", "2 kind", "“aplication” is not a known value"),
    ("pack.yaml", "3 name.en", "The en text is missing"),
    ("pack.yaml", "6 channels[1]", "“pigeon” is not a known value"),
    ("pack.yaml", "7 colour", "Unknown key"),
    ("pack.yaml", "10 clock.pauses.waiting", "No user task “waiting”"),
    ("pack.yaml", "11 clock.extension", "counts something else"),
    ("pack.yaml", "12 clock.remind[0].before.working_days", "whole number from 1"),
    ("pack.yaml", "15 public_steps[1].on", "No activity “nowhere”"),
    ("pack.yaml", "16 public_steps[2].text", "no message “step-lost”"),
    ("pack.yaml", "17 notify", "“closed”"),
    ("pack.yaml", "17 notify", "“correction”"),
    ("pack.yaml", "17 notify", "“extended”"),
    ("pack.yaml", "17 notify.closed:lost", "no outcome “lost”"),
    ("pack.yaml", "17 notify.closing", "Unknown occasion"),
    ("pack.yaml", "18 outcomes", "“rejected” has no name"),
    ("pack.yaml", "21 controls[0].field", "no field “improve_by”"),
    ("pack.yaml", "21 controls[0].when", "Unknown name “resultt”"),
    ("pack.yaml", "22 controls[1].field", "a question of type date"),
    ("pack.yaml", "22 controls[1].when", "the expression ends"),
    ("pack.yaml", "23 controls[2].text", "Name the message"),
    ("pack.yaml", "24 retention.years", "whole number from 1"),
    ("pack.yaml", "25 personal_data.shoe_size", "no field “shoe_size”"),
    ("pack.yaml", "25 personal_data.wearer_phone", "“everything” is not a known value"),
    ("process.bpmn", "accept", "No form “inspection”"),
    ("process.bpmn", "accept", "Unknown role “boss”"),
    ("process.bpmn", "closed", "No public step tells"),
    ("process.bpmn", "f3", "Unknown name “wearer_age”"),
]


@pytest.fixture(scope="module")
def faults() -> list[Fault]:
    definition, found = read_pack(read_folder(FAULTY))
    assert definition is None
    return found


def place_of(fault: Fault) -> str:
    return fault.place.removeprefix("第 ").replace(" 行", "")


@pytest.mark.parametrize(("file", "place", "words"), EXPECTED)
def test_every_fault_is_named_with_its_file_and_place(faults: list[Fault], file: str, place: str, words: str) -> None:
    hits = [f for f in faults if f.file == file and place_of(f) == place and words in f.text.en]
    assert len(hits) == 1


def test_nothing_is_called_a_fault_that_is_none(faults: list[Fault]) -> None:
    assert len(EXPECTED) == len(faults) >= 15


def test_every_fault_speaks_chinese_and_english(faults: list[Fault]) -> None:
    for fault in faults:
        assert any("\u4e00" <= c <= "\u9fff" for c in fault.text.zh)
        assert fault.text.en
        assert bool(fault.remedy.zh) == bool(fault.remedy.en)


def test_faults_in_form_process_messages_and_manifest_come_together() -> None:
    files = read_folder(FAULTY)
    files["form.md"] = b"| survey |\n| | type | name |\n| | nonsense | x |\n"
    files["process.bpmn"] = files["process.bpmn"].replace(b"bpmn:userTask", b"bpmn:scriptTask")
    _, found = read_pack(files)
    by_file = {fault.file for fault in found}
    assert {"form.md", "process.bpmn", "pack.yaml", "messages/registered.en.txt", "examples/1-wrong.yaml"} <= by_file
    # What could not be read is not blamed for what it may well hold.
    assert not [f for f in found if "no field" in f.text.en or "No activity" in f.text.en]
