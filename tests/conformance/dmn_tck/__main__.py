"""`python -m tests.conformance.dmn_tck DIR [--require N] [--csv FILE]`.

Runs every test file under DIR, prints passed and failed per directory and in total, and ends with 1 when fewer
than N cases passed (`--require 99%`: fewer than that share).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from tests.conformance.dmn_tck.run import Outcome, folders, run_directory


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    outcomes = run(options.directory, options.processes)
    sys.stdout.writelines(f"{line}\n" for line in report(outcomes))
    if options.csv:
        write_csv(options.csv, outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    return 0 if outcomes and passed >= _required(options.require, len(outcomes)) else 1


def run(directory: Path, processes: int = 1) -> list[Outcome]:
    found = folders(directory)
    if processes <= 1:
        return [outcome for folder in found for outcome in run_directory(directory, folder)]
    with ProcessPoolExecutor(processes) as pool:
        parts = pool.map(run_directory, repeat(directory), found)
        return [outcome for part in parts for outcome in part]


def write_csv(path: Path, outcomes: Iterable[Outcome]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("directory", "test", "case", "result", "detail"))
        for outcome in outcomes:
            result = "passed" if outcome.passed else "failed"
            writer.writerow((outcome.directory, outcome.test, outcome.case, result, outcome.detail))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dmn_tck", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--require", default="0", help="how many cases must pass, or which share: 2550, 99%%")
    parser.add_argument("--csv", type=Path, help="write directory,test,case,result,detail")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args(arguments)
    if not options.directory.is_dir():
        parser.error(f"there is no directory {options.directory}")
    return options


def _required(text: str, total: int) -> float:
    return float(text.rstrip("%")) / 100 * total if text.endswith("%") else float(text)


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """Passed and failed per directory, then in total."""
    by_directory: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_directory.setdefault(outcome.directory, []).append(outcome)
    for directory, ones in by_directory.items():
        yield _line(directory, ones)
    yield _line("total", outcomes)


def _line(name: str, outcomes: list[Outcome]) -> str:
    passed = sum(outcome.passed for outcome in outcomes)
    return f"{name:60} {passed:5} passed {len(outcomes) - passed:5} failed"


if __name__ == "__main__":
    sys.exit(main())
