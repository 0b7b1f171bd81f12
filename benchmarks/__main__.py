"""`make bench`: measured promises, as ratios against a floor in the same run. `CASES=…` sets how many are stored.

`python -m benchmarks [--cases N] [--seconds S] [--quick]`
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from datetime import UTC, datetime

from benchmarks import lives, load, migration, pages, process, typhoon
from benchmarks.decisions import decisions
from benchmarks.fill import fill
from benchmarks.place import Place, place

MOST_A_SECOND = 1_500
"""Tasks that may be completed in a second: so many must wait for it."""


def main() -> None:
    asked = argparse.ArgumentParser(prog="benchmarks")
    asked.add_argument("--cases", type=int, default=int(os.environ.get("CASES") or 100_000))
    asked.add_argument("--seconds", type=int, default=10, help="of each load")
    asked.add_argument("--open", type=float, default=0.1, help="share of cases that are open")
    given = asked.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {given.cases:,} cases\n")
    with place() as here:
        load.prepare_floor(here)
        _lives(here, 0, given.seconds)
        waiting = MOST_A_SECOND * (load.WARM_SECONDS + len(load.CONNECTIONS) * given.seconds)
        fill(here, max(given.cases, waiting), open_share=given.open, at_accept=waiting)
        _complete(here, given.seconds)
        _lives(here, max(given.cases, waiting), given.seconds)
        _rolled_up()
        _pages(here)
        _migration(here)
        looked_at, changed, seconds = typhoon.typhoon(here)
        print("\nA typhoon day is added")
        print(f"  {looked_at:,} open cases looked at, {changed:,} due dates moved in {seconds:.1f} s")
        print(f"  {looked_at / seconds:,.0f} rows/s")
        process.persisted(here)
    process.in_memory()
    decisions()


def _complete(here: Place, seconds: int) -> None:
    before = [load.floor(here, c, seconds) for c in load.CONNECTIONS]
    measured = load.complete(here, seconds)
    after = [load.floor(here, c, seconds) for c in load.CONNECTIONS]
    print("Completing a task over HTTP, against the floor (pgbench, two prepared statements)")
    print("  connections   floor/s      ours/s   ratio    p50 ms    p99 ms   CPU ms/request   refused")
    for one, first, last in zip(measured, before, after, strict=True):
        floor = (first + last) / 2
        print(
            f"  {one.connections:>11} {floor:>9,.0f} {one.per_second:>11,.0f} {one.per_second / floor:>7.2f}"
            f" {one.p50:>9.1f} {one.p99:>9.1f} {one.cpu_ms:>16.2f} {one.refused:>9}"
        )
    print("  must: 0.25; goal: 0.40 and p99 below 25 ms at 16 connections")


def _lives(here: Place, stored: int, seconds: int) -> None:
    rate = lives.lives(here, seconds)
    print(f"\nLife cycles (4 calls each) at {stored:,} stored cases: {rate:,.0f} per second (goal 100)")


def _rolled_up() -> None:
    """As the periodic job has done long before somebody looks at statistics."""
    from tongban.apps.insight.actions import roll_up

    began = time.monotonic()
    months = roll_up(at=datetime.now(UTC))
    print(f"\n{len(months)} months that are over rolled up in {time.monotonic() - began:.1f} s")


def _migration(here: Place) -> None:
    done = migration.migration(here)
    print(
        f"\nMoving {done.cases:,} running cases to another version of their pack (a step renamed, one given to others)"
    )
    print(f"  dry run {done.tried:.2f} s, moved {done.moved:.2f} s (must: below 2 s), taken back {done.undone:.2f} s")


def _pages(here: Place) -> None:
    print("\nPages                                           p50 ms    p95 ms      goal (p95)")
    for one in pages.pages(here):
        print(f"  {one.name:<44} {one.p50:>8.1f}  {one.p95:>8.1f}  {one.goal:>10.0f}")


if __name__ == "__main__":
    main()
