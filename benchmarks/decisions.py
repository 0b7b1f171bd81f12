"""One table decided again and again, beside what others make of the same table; tables of a thousand rows; a batch.

`python -m benchmarks.decisions` runs this part alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter

from benchmarks.decision_peers import PEERS
from benchmarks.decision_tables import Row, dmn_xml, rows
from tongban.core.decisions import read_model
from tongban.core.decisions.dmn.batch import decide_many

Inputs = dict[str, object]
BATCH = 1_000_000
_SECONDS = 1.0


def decisions() -> None:
    print("\nA decision table of 20 rows and two inputs        µs per decision   goal")
    small = rows(20)
    inputs = _inputs(small, 500)
    for policy, goal in (("FIRST", 5), ("UNIQUE", 15)):
        _line(f"ours, {policy}", _rate(_ours(small, policy), inputs), goal)
    for name, make in PEERS.items():
        try:
            decide = make(small)
        except ImportError as missing:
            print(f"  {name:<46} not installed: {missing}")
            continue
        wrong = next((one for one in inputs if decide(one) != _expected(small, one)), None)
        if wrong is not None:
            print(f"  {name:<46} decides otherwise: {wrong} gives {decide(wrong)}, not {_expected(small, wrong)}")
            continue
        _line(name, _rate(decide, inputs))
    large = rows(1_000)
    print("\nA decision table of 1,000 rows")
    for policy in ("FIRST", "UNIQUE"):
        _line(f"ours, {policy}", _rate(_ours(large, policy), _inputs(large, 500)), 50)
    _batch(small)


def _batch(small: list[Row]) -> None:
    model = read_model(dmn_xml(small, "FIRST"))
    chosen = _inputs(small, BATCH)
    columns = {name: [one[name] for one in chosen] for name in ("area", "kind")}
    begun = perf_counter()
    found = decide_many(model, "amount", columns)
    seconds = perf_counter() - begun
    assert found[:500] == [_expected(small, one) for one in chosen[:500]]
    print(f"\n{BATCH:,} rows through the table of 20 rows in one call: {seconds:.2f} s, {BATCH / seconds:,.0f} rows/s")


def _ours(table: list[Row], policy: str) -> Callable[[Inputs], object]:
    model = read_model(dmn_xml(table, policy))
    return lambda inputs: model.evaluate("amount", inputs).value


def _inputs(table: list[Row], number: int) -> list[Inputs]:
    """Inputs that each match one row, alike in every run."""
    chosen = random.Random(20)
    picked = (table[chosen.randrange(len(table))] for _ in range(number))
    return [{"area": chosen.randrange(row.low, row.high), "kind": row.kind} for row in picked]


def _expected(table: list[Row], inputs: Inputs) -> object:
    return next(r.amount for r in table if r.kind == inputs["kind"] and r.low <= inputs["area"] < r.high)  # type: ignore[operator]


def _rate(decide: Callable[[Inputs], object], inputs: list[Inputs]) -> float:
    """Microseconds for one decision: the best of a few rounds, each of a second at most."""
    best, begun = float("inf"), perf_counter()
    while perf_counter() - begun < _SECONDS:
        start = perf_counter()
        for one in inputs:
            decide(one)
        best = min(best, (perf_counter() - start) / len(inputs))
    return best * 1e6


def _line(name: str, micros: float, goal: int | None = None) -> None:
    print(f"  {name:<46} {micros:>16,.1f}" + (f"   {goal:>4}" if goal else ""))


if __name__ == "__main__":
    decisions()
