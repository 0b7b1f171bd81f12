"""The bracelet with a random process: blocks within blocks, some steps for handlers, some for supervisors."""

from __future__ import annotations

from random import Random

import yaml

from tests.apps.cases.conftest import ANSWERS, AT, BRACELET, PACKS
from tests.core.process.drawing import draw
from tests.core.process.test_random_processes import Block, Drawing
from tongban.apps.catalogue.actions.publishing import publish_files
from tongban.core.packs import read_folder
from tongban.core.process import read_process

_UNUSED = ("step-accepted", "step-reviewed", "rejected")


def publish_random(block: Block, random: Random) -> None:
    """Publish the bracelet's next version with a process drawn from `block`."""
    drawing = Drawing()
    drawing.to(drawing.add(block, "s"), "e")
    drawn = _with_roles(draw("\n".join(drawing.lines)).decode(), random).encode()
    files = {path: content for path, content in read_folder(PACKS / BRACELET).items() if _stays(path)}
    files["examples/1.yaml"] = yaml.safe_dump(
        {"name": "收件", "start": "2026-02-13T09:30", "answers": ANSWERS}, allow_unicode=True
    ).encode()
    files["process.bpmn"] = drawn
    files["pack.yaml"] = _manifest(files["pack.yaml"], drawn)
    publish_files(files, by="test", at=AT)


def _stays(path: str) -> bool:
    return not path.startswith("examples/") and path != "decisions.dmn" and not any(name in path for name in _UNUSED)


def _with_roles(text: str, random: Random) -> str:
    parts = text.split('candidateGroups="handler"')
    roles = [random.choice(("handler", "handler", "supervisor")) for _ in parts[1:]]
    return parts[0] + "".join(f'candidateGroups="{role}"{part}' for role, part in zip(roles, parts[1:], strict=True))


def _manifest(source: bytes, drawn: bytes) -> bytes:
    told = yaml.safe_load(source)
    process, _ = read_process(drawn, "process.bpmn")
    assert process is not None
    outcomes = {outcome for task in process.user_tasks for outcome in process.outcomes_of(task.id)}
    told["outcomes"] = {one: {"zh-Hant": one, "en": one} for one in sorted(outcomes | {"rejected"})}
    told["public_steps"] = [{"on": "s", "text": "step-received"}, {"on": "e", "text": "step-delivered"}]
    told["clock"].pop("pauses")
    told["notify"].pop("closed:rejected")
    told.pop("dispatch", None)
    told.pop("assumptions", None)
    return yaml.safe_dump(told, allow_unicode=True).encode()
