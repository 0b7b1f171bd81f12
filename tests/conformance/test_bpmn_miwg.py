"""The reference files of the BPMN Model Interchange Working Group, where they are there, and the runner itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.bpmn_miwg.__main__ import main
from tests.conformance.bpmn_miwg.raw import read_raw
from tests.conformance.bpmn_miwg.run import FAILED, READ, REFUSED, UNREADABLE, Outcome, judged, run
from tongban.core.process import Document, read_document

BESIDE = Path(__file__).parents[3] / "shared" / "conformance" / "bpmn-miwg"
KIT = Path(os.environ.get("BPMN_MIWG_DIR") or BESIDE)
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">'
WHOLE = f"""{HEAD}<process id="p" name="案件"><startEvent id="s"/><task id="t" name="審查"/><endEvent id="e"/>
<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/></process>
</definitions>"""
COMPLEX = WHOLE.replace("<task ", '<complexGateway id="c"/><transaction id="x"/><task isForCompensation="true" ')


@pytest.mark.skipif(not KIT.is_dir(), reason="the files are not here")
def test_each_reference_file_is_read_whole_or_refused_by_all_its_ids() -> None:
    outcomes = run(KIT)
    assert outcomes
    assert [one for one in outcomes if one.result in (FAILED, UNREADABLE)] == []


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def filled(**sources: str) -> Path:
        for name, source in sources.items():
            (tmp_path / "deep").mkdir(exist_ok=True)
            (tmp_path / "deep" / f"{name}.bpmn").write_text(source, encoding="utf-8")
        return tmp_path

    return filled


def test_files_are_read_refused_or_unreadable(folder: Callable[..., Path]) -> None:
    broken, other = WHOLE[:-20], "<html/>"
    outcomes = run(folder(a=WHOLE, b=COMPLEX, c=broken, d=other, e=f"<!DOCTYPE a>{WHOLE}"))
    assert [one.result for one in outcomes] == [READ, REFUSED, UNREADABLE, UNREADABLE, UNREADABLE]
    assert outcomes[0] == Outcome("deep/a.bpmn", READ, 6, 3, 2, 2)
    assert outcomes[1].detail == "c x t"


def test_strange_encodings_are_read_and_too_much_of_anything_is_unreadable(tmp_path: Path) -> None:
    deep = f"{HEAD}{'<v:a xmlns:v=' + chr(34) + 'u' + chr(34) + '>'}{'<a>' * 300}{'</a>' * 300}</v:a></definitions>"
    sources = {
        "big5": f'<?xml version="1.0" encoding="Big5"?>{WHOLE}'.encode("big5"),
        "claims": f'<?xml version="1.0" encoding="utf-16"?>{WHOLE}'.encode(),
        "utf16": WHOLE.encode("utf-16"),
        "deep": deep.encode(),
        "many": WHOLE.replace("</process>", "<task/>" * 250_000 + "</process>").encode(),
        "large": WHOLE.replace("</process>", "<task/>" * 2_000_000 + "</process>").encode(),
        "utf7": f'<?xml version="1.0" encoding="UTF-7"?>{WHOLE}'.encode("utf-7"),
    }
    for name, source in sources.items():
        (tmp_path / f"{name}.bpmn").write_bytes(source)
    results = {one.file.removesuffix(".bpmn"): one.result for one in run(tmp_path)}
    assert {name for name, result in results.items() if result == READ} == {"big5", "claims", "utf16"}
    assert {name for name, result in results.items() if result == UNREADABLE} == {"deep", "many", "large", "utf7"}


def test_what_was_not_read_is_noticed() -> None:
    document, faults = read_document(WHOLE.encode(), "a.bpmn")
    assert document is not None
    for number, what in ((1, "startEvent"), (2, "審查"), (4, "sequenceFlow")):
        less = Document(tuple(one for one in document.elements if one.number != number))
        outcome = judged("a.bpmn", less, faults, read_raw(WHOLE.encode()))
        assert outcome.result == FAILED
        assert what in outcome.detail


def test_a_refusal_too_few_or_too_many_is_noticed() -> None:
    source = COMPLEX.encode()
    document, faults = read_document(source, "a.bpmn")
    assert document is not None
    assert judged("a", document, faults, read_raw(source)).result == REFUSED
    assert judged("a", document, faults[1:], read_raw(source)).result == FAILED
    assert judged("a", document, [*faults, faults[0]._replace(place="s")], read_raw(source)).result == FAILED


def test_the_runner_ends_with_one_when_there_is_nothing_or_something_failed(
    folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([str(tmp_path)]) == 1
    assert main([str(folder(a=WHOLE)), "--csv", str(tmp_path / "out.csv")]) == 0
    assert "1 files: 1 read, 0 refused, 0 unreadable, 0 failed" in capsys.readouterr().out
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1] == "deep/a.bpmn,read,6,3,2,2,"

    def crash(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("tests.conformance.bpmn_miwg.run.read_document", crash)
    assert main([str(tmp_path)]) == 1
    assert "lost" in capsys.readouterr().out
