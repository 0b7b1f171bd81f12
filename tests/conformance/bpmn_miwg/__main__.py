"""`python -m tests.conformance.bpmn_miwg DIR [--csv FILE]`.

Reads every .bpmn file below DIR. Each must be read whole (elements of every kind, flows, names and ids as counted in
the raw XML) or be refused with the ids of all elements that are not supported; a file that is no BPMN must be refused
as such. Prints a line per file and totals, and ends with 1 when a file failed or there was none.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from pathlib import Path

from tests.conformance.bpmn_miwg.run import FAILED, READ, REFUSED, UNREADABLE, Outcome, run


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    outcomes = run(options.directory)
    sys.stdout.writelines(f"{line}\n" for line in report(outcomes))
    if options.csv:
        write_csv(options.csv, outcomes)
    return 1 if not outcomes or any(outcome.result == FAILED for outcome in outcomes) else 0


def report(outcomes: list[Outcome]) -> Iterator[str]:
    for one in outcomes:
        counts = f"{one.elements:6} elements {one.nodes:5} nodes {one.flows:5} flows {one.names:5} names"
        yield f"{one.file:40} {one.result:10} {counts}  {one.detail}".rstrip()
    totals = (
        f"{sum(one.result == result for one in outcomes)} {result}" for result in (READ, REFUSED, UNREADABLE, FAILED)
    )
    yield f"{len(outcomes)} files: {', '.join(totals)}"


def write_csv(path: Path, outcomes: Iterable[Outcome]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Outcome))
        writer.writerows(map(astuple, outcomes))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bpmn_miwg", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--csv", type=Path, help="write a line per file: its result, counts and detail")
    options = parser.parse_args(arguments)
    if not options.directory.is_dir():
        parser.error(f"there is no directory {options.directory}")
    return options


if __name__ == "__main__":
    sys.exit(main())
