"""SpiffWorkflow's side of a walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.event_definitions import (
    CycleTimerEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    MultipleEventDefinition,
    NoneEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent

from tests.conformance.bpmn_spiff.books import GOES_ROUND, Books
from tests.conformance.bpmn_spiff.sides import Tossed, Unable, View, place
from tests.conformance.bpmn_spiff.writing import WALKED

_PASSED = timedelta(minutes=1)
"""How long ago a timer that is made due was due: less than from one round of a repeated one to the next."""
_BY_STRUCTURE = (NoneEventDefinition, ErrorEventDefinition, EscalationEventDefinition)
"""What only the process itself brings about."""
MANY = 200
"""Activities passed in one step; more is a way round that Spiff does not leave."""

Specs = tuple[Any, dict[str, Any]]


class Refused(Exception):
    """Spiff does not take the drawing."""


def read(files: Mapping[str, bytes]) -> Specs:
    parser = BpmnParser()
    try:
        for source in files.values():
            parser.add_bpmn_xml(etree.fromstring(source))
        return parser.get_spec(WALKED), parser.get_subprocess_specs(WALKED)
    except Exception as error:  # whatever it falls over
        raise Refused(str(error)) from error


class _Environment(TaskDataEnvironment):  # type: ignore[misc]
    """Conditions see what the step tossed wherever they are asked: Spiff keeps copies of variables on each branch, we
    one for the whole case, and that is not what is compared here."""

    def __init__(self) -> None:
        super().__init__()
        self.tossed: Tossed = {}

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        return super().evaluate(expression, context, {**(external_context or {}), **self.tossed})

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        return super().execute(script, context, {**(external_context or {}), **self.tossed})


class Spiff:
    def __init__(self, specs: Specs) -> None:
        self.specs = specs
        self.environment = _Environment()
        self.books = Books()
        self.workflow: Any = None

    def start(self, tossed: Tossed) -> None:
        engine = PythonScriptEngine(self.environment)

        def begin() -> None:
            self.workflow = BpmnWorkflow(*self.specs, script_engine=engine)
            self.workflow.task_removed_event.connect(self.books.removed)

        self._act(begin, tossed)

    def complete(self, place: str, tossed: Tossed) -> None:
        task = next((task for task in self._tasks() if _place(task) == place), None)
        if task is None:
            raise Unable(f"no task at {place}")

        def run() -> None:
            task.run()
            self.books.completed(task)

        self._act(run, tossed)

    def happen(self, place: str, tossed: Tossed) -> None:
        found = next(((task, definition) for task, definition, at in self._waits() if at == place), None)
        if found is None:
            raise Unable(f"nothing is waited for at {place}")
        task, definition = found

        def come() -> None:
            earlier = list(task.children)
            _fire(task, definition)
            if isinstance(definition, CycleTimerEventDefinition):
                self.books.brought(task, [child for child in task.children if child not in earlier])

        self._act(come, tossed)

    def give(self, signal: str, tossed: Tossed) -> None:
        self._act(lambda: self.workflow.catch(BpmnEvent(SignalEventDefinition(signal), payload={})), tossed)

    def view(self) -> View:
        tasks = tuple(sorted(map(_place, self._tasks())))
        waits = tuple(sorted(at for _task, _definition, at in self._waits()))
        return View(tasks, waits, self.workflow.is_completed())

    def _act(self, act: Callable[[], object], tossed: Tossed) -> None:
        """Do it, and all that follows by itself."""
        self.environment.tossed = tossed
        try:
            act()
            self._go_on()
        except Unable:
            raise
        except Exception as error:  # whatever it falls over
            raise Unable(f"{type(error).__name__}: {error}") from error
        self.books.at_rest(self.workflow)

    def _go_on(self) -> None:
        passed = count(1)

        def completing(task: Any) -> None:
            if next(passed) > MANY:
                raise Unable(GOES_ROUND)
            self.books.completing(task)

        ready = [None]
        while ready:
            self.workflow.do_engine_steps(completing, self.books.completed)
            ready = [task for task in self.workflow.get_tasks(state=TaskState.READY) if not task.task_spec.manual]

    def _tasks(self) -> list[Any]:
        ready = self.workflow.get_tasks(state=TaskState.READY)
        return sorted((task for task in ready if task.task_spec.manual), key=lambda task: task.last_state_change)

    def _waits(self) -> Iterator[tuple[Any, Any, str]]:
        """What waits, the definition of its event, and its place; of an event-based gateway each event behind it."""
        for task in self.workflow.get_tasks(state=TaskState.WAITING):
            if not isinstance(task.task_spec, CatchingEvent):
                continue
            definition = task.task_spec.event_definition
            if isinstance(definition, MultipleEventDefinition):
                around = _chain(task)[:-1]
                for output, one in zip(task.task_spec.outputs, definition.event_definitions, strict=True):
                    yield task, one, place([*around, (output.bpmn_id, None)])
            elif not isinstance(definition, _BY_STRUCTURE) and not _is_over(task):
                yield task, definition, _place(task)


def _fire(task: Any, definition: Any) -> None:
    due_at = (datetime.now(UTC) - _PASSED).isoformat()
    if isinstance(definition, CycleTimerEventDefinition):
        task.internal_data["event_value"]["next"] = due_at
    elif isinstance(definition, TimerEventDefinition):
        task.internal_data["event_value"] = due_at
    else:
        assert isinstance(definition, MessageEventDefinition | SignalEventDefinition)
        task.task_spec.catch(task, BpmnEvent(definition, payload={}))
    task.task_spec._update(task)


def _is_over(task: Any) -> bool:
    """A repeated timer that has come for the last time is only put away when timers are looked at again."""
    value = task.internal_data.get("event_value")
    return isinstance(value, dict) and value["cycles"] == 0


def _place(task: Any) -> str:
    return place(_chain(task))


def _chain(task: Any) -> list[tuple[str, int | None]]:
    chain = []
    while task is not None:
        chain.append((task.task_spec.bpmn_id, _round(task)))
        inside = task.workflow
        task = inside.top_workflow.get_task_from_id(inside.parent_task_id) if inside.parent_task_id else None
    return chain[::-1]


def _round(task: Any) -> int | None:
    """Spiff counts from 0."""
    for name in ("key_or_index", "item", "iteration"):
        if name in task.internal_data:
            return int(task.internal_data[name]) + 1
    return None
