"""How far the drawn tests look: a fixed set of examples, or many new ones with TONGBAN_SEARCH=<how many times more>."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("TONGBAN_SEARCH", "0"))


def looking_at(examples: int) -> settings:
    """`examples` that are the same in every run, so that a red test is red for everybody; unless one goes searching.

    Without a deadline: hangs are what pytest's time limit is for, and a busy machine is no fault.
    """
    return settings(
        max_examples=examples * max(TIMES, 1),
        derandomize=not TIMES,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
