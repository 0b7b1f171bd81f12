"""Child processes kept alive: started, watched, restarted with back-off when they die, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

from tongban.core.text import Text

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds before a dead child is started again: doubled each time it dies young."""
STEADY = 60.0
"""Seconds after which a child counts as healthy and its next death as the first."""
GRACE = 20.0
"""Seconds a child has to finish what it is doing before it is killed."""

_DIED = Text(
    "{name} 意外結束（代碼 {code}），{wait:.1f} 秒後重新啟動。",
    "{name} died ({code}); starting again in {wait:.1f} s.",
)
_KILLED = Text("{name} 未在 {grace:.0f} 秒內結束，已強制終止。", "{name} did not stop in {grace:.0f} s and was killed.")


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_again: float | None = None
    wait: float = field(default=FIRST_WAIT)

    def start(self) -> None:
        # A session of its own: Ctrl-C at the terminal reaches only us, and we decide when they stop.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: S603
        self.started, self.start_again = time.monotonic(), None

    def watch(self, say: Callable[[Text], None]) -> None:
        """Notice a death, and start again when its time has come."""
        now = time.monotonic()
        if self.start_again is not None:
            if now >= self.start_again:
                self.start()
        elif self.process is not None and (code := self.process.poll()) is not None:
            self.kill_group()  # grandchildren would keep the port
            if now - self.started > STEADY:
                self.wait = FIRST_WAIT
            say(_DIED.fill(name=self.name, code=code, wait=self.wait))
            self.start_again, self.wait = now + self.wait, min(self.wait * 2, LONGEST_WAIT)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.is_running():
            self.process.terminate()

    def kill_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def supervise(children: Sequence[Child], stop: Event, say: Callable[[Text], None]) -> None:
    """Keep all children running until `stop` is set, then stop them together."""
    try:
        while not stop.wait(0.2):
            for child in children:
                child.watch(say)
    finally:
        stop_all(children, say)


def stop_all(children: Sequence[Child], say: Callable[[Text], None]) -> None:
    for child in reversed(children):
        child.ask_to_stop()
    until = time.monotonic() + GRACE
    for child in reversed(children):
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(_KILLED.fill(name=child.name, grace=GRACE))
        child.kill_group()
        child.process.wait()


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_SET_PARENT_DEATH_SIGNAL = 1


def _end_with_parent() -> None:
    """Runs in the child: should we be killed outright, the kernel asks it to stop, so no port stays taken."""
    if _LIBC is not None:
        _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
