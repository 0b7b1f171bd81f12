"""What Spiff itself did at its joins, kept as it goes: enough to see that it left the standard without asking our
engine.

A parallel gateway fires when there is a token on each incoming flow (BPMN 2.0.2, 13.4.1), an inclusive one when no
token elsewhere can still come to an empty incoming flow, unless it can also come to one that has a token (13.4.3).
Either takes one token from each flow that has some and leaves the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.event_definitions import (
    CycleTimerEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway

_CAME = TaskState.DEFINITE_MASK | TaskState.FINISHED_MASK
_THERE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
_JOINS = (ParallelGateway, InclusiveGateway)

AT_GATEWAY = "drops-an-earlier-pass"
"""When a gateway fires, what went on from it before is thrown away; it took its tokens and must not touch others."""
BY_CYCLE = "drops-what-a-cycle-began"
"""What a repeated timer began at the border of an activity is thrown away when the activity is left (13.5.3)."""
INTERRUPTED = "interrupted-but-counted"
"""An activity that an event at its border interrupted has brought its token to a join all the same (13.5.3)."""
LEFT_WAITING = "waits-at-what-was-left"
"""An event at the border of an activity is still waited for when the activity is over (13.5.3)."""
GOES_ROUND = "goes round for ever"
"""What is said of Spiff when a step does not come to its end."""
STRANGER = "caught-by-a-stranger"
"""An error or escalation is caught at an activity inside which it was not thrown (10.5.1: from the inside outwards)."""

_BY_STRUCTURE = (ErrorEventDefinition, EscalationEventDefinition)

Join = tuple[Any, Any]
"""An instance of a process or sub-process, and the gateway's spec in it."""


class Books:
    """`wrong` are the joins that fired when they should not have; `held` the tokens that wait, by the spec they
    came from."""

    def __init__(self) -> None:
        self.held: dict[Join, Counter[str]] = {}
        self.wrong: list[str] = []
        self.deviations: set[str] = set()
        self._firing = False
        self._around: set[Any] = set()

    def completing(self, task: Any) -> None:
        """To be told of each task, right before it is completed."""
        if isinstance(getattr(task.task_spec, "event_definition", None), _BY_STRUCTURE):
            self._structure(task)
        self._firing = isinstance(task.task_spec, _JOINS)
        if self._firing:
            join = (task.workflow, task.task_spec)
            held = self.held.setdefault(join, Counter())
            if not _may_fire(join, held):
                self.wrong.append(task.task_spec.name)
            held.subtract({source: 1 for source in held if held[source] > 0})

    def _structure(self, task: Any) -> None:
        """An error or escalation that is thrown, or caught: in this step, from inside the activity it is caught at."""
        if isinstance(task.task_spec, ThrowingEvent):
            self._around |= set(_around(task))
        elif not self._around & {host.id for host in _hosts(task)}:
            self.deviations.add(STRANGER)

    def completed(self, task: Any) -> None:
        """And right after."""
        self._firing = False
        if isinstance(task.task_spec, BoundaryEvent) and task.task_spec.cancel_activity and _host_came_to_a_join(task):
            self.deviations.add(INTERRUPTED)
        self.brought(task, task.children)

    def brought(self, task: Any, children: Iterable[Any]) -> None:
        """A token went on to each of `children`: of a repeated timer, which is not completed by it, too."""
        for child in children:
            if isinstance(child.task_spec, _JOINS) and child.has_state(_CAME):
                held = self.held.setdefault((task.workflow, child.task_spec), Counter())
                held[task.task_spec.name] += 1

    def removed(self, _workflow: Any, task: Any) -> None:
        """To be told of each task that was taken out of the tree: nobody interrupted it, and it was not done."""
        if task.has_state(_THERE) and self._firing:
            self.deviations.add(AT_GATEWAY)
        elif task.has_state(_THERE) and _began_by_cycle(task):
            self.deviations.add(BY_CYCLE)

    def at_rest(self, workflow: Any) -> None:
        """To be told when nothing moves any more."""
        waiting = workflow.get_tasks(state=TaskState.WAITING)
        if any(isinstance(task.task_spec, BoundaryEvent) and not _host_is_there(task) for task in waiting):
            self.deviations.add(LEFT_WAITING)
        self._around.clear()

    def wrong_joins(self) -> list[str]:
        """The joins that fired without their tokens, or, now that nothing moves, did not with them."""
        late = [spec.name for (workflow, spec), held in self._open() if _may_fire((workflow, spec), held)]
        return sorted({*self.wrong, *late})

    def left_over(self) -> bool:
        """Whether tokens still wait at a join."""
        return any(+held for _join, held in self._open())

    def _open(self) -> Iterable[tuple[Join, Counter[str]]]:
        """Of the instances that are not over."""
        return [(join, held) for join, held in self.held.items() if +held]


def _may_fire(join: Join, held: Counter[str]) -> bool:
    workflow, gateway = join
    sources = [spec.name for spec in gateway.inputs]
    full = {name for name in sources if held[name] > 0}
    if isinstance(gateway, ParallelGateway):
        return len(full) == len(set(sources))
    return bool(full) and not any(_still_comes(spec, gateway, full) for spec in _tokens(workflow, gateway))


def _tokens(workflow: Any, gateway: Any) -> list[Any]:
    """Where tokens are, but for the gateway."""
    there = [task for task in workflow.tasks.values() if task.has_state(_THERE) and task.task_spec is not gateway]
    return [
        task.task_spec
        for task in there
        if not (isinstance(task.task_spec, BoundaryEvent) and task.state == TaskState.WAITING)
    ]


def _still_comes(spec: Any, gateway: Any, full: set[str]) -> bool:
    """Whether a token at `spec` can come to an empty flow into `gateway` and to none that has a token."""
    seen, waiting = {spec.name}, [spec]
    for one in waiting:
        for after in one.outputs:
            if after is not gateway and after.name not in seen:
                seen.add(after.name)
                waiting.append(after)
    sources = {one.name for one in gateway.inputs}
    return bool(seen & sources - full) and not seen & full


def _around(task: Any) -> Iterator[Any]:
    """The ids of the activities that hold the task; of one that is done several times the whole's too."""
    while task.workflow.parent_task_id:
        task = task.workflow.top_workflow.get_task_from_id(task.workflow.parent_task_id)
        yield task.id
        yield task.parent.id


def _hosts(event: Any) -> list[Any]:
    return [task for task in event.parent.children if not isinstance(task.task_spec, BoundaryEvent)]


def _host_is_there(event: Any) -> bool:
    return any(host.has_state(TaskState.NOT_FINISHED_MASK) for host in _hosts(event))


def _host_came_to_a_join(event: Any) -> bool:
    return any(
        host.state == TaskState.COMPLETED and any(isinstance(after.task_spec, _JOINS) for after in host.children)
        for host in _hosts(event)
    )


def _began_by_cycle(task: Any) -> bool:
    while task is not None:
        event = getattr(task.task_spec, "event_definition", None)
        if isinstance(event, CycleTimerEventDefinition):
            return True
        task = task.parent
    return False
