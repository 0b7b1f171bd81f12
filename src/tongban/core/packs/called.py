"""Processes that a pack's process calls: files of the pack, `processes/<name>.bpmn`.

The name of another pack's process is that pack's code. It is fetched when the pack is published and stays with the
version: what the other pack publishes later changes nothing for running cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tongban.core.process import Kind, Process, link_calls, read_process
from tongban.core.text import Fault, Text

from .process_checks import PROCESS

FOLDER, SUFFIX = "processes/", ".bpmn"


def is_called(path: str) -> bool:
    return path.startswith(FOLDER) and path.endswith(SUFFIX)


def path_of(name: str) -> str:
    return f"{FOLDER}{name}{SUFFIX}"


def with_called(files: Mapping[str, bytes], find: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """`files` with the processes of other packs that are called and not there; `find` gives one by the pack's code."""
    whole = dict(files)
    waiting = [path for path in whole if path == PROCESS or is_called(path)]
    for path in waiting:
        process, _ = read_process(whole[path], path)
        for name in _calls(process):
            wanted = path_of(name)
            if wanted not in whole and "/" in name and (found := find(name)) is not None:
                whole[wanted] = found
                waiting.append(wanted)
    return whole


def linked(process: Process, files: Mapping[str, bytes]) -> tuple[Process, list[Fault]]:
    """`process` with what it calls inside, and what is wrong with the files it calls."""
    faults: list[Fault] = []
    called: dict[str, Process] = {}
    for path in sorted(filter(is_called, files)):
        found, wrong = read_process(files[path], path)
        faults += wrong
        if found is not None:
            called[path.removeprefix(FOLDER).removesuffix(SUFFIX)] = found
    whole, unlinked = link_calls(process, called, PROCESS)
    used = {activity.called for activity in whole.activities.values()}
    unused = Text("流程沒有呼叫這個檔案", "No process calls this file")
    remedy = Text("請以呼叫活動指定它，或刪去此檔", "Name it at a call activity, or remove the file")
    faults += [Fault(path_of(name), "", unused, remedy) for name in called if name not in used]
    return whole, [*faults, *unlinked]


def _calls(process: Process | None) -> list[str]:
    if process is None:
        return []
    return [activity.called for activity in process.activities.values() if activity.kind is Kind.CALL]
