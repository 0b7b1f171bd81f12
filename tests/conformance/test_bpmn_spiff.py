"""A share of the walks in step with SpiffWorkflow, and that the walks would notice."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.conformance.bpmn_spiff import ours
from tests.conformance.bpmn_spiff.__main__ import main
from tests.conformance.bpmn_spiff.drawing import Drawing, Event, Flow, Loop, Node, Asked, lines
from tests.conformance.bpmn_spiff.known import CLASSES, known
from tests.conformance.bpmn_spiff.minimise import minimise
from tests.conformance.bpmn_spiff.run import Tally, drawn, run
from tests.conformance.bpmn_spiff.sides import Step
from tests.conformance.bpmn_spiff.walk import Walk, read, replay, stroll, told
from tongban.core.process import CompleteTask

BESIDE = Path(__file__).parents[3] / "shared" / "conformance" / "bpmn-miwg"
FILES = Path(os.environ.get("BPMN_MIWG_DIR") or BESIDE)
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bpmn-walks.md"
TOSSED = {"a": 0, "b": 0, "c": 0}


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


def process(*ways: str, **nodes: Node) -> Drawing:
    """Ways like `a -> b`; what is not in `nodes` is a start (s), an end (e) or a user task."""
    flows = [Flow(f"f{number}", *way.split(" -> ")) for number, way in enumerate(ways)]
    ids = dict.fromkeys(id for flow in flows for id in (flow.source, flow.target))
    plain = {"s": "startEvent", "e": "endEvent"}
    others = tuple(Node(id, plain.get(id[0], "userTask")) for id in ids if id not in nodes)
    return Drawing((*others, *nodes.values()), tuple(flows))


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


def step(deed: str, at: str = "") -> Step:
    return Step(deed, at, TOSSED)


def walked(drawing: Drawing, *steps: Step) -> Walk:
    return replay(read(drawing), [step("start"), *steps])


LOOP = process(
    "s -> x1", "x1 -> p1", "p1 -> t1", "p1 -> t2", "t1 -> p2", "t2 -> p2", "p2 -> t3", "t3 -> x2", "x2 -> x1",
    "x2 -> e",
    x1=Node("x1", "exclusiveGateway"), x2=Node("x2", "exclusiveGateway", default="f8"),
    p1=Node("p1", "parallelGateway"), p2=Node("p2", "parallelGateway"),
)  # fmt: skip
AGAIN = replace(LOOP, flows=tuple(replace(f, test=Asked("a", "<", 0)) if f.target == "e" else f for f in LOOP.flows))


def test_a_join_that_fires_with_one_token_is_known_by_spiffs_own_books() -> None:
    once = (step("complete", "t1"), step("complete", "t2"), step("complete", "t3"))
    other = (step("complete", "t2"), step("complete", "t1"), step("complete", "t3"))
    found = [walked(AGAIN, *(once * 3), *other, *(once * 2), *other).disagreement]
    assert found[0] is None or known(found[0]) == "join-out-of-step"


def guarded(**event: object) -> Drawing:
    guard = Node("b", "boundaryEvent", attached_to="t1", **event)  # type: ignore[arg-type]
    return process("s -> t1", "t1 -> e1", "b -> t2", "t2 -> e2", b=guard)


def test_an_event_that_spiff_catches_only_once_is_forgiven_and_counted() -> None:
    drawing = guarded(event=Event("message", "m"), interrupting=False)
    walk = walked(drawing, step("happen", "b"), step("complete", "t2"))
    assert walk.disagreement is None
    assert walk.forgiven == 1


def test_what_a_cycle_began_and_spiff_dropped_is_known() -> None:
    walk = walked(guarded(event=Event("cycle"), interrupting=False), step("happen", "b"), step("complete", "t1"))
    assert walk.disagreement is not None
    assert known(walk.disagreement) == "drops-what-a-cycle-began"


def test_rounds_are_told_apart() -> None:
    drawing = process("s -> t1", "t1 -> e", t1=Node("t1", "userTask", loop=Loop("parallel", 2)))
    walk = walked(drawing, step("complete", "t1#2"), step("complete", "t1#1"))
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


def test_every_class_is_explained_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in CLASSES if f"`{name}`" not in page] == []
