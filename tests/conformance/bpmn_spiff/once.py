"""Spiff catches a message or signal at a boundary event that does not interrupt once only; by the standard it is
caught as often as it comes while the activity lasts (BPMN 2.0.2, 10.5.6 and 13.5.3). So that walks go on past it, the
place is forgiven from then on: no longer waited for in Spiff, and left alone.
"""

from __future__ import annotations

from collections import Counter

from tests.conformance.bpmn_spiff.drawing import Drawing
from tests.conformance.bpmn_spiff.sides import Step, View, activity_of


class Once:
    """`spent` counts, by place, what Spiff has caught and no longer waits for."""

    def __init__(self, drawing: Drawing) -> None:
        self.catches = {
            node.id: node.event.name
            for node in drawing.nodes
            if node.attached_to and not node.interrupting and node.event and node.event.trigger in ("message", "signal")
        }
        throwing = ("intermediateThrowEvent", "sendTask")
        self.thrown = {node.event.name for node in drawing.nodes if node.kind in throwing and node.event}
        self.spent: Counter[str] = Counter()
        self.caught: Counter[str] = Counter()
        self.forgiven = 0

    def before(self, step: Step, view: View) -> None:
        """What the step may let Spiff catch for its only time; `view` is what both saw before it."""
        self.caught.clear()
        for at in view.waits:
            named = self.catches.get(activity_of(at))
            if named and (named in self.thrown or step.at in (at, named)):
                self.caught[at] += 1

    def after(self, ours: View, spiff: View) -> View:
        """Our view without what Spiff no longer waits for."""
        waits = Counter(ours.waits)
        missing = waits - Counter(spiff.waits)
        if missing - (self.spent + self.caught):
            return ours
        self.forgiven += (missing - self.spent).total()
        self.spent = missing
        return ours._replace(waits=tuple(sorted((waits - missing).elements())))

    def thrown_in_vain(self) -> tuple[str, ...]:
        """Where a signal that the process itself throws is no longer caught by Spiff."""
        return tuple(at for at in self.spent if self.catches[activity_of(at)] in self.thrown)

    def may_be_given(self, signal: str) -> bool:
        """Not where only we would still catch it."""
        return all(self.catches[activity_of(at)] != signal for at in self.spent)
