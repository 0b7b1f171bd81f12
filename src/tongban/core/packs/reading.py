"""A pack's files → Definition, with every fault in them. The public face is `read_pack`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tongban.core.casework import MAIN_FORM, Definition
from tongban.core.forms import FormSchema, read_form
from tongban.core.process import Process, read_process
from tongban.core.text import Fault, Text

from .called import is_called, linked
from .co_processing_checks import check_co_processing
from .crosschecks import check_examples, check_fields, check_manifest
from .decision_checks import check_decisions
from .decisions import DECISIONS, read_decisions
from .dispatch_checks import check_dispatch
from .example_file import Example, is_example, read_example
from .manifest import FILE, Manifest, read_manifest
from .message_checks import check_messages
from .messages import read_messages
from .process_checks import PROCESS, check_process
from .whole import Whole

LARGEST_FILE, LARGEST_PACK, MOST_FILES = 5_000_000, 20_000_000, 300


class PackFolderError(ValueError):
    """A folder that cannot be taken for a pack at all."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a pack folder by their path inside it. Links are not followed, hidden files left out."""
    if not (folder / FILE).is_file():
        raise PackFolderError(Text(f"{folder} 沒有 {FILE}，不是業務包", f"{folder} holds no {FILE}: not a pack"))
    files: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or any(part.startswith((".", "~$")) for part in inside.parts):
            continue
        size += path.stat().st_size
        if path.stat().st_size > LARGEST_FILE or size > LARGEST_PACK or len(files) >= MOST_FILES:
            raise PackFolderError(Text(f"業務包過大：{inside}", f"The pack is too large: {inside}"))
        files[inside.as_posix()] = path.read_bytes()
    return files


def read_pack(files: Mapping[str, bytes]) -> tuple[Definition | None, list[Fault]]:
    """The definition, if the files hold together, and every fault found (a definition comes without faults only)."""
    if FILE not in files:
        return None, [Fault(FILE, "", Text("缺少檔案", "The file is missing"))]
    manifest, faults = read_manifest(files[FILE])
    faults += _unknown_files(files)
    forms, form_faults = _forms(files)
    process, process_faults = _process(files, manifest)
    decisions, decision_faults = read_decisions(files)
    messages, message_faults = read_messages(files)
    examples, example_faults = _examples(files)
    faults += form_faults + process_faults + decision_faults + message_faults + example_faults
    if manifest is None:
        return None, faults
    definition = Definition(process=process, forms=forms, messages=messages, decisions=decisions, **manifest.fields)
    form_files = {name: path for path in sorted(files) if (name := _form_name(path)) in forms and name is not None}
    whole = Whole(definition, manifest, form_files, not form_faults, not process_faults, not decision_faults)
    faults += [*check_manifest(whole), *check_messages(whole), *check_fields(whole), *check_process(whole)]
    faults += [*check_decisions(whole), *check_dispatch(whole)]
    faults += check_co_processing(whole)
    faults += check_examples(whole, examples)
    return (None, faults) if faults else (definition, [])


def _examples(files: Mapping[str, bytes]) -> tuple[dict[str, Example], list[Fault]]:
    """The examples that can be read, by path; whether they hold is for `run_examples`."""
    read = {path: read_example(files[path], path) for path in sorted(filter(is_example, files))}
    faults = [fault for _, found in read.values() for fault in found]
    if not read:
        faults.append(Fault("examples/", "", Text("沒有範例", "There is no example"), _ADD_EXAMPLE))
    return {path: example for path, (example, _) in read.items() if example is not None}, faults


def _forms(files: Mapping[str, bytes]) -> tuple[dict[str, FormSchema], list[Fault]]:
    forms: dict[str, FormSchema] = {}
    faults: list[Fault] = []
    first: dict[str, str] = {}
    for path, content in sorted(files.items()):
        name = _form_name(path)
        if name is None:
            continue
        if first.setdefault(name, path) != path:
            faults.append(Fault(path, "", Text(f"與 {first[name]} 是同一份表單", f"{first[name]} is the same form")))
            continue
        form, found = read_form(content, path)
        faults += found
        if form is not None:
            forms[name] = form
    return forms, faults


def _form_name(path: str) -> str | None:
    """`form` for the intake form, the file's name for a task's form in `forms/`; None for other files."""
    match = _FORM.fullmatch(path)
    return (match[1] or MAIN_FORM) if match else None


def _process(files: Mapping[str, bytes], manifest: Manifest | None) -> tuple[Process | None, list[Fault]]:
    if manifest is not None and manifest.external:
        if PROCESS in files:
            both = Text(
                "流程標為 external，不應再有流程檔", "The process is external; a process file does not belong here"
            )
            return None, [Fault(PROCESS, "", both)]
        return None, []
    if PROCESS not in files:
        remedy = Text(
            "請加入流程檔，或在 pack.yaml 寫 process: external", "Add it, or write process: external in pack.yaml"
        )
        return None, [Fault(PROCESS, "", Text("缺少流程檔", "The process file is missing"), remedy)]
    process, faults = read_process(files[PROCESS], PROCESS)
    if process is None:
        return None, faults
    whole, linking = linked(process, files)
    return whole, [*faults, *linking]


def _unknown_files(files: Mapping[str, bytes]) -> list[Fault]:
    """Files nobody would read: a misspelt name would otherwise go unnoticed."""
    known = {FILE, PROCESS, DECISIONS, "README.md"}
    return [
        Fault(path, "", _UNKNOWN, _KNOWN)
        for path in sorted(files)
        if path not in known
        and not (path.startswith("messages/") or is_example(path) or is_called(path) or _form_name(path))
    ]


_FORM = re.compile(r"(?:form|forms/([a-z][a-z0-9_-]{0,39}))\.(?:md|xlsx)")
_ADD_EXAMPLE = Text("請加入 examples/1-….yaml", "Add examples/1-….yaml")
_UNKNOWN = Text("不認得的檔案", "A file the pack does not know")
_KNOWN = Text(
    "可用：pack.yaml、form.md（或 .xlsx）、process.bpmn、decisions.dmn、forms/代碼.md、processes/名稱.bpmn、messages/代碼.語言.txt、"
    "examples/名稱.yaml",
    "Known: pack.yaml, form.md (or .xlsx), process.bpmn, decisions.dmn, forms/code.md, processes/name.bpmn, messages/code.language.txt, "
    "examples/name.yaml",
)
