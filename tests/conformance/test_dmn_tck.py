"""The DMN conformance kit, where it is there, and the runner itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conformance.dmn_tck.__main__ import main, run
from tests.core.decisions.dmn.xmls import decision, xml

BESIDE = Path(__file__).parents[3] / "shared" / "conformance" / "dmn-tck"
KIT = Path(os.environ.get("DMN_TCK_DIR") or BESIDE)
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "dmn-conformance.md"

TESTS = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<modelName>m.dmn</modelName>
<testCase id="right"><resultNode name="d"><expected><value xsi:type="xsd:decimal">2</value></expected></resultNode></testCase>
<testCase id="wrong"><resultNode name="d"><expected><value xsi:type="xsd:string">2</value></expected></resultNode></testCase>
<testCase id="unreadable"><resultNode name="d"><expected><value xsi:type="xsd:date">soon</value></expected></resultNode></testCase>
<testCase id="missing"><resultNode name="e"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
<testCase id="empty"/>
</testCases>"""


@pytest.mark.skipif(not KIT.is_dir(), reason="the kit is not here")
@pytest.mark.parametrize(("level", "share"), [("compliance-level-2", 1.0), ("compliance-level-3", 0.99)])
def test_the_kit_passes(level: str, share: float) -> None:
    outcomes = run(KIT / level, processes=2)
    failed = [f"{one.directory} {one.case}: {one.detail}" for one in outcomes if not one.passed]
    assert outcomes
    unexplained = [one.case for one in outcomes if not one.passed and f"`{one.case}`" not in PAGE.read_text("utf-8")]
    assert not unexplained, "docs/reference/dmn-conformance.md does not explain them"
    assert len(failed) <= (1 - share) * len(outcomes), "\n".join(failed)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "level" / "0001-two"
    folder.mkdir(parents=True)
    (folder / "m.dmn").write_bytes(xml(decision("d", "1 + 1")))
    (folder / "tests.xml").write_text(TESTS)
    return tmp_path


def test_what_is_wrong_or_cannot_be_read_has_failed(kit: Path) -> None:
    passed = {outcome.case: outcome.passed for outcome in run(kit)}
    assert passed == {"right": True, "wrong": False, "unreadable": False, "missing": False, "empty": False}


def test_a_model_that_cannot_be_read_fails_all_its_cases(kit: Path) -> None:
    (kit / "level" / "0001-two" / "m.dmn").write_bytes(b"no model")
    assert [outcome.passed for outcome in run(kit)] == [False] * 5


def test_the_runner_ends_with_one_below_what_is_required(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(kit), "--require", "1"]) == 0
    assert main([str(kit), "--require", "2"]) == 1
    assert main([str(kit), "--require", "20%"]) == 0
    assert main([str(kit), "--require", "21%"]) == 1
    assert "1 passed     4 failed" in capsys.readouterr().out


def test_every_case_has_a_line_in_the_csv(kit: Path, tmp_path: Path) -> None:
    main([str(kit), "--csv", str(tmp_path / "out.csv")])
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0] == "directory,test,case,result,detail"
    assert lines[1] == "level/0001-two,tests.xml,right,passed,"
    assert len(lines) == 6
