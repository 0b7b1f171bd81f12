"""`tongban up` as a person uses it: one real process tree on a free port, in a directory of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import psutil
import pytest

from tongban.config import cluster, serve

pytestmark = pytest.mark.timeout(60)

OWN = Path("/tmp") / f"tongban-up-{os.getpid()}"  # a socket's path may not be long
DATA = OWN / "var" / "pg"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(own: Path) -> dict[str, str]:
    (own / "packs").mkdir(exist_ok=True)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TONGBAN_", "DATABASE_"))},
        "TONGBAN_VAR": str(own / "var"),
        "TONGBAN_PACKS": str(own / "packs"),
        "TONGBAN_LANGUAGE": "en",
        "TONGBAN_WEB_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
    }


def start(own: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tongban.cli", "up", "--no-demo", "--port", str(port)]
    return subprocess.Popen(
        command,
        env=environment(own),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def until(lines: IO[str], words: str) -> str:
    """Everything said up to the line with these words; fails when the program ends before."""
    said = []
    for line in lines:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("".join(said))


@pytest.fixture
def running() -> Iterator[tuple[subprocess.Popen[str], int]]:
    OWN.mkdir()
    port = free_port()
    process = start(OWN, port)
    try:
        yield process, port
    finally:
        for left in (*psutil.Process(process.pid).children(recursive=True), process) if process.poll() is None else ():
            left.kill()
        process.wait()
        with cluster.running(DATA):
            pass
        subprocess.run(["rm", "-rf", str(OWN)], check=True)


def database_server() -> psutil.Process:
    return psutil.Process(int((DATA / "postmaster.pid").read_text().splitlines()[0]))


def status(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/")
    return connection.getresponse().status


def test_it_comes_up_survives_the_death_of_its_children_and_stops_cleanly(
    running: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = running
    assert process.stdout is not None
    said = until(process.stdout, "Ctrl-C")
    assert re.search(r"Tables updated \(\d+ migrations\)", said)
    assert f"http://127.0.0.1:{port}/desk/" in said
    assert status(port) < 500

    family = {" ".join(one.cmdline()): one for one in psutil.Process(process.pid).children()}
    for name in ("worker", "web"):
        next(one for command, one in family.items() if f"tongban.cli {name}" in command).kill()
        until(process.stdout, f"{name} died (-9)")
    until(process.stdout, "Started worker-1")
    while not serve.answers("127.0.0.1", port):  # it says so a moment before it listens
        assert process.poll() is None
    assert status(port) < 500

    everyone = [*psutil.Process(process.pid).children(recursive=True), database_server()]
    process.send_signal(signal.SIGTERM)
    until(process.stdout, "All stopped.")
    assert process.wait() == 0
    assert [one for one in everyone if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


def test_killed_outright_it_leaves_no_server_behind(running: tuple[subprocess.Popen[str], int]) -> None:
    process, port = running
    assert process.stdout is not None
    until(process.stdout, "Ctrl-C")
    everyone = [*psutil.Process(process.pid).children(recursive=True), database_server()]
    process.kill()
    process.wait()
    assert psutil.wait_procs(everyone, timeout=30)[1] == []
    assert serve.is_free("127.0.0.1", port)


def test_a_port_in_use_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = start(tmp_path, other.getsockname()[1])
        said, _ = process.communicate()
    assert process.returncode == 1
    assert "in use by another program" in said
    assert "--port" in said
    assert not (tmp_path / "var").exists()


def test_help_needs_neither_django_nor_database() -> None:
    code = "import sys, tongban.cli as c; c.main(['--help'], standalone_mode=False); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
