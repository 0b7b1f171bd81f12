"""A pack's files → Definition, with every fault in them. The public face is `read_pack`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tongban.core.casework import MAIN_FORM, Definition
from tongban.core.forms import FormSchema, read_form
from tongban.core.process import Process, read_process
from tongban.core.text import Fault, Text

from .crosschecks import crosscheck
from .manifest import FILE, Manifest, read_manifest
from .messages import read_messages

PROCESS = "process.bpmn"
FORM_ENDINGS = (".md", ".xlsx")
LARGEST_FILE, MOST_FILES = 5_000_000, 300
KNOWN_FOLDERS = ("messages/", "examples/", "forms/")


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
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or any(part.startswith((".", "~$")) for part in inside.parts):
            continue
        if path.stat().st_size > LARGEST_FILE or len(files) >= MOST_FILES:
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
    messages, message_faults = read_messages(files)
    faults += form_faults + process_faults + message_faults
    if manifest is None:
        return None, faults
    definition = Definition(process=process, forms=forms, messages=messages, **manifest.fields)
    faults += crosscheck(definition, manifest, complete=not form_faults and not process_faults)
    return (None, faults) if faults else (definition, [])


def _forms(files: Mapping[str, bytes]) -> tuple[dict[str, FormSchema], list[Fault]]:
    forms: dict[str, FormSchema] = {}
    faults: list[Fault] = []
    for path, content in sorted(files.items()):
        name = _form_name(path)
        if name is None:
            continue
        if name in forms:
            faults.append(Fault(path, "", Text("同一表單有兩個檔案", "Two files hold the same form")))
            continue
        form, found = read_form(content, path)
        faults += found
        if form is not None:
            forms[name] = form
    if not forms and not faults:
        faults.append(Fault("form.md", "", Text("缺少表單（form.md 或 form.xlsx）", "form.md or form.xlsx is missing")))
    return forms, faults


def _form_name(path: str) -> str | None:
    """`form` for the intake form, the file's name for a task's form in `forms/`; None for other files."""
    stem, dot, ending = path.rpartition(".")
    if dot + ending not in FORM_ENDINGS:
        return None
    if stem == MAIN_FORM:
        return MAIN_FORM
    return stem.removeprefix("forms/") if stem.startswith("forms/") else None


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
    return read_process(files[PROCESS], PROCESS)


def _unknown_files(files: Mapping[str, bytes]) -> list[Fault]:
    known = {FILE, PROCESS, "form.md", "form.xlsx", "README.md"}
    text = Text("不認得的檔案", "A file the pack does not know")
    return [Fault(p, "", text) for p in sorted(files) if p not in known and not p.startswith(KNOWN_FOLDERS)]
