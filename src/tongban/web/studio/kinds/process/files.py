"""What of a draft's files changes when another process is put in, or taken out again."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.apps.catalogue.queries import Edition, published_process
from tongban.core.packs import with_called
from tongban.core.packs.called import is_called, path_of
from tongban.core.packs.process_checks import PROCESS
from tongban.core.process import read_process
from tongban.core.text import Fault


def readable_faults(sent: bytes) -> list[Fault]:
    """Why it cannot be read as a process at all; none for one that can, whatever else is wrong with it."""
    process, faults = read_process(sent, PROCESS)
    return faults if process is None else []


def replaced(now: Edition, sent: bytes) -> Mapping[str, bytes | None]:
    """What the agency's former process called and this one does not, goes with it."""

    def find(name: str) -> bytes | None:
        return now.files.get(path_of(name)) or published_process(name)

    wanted = with_called({PROCESS: sent}, find)
    gone = [path for path in now.overlay if is_called(path) and path not in wanted]
    return {PROCESS: sent, **dict.fromkeys(gone)}


def taken_back(now: Edition) -> Mapping[str, bytes | None]:
    return dict.fromkeys(path for path in now.overlay if path == PROCESS or is_called(path))
