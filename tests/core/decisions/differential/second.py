"""The second engine: one node process that is asked line by line."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.core.decisions.differential.answers import Answer, read

SCRIPT = Path(__file__).with_name("feelin.mjs")
PATIENCE = 60.0
"""Seconds for one answer: an engine that loops must fail the test, not hang it."""


class SecondEngine:
    """Runs while it is entered; `ask` gives the answers in the order of the questions."""

    def __init__(self) -> None:
        node = shutil.which("node")
        if node is None:
            raise RuntimeError("node is missing: `make setup` installs it, and the packages in frontend/")
        self._process = subprocess.Popen(
            [node, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe
            pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def ask(
        self, texts: Sequence[str], context: Mapping[str, object], tests: Sequence[tuple[str, object]] = ()
    ) -> list[Answer]:
        question: dict[str, Any] = {"texts": texts, "context": context, "tests": tests}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._lines.get(timeout=PATIENCE)
        if not line:
            assert self._process.stderr
            raise RuntimeError(f"feelin ended (is `npm ci` done in frontend/?): {self._process.stderr.read()[-2000:]}")
        return [read(answer) for answer in json.loads(line)]
