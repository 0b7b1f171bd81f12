"""The same process as SpiffWorkflow runs it, in memory and with its state as one jsonb value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psutil
import psycopg
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

if TYPE_CHECKING:
    from benchmarks.process import Life

_TABLE = "CREATE TABLE IF NOT EXISTS bench_spiff (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state jsonb)"
_INSERT = "INSERT INTO bench_spiff (state) VALUES (%s) RETURNING id"


class Peer:
    def __init__(self, drawn: bytes) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(drawn.replace(b'outcome = "go"', b'outcome == "go"')))
        self.spec = parser.get_spec("four-tasks")

    def begin(self) -> Any:
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        return workflow

    def live(self) -> None:
        workflow = self.begin()
        while _step(workflow):
            pass
        assert workflow.is_completed()

    @contextmanager
    def stored(self, url: str) -> Iterator[Life]:
        """Each task in a transaction of its own, which reads the state and writes it back."""
        from benchmarks.process import Life

        serializer = BpmnWorkflowSerializer()
        with psycopg.connect(url, dbname="tongban", autocommit=True) as connection:
            connection.execute(_TABLE)

            def begin() -> object:
                state = serializer.serialize_json(self.begin())
                row = connection.execute(_INSERT, (state,)).fetchone()
                return row and row[0]

            def finish(id: object) -> None:
                while not _step_stored(serializer, connection, id):
                    pass

            yield Life(begin, finish, psutil.Process(connection.info.backend_pid))


def _step_stored(serializer: Any, connection: psycopg.Connection, id: object) -> bool:
    """Whether that was the last one."""
    with connection.transaction():
        found = connection.execute("SELECT state::text FROM bench_spiff WHERE id = %s FOR UPDATE", (id,)).fetchone()
        assert found
        workflow = serializer.deserialize_json(found[0])
        _step(workflow)
        state = serializer.serialize_json(workflow)
        connection.execute("UPDATE bench_spiff SET state = %s WHERE id = %s", (state, id))
    return bool(workflow.is_completed())


def _step(workflow: Any) -> bool:
    """Do the first task that waits, if any."""
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    if task is None:
        return False
    task.set_data(outcome="go")
    task.run()
    workflow.do_engine_steps()
    return True
