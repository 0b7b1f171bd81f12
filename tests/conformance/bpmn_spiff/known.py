"""Where Spiff leaves the standard, recognised one by one. What is not recognised is a disagreement to be decided.

`docs/reference/bpmn-walks.md` says of each class what the standard says, with the smallest drawing.
"""

from __future__ import annotations

from tests.conformance.bpmn_spiff.books import AT_GATEWAY, BY_CYCLE, GOES_ROUND, INTERRUPTED, LEFT_WAITING, STRANGER
from tests.conformance.bpmn_spiff.walk import Disagreement

ONCE = "caught-once"
"""Forgiven on the way (see `Once`), unless the process itself throws the signal that is no longer caught."""


_FALLS = {
    "RecursionError: maximum recursion depth exceeded": "looks-ahead-for-ever",
    "AttributeError: 'NoneType' object has no attribute 'data'": "forgets-where-it-came-from",
    "TaskNotFoundException: A task with id": "forgets-where-it-came-from",
    "WorkflowException: Attempt to add non-predicted child to predicted task": "rounds-behind-an-event",
}
"""What Spiff says when it falls over."""


def known(found: Disagreement) -> str | None:
    """The class that explains the disagreement, by Spiff's own books. When our engine falls over, none does."""
    if isinstance(found.ours, str):
        return None
    if found.spiff == GOES_ROUND:
        return "join-out-of-step" if found.books.wrong else None
    if isinstance(found.spiff, str):
        return next((name for said, name in _FALLS.items() if found.spiff.startswith(said)), None)
    if found.books.wrong_joins():
        return "join-out-of-step"
    if found.spiff.ended and found.books.left_over():
        return "ends-with-tokens"
    if found.in_vain:
        return ONCE
    return next(iter(sorted(found.books.deviations)), None)


CLASSES = (
    *dict.fromkeys(_FALLS.values()),
    "join-out-of-step",
    "ends-with-tokens",
    AT_GATEWAY,
    BY_CYCLE,
    INTERRUPTED,
    LEFT_WAITING,
    STRANGER,
    ONCE,
)
