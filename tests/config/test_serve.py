"""What `tongban up` asks of a web server before it says that it runs, and what starting it writes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tongban.config.serve import answers


@contextmanager
def server(status: int) -> Iterator[int]:
    class Always(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    with HTTPServer(("127.0.0.1", 0), Always) as http:
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield http.server_port
        finally:
            http.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [200, 302, 400, 403, 429])
def test_a_server_that_answers_or_refuses_is_up(status: int) -> None:
    with server(status) as port:
        assert answers("127.0.0.1", port)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_fails_is_not_up(status: int) -> None:
    with server(status) as port:
        assert not answers("127.0.0.1", port)


def test_nobody_there_is_not_up() -> None:
    with server(200) as port:
        pass
    assert not answers("127.0.0.1", port)


def test_no_process_that_asks_where_the_database_is_remarks_on_it(tmp_path: Path) -> None:
    """As granian's workers do, which start anew and read the settings."""
    code = "from pathlib import Path; from tongban.config.cluster import socket_directory; Path('x').mkdir(); socket_directory(Path('x'))"
    quiet = {name: value for name, value in os.environ.items() if name not in ("XDG_RUNTIME_DIR", "PYTHONWARNINGS")}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=quiet, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
