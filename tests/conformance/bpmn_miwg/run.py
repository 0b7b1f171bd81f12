"""Every BPMN file below a directory through the public face of `tongban.core.process`."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.bpmn_miwg import expected
from tests.conformance.bpmn_miwg.raw import NotBpmn, Raw, read_raw
from tongban.core.process import Document, read_document, read_process
from tongban.core.text import Fault

READ, REFUSED, UNREADABLE, FAILED = "read", "refused", "unreadable", "failed"


@dataclass(frozen=True)
class Outcome:
    """`detail`: the ids refused, why the file cannot be read, or what went wrong."""

    file: str
    result: str
    elements: int = 0
    nodes: int = 0
    flows: int = 0
    names: int = 0
    detail: str = ""


def run(root: Path) -> list[Outcome]:
    found = sorted(path for path in root.rglob("*") if path.suffix.lower() == ".bpmn" and path.is_file())
    return [run_file(path, path.relative_to(root).as_posix()) for path in found]


def run_file(path: Path, name: str) -> Outcome:
    try:
        source = path.read_bytes()
        read_process(source, name)  # what may be run is for others to judge; that it never crashes is judged here
        document, faults = read_document(source, name)
    except Exception:  # whatever leaves the reader is a failure, never the end of the run
        return Outcome(name, FAILED, detail=traceback.format_exc(limit=-3).strip().replace("\n", " | "))
    try:
        raws = read_raw(source)
    except NotBpmn as error:
        refused = document is None and faults
        return Outcome(name, UNREADABLE if refused else FAILED, detail=str(error))
    if document is None:
        return Outcome(name, FAILED, detail="; ".join(fault.text.en for fault in faults) or "nothing was read")
    return judged(name, document, faults, raws)


def judged(name: str, document: Document, faults: list[Fault], raws: list[Raw]) -> Outcome:
    """Read whole in any case; refused for exactly the ids the raw XML gives reason for."""
    wrong = "; ".join([*differences(document, raws), *_refusals(faults, raws)])
    refused = list(dict.fromkeys(fault.place for fault in faults))
    names = sum(expected.names(raws).values())
    result = FAILED if wrong else REFUSED if refused else READ
    sizes = len(document.elements), len(document.nodes), len(document.flows), names
    return Outcome(name, result, *sizes, detail=wrong or " ".join(refused))


def differences(document: Document, raws: list[Raw]) -> Iterator[str]:
    """What was counted otherwise in the XML."""
    read = Counter(element.tag for element in document.elements)
    read.update(tag for element in document.elements for tag, _ in element.refs)
    ends = Counter(
        (one.id, one.attributes.get("sourceRef", ""), one.attributes.get("targetRef", ""))
        for one in document.of("sequenceFlow", "messageFlow", "association")
    )
    names = Counter((one.tag, one.name) for one in document.elements if one.name)
    ids = Counter((one.tag, one.id, one.scope) for one in document.elements if one.id)
    nodes = Counter(node.tag for node in document.nodes)
    raw_nodes = Counter(raw.tag for raw in raws if raw.tag in expected.NODES)
    pairs: tuple[tuple[str, Counter[Any], Counter[Any]], ...] = (
        ("elements", read, expected.kinds(raws)),
        ("nodes", nodes, raw_nodes),
        ("flows", ends, expected.flows(raws)),
        ("names", names, expected.names(raws)),
        ("ids", ids, expected.ids(raws)),
    )
    for what, ours, theirs in pairs:
        if ours != theirs:
            yield f"{what}: not read {dict(theirs - ours)}, not in the XML {dict(ours - theirs)}"


def _refusals(faults: list[Fault], raws: list[Raw]) -> Iterator[str]:
    ids = {raw.id for raw in raws if raw.id}
    ours = {fault.place if fault.place in ids else "" for fault in faults}
    theirs = expected.refused(raws)
    if ours != theirs:
        yield f"not refused: {sorted(theirs - ours)}, refused without reason: {sorted(ours - theirs)}"
