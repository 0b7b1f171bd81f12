"""Packs whose fault no check can see: a condition and a table that give no answer for what a case really holds."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from tests.apps.cases.conftest import AT, BRACELET, PACKS, City, application
from tongban.apps.cases.actions import Registered, complete_task, register_case
from tongban.apps.cases.models import Case
from tongban.apps.cases.reading import case_file
from tongban.apps.catalogue.actions import publish_folder
from tongban.apps.catalogue.models import Pack

COMPLETE, EXPIRED = "f3", "f5b"
"""The flows to the review: with everything there, and after the applicant let the date pass."""
GROWN = """
    <bpmn:exclusiveGateway id="grown" name="成人尺寸？" default="g3">
      <bpmn:incoming>{flow}</bpmn:incoming><bpmn:outgoing>g2</bpmn:outgoing><bpmn:outgoing>g3</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:sequenceFlow id="g2" sourceRef="grown" targetRef="review">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">number(size) &gt; 150</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="g3" sourceRef="grown" targetRef="review" />
  </bpmn:process>"""
"""No number stands in the answer `m`: the condition is neither true nor false."""


def changed(scratch: Path, pack: str, *changes: tuple[str, str, str]) -> None:
    """Publish `pack` as its next version with parts of its files (name, old, new) replaced."""
    folder = scratch / f"{len(list(scratch.iterdir()))}" / pack
    copytree(PACKS / pack, folder)
    for name, old, new in changes:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
    publish_folder(folder, at=AT)


def break_bracelet(scratch: Path, flow: str = COMPLETE) -> None:
    """From now on no case gets over that flow."""
    source = {"f3": "documents", "f5b": "supplied"}[flow]
    to_review = f'sourceRef="{source}" targetRef="review"'
    changed(
        scratch,
        BRACELET,
        ("process.bpmn", to_review, to_review.replace("review", "grown")),
        ("process.bpmn", f"<bpmn:incoming>{flow}</bpmn:incoming>", "<bpmn:incoming>g2</bpmn:incoming>"),
        ("process.bpmn", "</bpmn:process>", GROWN.format(flow=flow).lstrip()),
    )


def mend_bracelet() -> None:
    """The delivered version again, and every running case in it."""
    publish_folder(PACKS / BRACELET, at=AT)
    current = Pack.objects.get(code=BRACELET).current
    assert current is not None
    Case.objects.update(pack_version=current)


def register(city: City) -> Registered:
    return register_case(application=application(city), by=city.rights("counter"), at=AT)


def complete(city: City, number: str, who: str = "handler", outcome: str = "complete", **more: object) -> None:
    """Complete the one task that waits."""
    [task] = case_file(number).open_tasks
    given = {"by": city.rights(who), "at": AT, **more}
    complete_task(number=number, task=task.number, outcome=outcome, **given)  # type: ignore[arg-type]
