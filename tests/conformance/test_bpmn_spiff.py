"""A share of the walks in step with SpiffWorkflow, and that the walks would notice."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.conformance.bpmn_spiff import ours
from tests.conformance.bpmn_spiff.__main__ import main
from tests.conformance.bpmn_spiff.deviations import EXAMPLES, process, step
from tests.conformance.bpmn_spiff.drawing import Loop, Node, lines
from tests.conformance.bpmn_spiff.known import CLASSES, ONCE, known
from tests.conformance.bpmn_spiff.minimise import minimise
from tests.conformance.bpmn_spiff.run import Tally, drawn, run
from tests.conformance.bpmn_spiff.walk import read, replay, stroll, told
from tongban.core.process import CompleteTask

BESIDE = Path(__file__).parents[3] / "shared" / "conformance" / "bpmn-miwg"
FILES = Path(os.environ.get("BPMN_MIWG_DIR") or BESIDE)
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bpmn-walks.md"


def shown(tally: Tally) -> str:
    return "\n\n".join(f"{lines(drawing)}\n{told(walk.steps)}\n{walk.disagreement}" for drawing, walk in tally.open)


def test_both_engines_show_the_same_tasks_after_every_step() -> None:
    tally = run(600, "tests")
    assert not tally.open, shown(tally)
    assert tally.agreed >= 600


def test_every_kind_is_walked() -> None:
    kinds = {node.kind for number in range(300) for node in drawn(f"kinds-{number}").nodes}
    assert kinds >= {"inclusiveGateway", "eventBasedGateway", "boundaryEvent", "subProcess", "callActivity"}
    assert kinds >= {"scriptTask", "receiveTask", "intermediateThrowEvent", "manualTask", "intermediateCatchEvent"}


def test_an_engine_that_loses_a_task_is_noticed_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = ours.Ours._advance

    def forgetful(self: ours.Ours, command: object) -> None:
        honest(self, command)  # type: ignore[arg-type]
        if isinstance(command, CompleteTask):
            self.state = replace(self.state, tasks=self.state.tasks[:1])

    monkeypatch.setattr(ours.Ours, "_advance", forgetful)
    fork, join = Node("p1", "parallelGateway"), Node("p2", "parallelGateway")
    ways = ("s -> t0", "t0 -> p1", "p1 -> t1", "p1 -> t2", "t1 -> t3", "t3 -> p2", "t2 -> p2", "p2 -> e")
    drawing = process(*ways, p1=fork, p2=join)
    walk = stroll(read(drawing), Random(1))
    assert walk.disagreement is not None
    assert known(walk.disagreement) is None
    small, shortest = minimise(drawing, walk, seconds=20)
    assert len(small.nodes) < len(drawing.nodes)
    assert [step.deed for step in shortest.steps] == ["start", "complete"]


@pytest.mark.parametrize("name", [name for name in CLASSES if name != ONCE])
def test_where_spiff_leaves_the_standard_is_known_by_its_own_books(name: str) -> None:
    drawing, steps = EXAMPLES[name]
    walk = replay(read(drawing), steps)
    assert walk.disagreement is not None
    assert known(walk.disagreement) == name
    assert walk.steps == steps, "it must show at the last step"


def test_an_event_that_spiff_catches_only_once_is_forgiven_and_counted() -> None:
    drawing, steps = EXAMPLES[ONCE]
    walk = replay(read(drawing), [*steps, step("complete t2")])
    assert walk.disagreement is None
    assert walk.forgiven == 1


def test_nothing_excuses_our_engine_when_it_falls_over() -> None:
    drawing, steps = EXAMPLES["join-out-of-step"]
    found = replay(read(drawing), steps).disagreement
    assert found is not None
    assert known(found._replace(ours="no task at t1")) is None


def test_rounds_are_told_apart() -> None:
    drawing = process("s -> t1", "t1 -> e", t1=Node("t1", "userTask", loop=Loop("parallel", 2)))
    walk = replay(read(drawing), [step("start"), step("complete t1#2"), step("complete t1#1")])
    assert walk.disagreement is None
    assert walk.end == "ended"


def test_the_same_seed_walks_the_same() -> None:
    first, again = run(40, "same"), run(40, "same")
    assert (first.agreed, first.steps, first.classes) == (again.agreed, again.steps, again.classes)


@pytest.mark.skipif(not FILES.is_dir(), reason="the files are not here")
def test_given_files_are_walked_or_said_not_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--walks", "0", str(FILES)]) == 0
    said = capsys.readouterr().out
    assert all(file.name in said for file in FILES.rglob("*.bpmn"))
    assert " walks, " in said


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_explained_on_the_page_with_its_drawing(name: str) -> None:
    page = PAGE.read_text("utf-8")
    drawing, steps = EXAMPLES[name]
    assert f"### `{name}`" in page
    assert f"```\n{lines(drawing)}\n\n{told(steps)}\n```" in page
