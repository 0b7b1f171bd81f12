from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from threading import Event

import pytest

from tongban.config import processes
from tongban.config.processes import Child, stop_all, supervise
from tongban.core.text import Text

pytestmark = pytest.mark.timeout(20)


def child(code: str) -> Child:
    return Child("child", [sys.executable, "-c", code])


def test_a_child_that_dies_is_said_and_started_again_after_a_while() -> None:
    said: list[Text] = []
    dying = child("raise SystemExit(3)")
    dying.start()
    assert dying.process is not None
    first = dying.process.pid
    dying.process.wait()
    dying.watch(said.append)
    assert "child died (3)" in said[0].en
    assert dying.start_again is not None
    assert dying.start_again > time.monotonic()
    assert dying.process.pid == first
    dying.start_again = 0.0
    dying.watch(said.append)
    assert dying.process.pid != first
    dying.process.wait()


def test_a_child_that_keeps_dying_is_started_ever_more_rarely_but_never_given_up() -> None:
    dying = child("raise SystemExit(1)")
    waits = []
    for _ in range(9):
        dying.start()
        assert dying.process is not None
        dying.process.wait()
        dying.watch(lambda text: None)
        waits.append(dying.wait)
    assert waits[:3] == [1.0, 2.0, 4.0]
    assert waits[-1] == processes.LONGEST_WAIT


def test_a_child_that_was_healthy_for_long_starts_again_at_once() -> None:
    dying = child("raise SystemExit(1)")
    dying.wait = processes.LONGEST_WAIT
    dying.start()
    assert dying.process is not None
    dying.process.wait()
    dying.started -= processes.STEADY + 1
    dying.watch(lambda text: None)
    assert dying.start_again is not None
    assert dying.start_again - time.monotonic() <= processes.FIRST_WAIT


def waiting(ready: Path, before: str = "pass") -> Child:
    """A child that says through a FIFO that it runs, and holds that open until it ends."""
    os.mkfifo(ready)
    return child(
        f"import signal, os; {before}; held = open({str(ready)!r}, 'w'); print('up', file=held, flush=True); signal.pause()"
    )


def test_all_children_have_ended_when_supervision_ends(tmp_path: Path) -> None:
    children = [waiting(tmp_path / "a"), waiting(tmp_path / "b")]
    for one in children:
        one.start()
    for name in "ab":
        with (tmp_path / name).open() as ready:
            assert ready.readline() == "up\n"
    stop = Event()
    stop.set()
    supervise(children, stop, lambda text: None)
    assert [one.is_running() for one in children] == [False, False]


def test_a_child_that_will_not_stop_is_killed_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.1)
    said: list[Text] = []
    deaf = waiting(tmp_path / "ready", "signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    deaf.start()
    with (tmp_path / "ready").open() as ready:
        ready.readline()
        stop_all([deaf], said.append)
    assert not deaf.is_running()
    assert "was killed" in said[0].en


def test_what_a_dead_child_left_behind_is_ended_before_it_starts_again(tmp_path: Path) -> None:
    parent = waiting(tmp_path / "ready", "os.fork() and os._exit(9)")
    parent.start()
    with (tmp_path / "ready").open() as ready:
        assert ready.readline() == "up\n"
        assert parent.process is not None
        parent.process.wait()
        parent.watch(lambda text: None)
        assert ready.read() == ""  # the other end is closed: nobody holds it any more
