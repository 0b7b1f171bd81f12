"""How long to wait after a passing failure, and when to give up."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
JITTER = 0.25
"""Share of the wait that chance may add: what failed together does not come back together."""
MOST_FAILURES = 13
"""With these waits the last attempt lies more than 26 hours after the first."""


def wait_after(failures: int, chance: float) -> timedelta | None:
    """Wait after the `failures`-th passing failure in a row (from 1); None: give up. `chance` in [0, 1]."""
    if failures >= MOST_FAILURES:
        return None
    wait: timedelta = min(FIRST * 2 ** (failures - 1), LONGEST)
    return wait * (1 + JITTER * chance)
