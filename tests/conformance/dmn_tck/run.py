"""Every case of a directory through the public face of `tongban.core.decisions`."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.conformance.dmn_tck.cases import Case, TestFile, read_cases
from tests.conformance.dmn_tck.compare import same
from tongban.core.decisions import Model, read_model


@dataclass(frozen=True)
class Outcome:
    directory: str
    test: str
    case: str
    passed: bool
    detail: str = ""


def run_directory(root: Path, folder: Path) -> list[Outcome]:
    """The outcomes of all test files in `folder`; what cannot be read counts as failed."""
    name = folder.relative_to(root).as_posix() if folder != root else folder.name
    return [outcome for path in sorted(folder.glob("*.xml")) for outcome in _run_file(name, path)]


def folders(root: Path) -> list[Path]:
    """The folders under `root`, itself included, that hold XML files."""
    return sorted({path.parent for path in root.rglob("*.xml")})


def _run_file(directory: str, path: Path) -> Iterator[Outcome]:
    try:
        tests = read_cases(path)
    except Exception as error:  # a file of the kit that we cannot read is a failure like any other
        yield Outcome(directory, path.name, "", False, f"the test file cannot be read: {error!r}")
        return
    if tests is None:
        return
    try:
        model = read_model(path.parent / tests.model)
    except Exception as error:  # whatever keeps a model from being read: all its cases have failed
        yield from _all_failed(directory, path, tests, f"the model cannot be read: {error!r}")
        return
    for case in tests.cases:
        detail = _run_case(model, case)
        yield Outcome(directory, path.name, case.id, not detail, detail)


def _all_failed(directory: str, path: Path, tests: TestFile, detail: str) -> Iterator[Outcome]:
    return (Outcome(directory, path.name, case.id, False, detail) for case in tests.cases)


def _run_case(model: Model, case: Case) -> str:
    """What went wrong; nothing when every node had its expected value."""
    try:
        return "; ".join(_wrong(model, case))
    except Exception:  # an exception that leaves the engine is a failure, never the end of the run
        return traceback.format_exc(limit=-3).strip().replace("\n", " | ")


def _wrong(model: Model, case: Case) -> Iterable[str]:
    if case.unreadable or not case.expected:
        yield case.unreadable or "the case expects nothing"
    for expected in case.expected:
        got, notes = _ask(model, case, expected.name)
        if not same(expected.value, got):
            why = "".join(f" [{note.text.en}]" for note in notes)
            yield f"{expected.name}: expected {expected.value!r}, got {got!r}{why}"


def _ask(model: Model, case: Case, name: str) -> tuple[object, tuple[object, ...]]:
    at = datetime.now(UTC)
    if case.kind == "decision":
        decided = model.evaluate(name, case.inputs, at=at)
        return decided.value, decided.notes
    decided = model.serve(case.invocable or name, case.inputs, at=at)
    value = decided.value
    one_of_several = isinstance(value, dict) and name in value
    return (value[name] if one_of_several else value), decided.notes  # type: ignore[index]
