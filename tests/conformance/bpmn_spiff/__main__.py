"""Generated and given processes, walked at random in our engine and in SpiffWorkflow in step.

`python -m tests.conformance.bpmn_spiff [--walks N] [--seed S] [DIR …]`: after every step both must show the same open
tasks and waits, and come to the same end. Where Spiff is known to leave the standard the walk is counted by class (see
docs/reference/bpmn-walks.md); any other disagreement is made small, shown, and fails the run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.conformance.bpmn_spiff.drawing import Drawing, lines
from tests.conformance.bpmn_spiff.minimise import minimise
from tests.conformance.bpmn_spiff.run import Tally, run, walk_files
from tests.conformance.bpmn_spiff.walk import Walk, told

WALKS = 10_000
WALKS_OF_A_FILE = 50
SHOWN = 3


def main(given: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="tests.conformance.bpmn_spiff")
    asked.add_argument("--walks", type=int, default=WALKS, help="over generated drawings")
    asked.add_argument("--seed", default="1")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="of .bpmn files, walked as well")
    options = asked.parse_args(given)
    whole = run(options.walks, options.seed, options.processes) if options.walks else Tally()
    files = sorted(file for folder in options.folders for file in folder.rglob("*.bpmn"))
    for name, tally in walk_files(files, WALKS_OF_A_FILE, options.seed):
        _say([f"{name}: {_of_file(tally)}"])
        whole.add(tally)
    _say(_report(whole))
    for drawing, walk in whole.open[:SHOWN]:
        _say(_shown(*minimise(drawing, walk)))
    return 1 if whole.open else 0


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _of_file(tally: Tally) -> str:
    if tally.refused:
        return "; ".join(tally.refused)
    return f"{tally.agreed} walks, {tally.steps} steps" + (f", {dict(tally.classes)}" if tally.classes else "")


def _report(tally: Tally) -> Iterator[str]:
    yield f"{tally.agreed:>8,} walks agreed, {tally.steps:,} steps over {tally.drawn:,} drawings"
    yield from _counted("How they came to their end", tally.ended)
    yield from _counted("Drawings with", tally.kinds)
    yield from _counted("Where Spiff left the standard", tally.classes)
    yield from _counted("Not walked", tally.refused, 12)
    yield f"\n{len(tally.open):>8,} disagreements that nothing explains"


def _counted(title: str, counts: Counter[str], most: int | None = None) -> Iterator[str]:
    if counts:
        yield f"\n{title}"
    yield from (f"{count:>8,} {name}" for name, count in counts.most_common(most))


def _shown(drawing: Drawing, walk: Walk) -> Iterator[str]:
    assert walk.disagreement
    yield f"\n{lines(drawing)}\n\n{told(walk.steps)}"
    yield f"  ours  {walk.disagreement.ours}"
    yield f"  Spiff {walk.disagreement.spiff}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
