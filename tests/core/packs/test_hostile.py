"""Packs that strangers made: whatever the files are, there are faults, never an exception."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.core.calendar import taiwan_calendar
from tongban.core.packs import PackFolderError, read_folder, read_pack, run_examples

from . import valid

FILES = valid.files()
KINDS = [*sorted(path for path in FILES if not path.startswith("messages/")), "messages/registered.en.txt"]
OTHER = valid.files("social/emergency-relief")
YAMLS = st.recursive(
    st.sampled_from(["null", "true", "1", "-1", "''", "x", "2026-02-30", "{}", "[]"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda x: f"[{', '.join(x)}]") | inner.map(lambda x: f"{{a: {x}}}"),
    max_leaves=4,
)


def keys_of(source: bytes) -> list[str]:
    return [line.split(":")[0] for line in source.decode().splitlines() if line and not line.startswith((" ", "#"))]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(keys_of(FILES["pack.yaml"])), YAMLS)
def test_any_value_at_any_key_of_pack_yaml_is_a_fault_or_fine(key: str, value: str) -> None:
    lines, kept = FILES["pack.yaml"].decode().splitlines(), []
    inside = False
    for line in lines:
        inside = line.startswith(f"{key}:") or (inside and line.startswith(" "))
        if not inside:
            kept.append(line)
    definition, faults = read_pack(FILES | {"pack.yaml": "\n".join([*kept, f"{key}: {value}"]).encode()})
    assert (definition is None) == bool(faults)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["answers", "acts", "expect", "refused", "place", "channel", "effective_on", "start", "name"])
    | st.sampled_from(["complete", "extend", "ask_correction", "push", "close", "answer_correction"]),
    YAMLS,
)
def test_any_value_in_an_example_is_a_fault_or_plays(key: str, value: str) -> None:
    text = f"name: x\nstart: 2026-03-02T10:00\nacts:\n  - {{at: 2026-03-02T11:00, complete: accept, {key}: {value}}}\n"
    if key in ("answers", "acts", "expect", "refused", "place", "channel", "effective_on", "start", "name"):
        text = f"name: x\nstart: 2026-03-02T10:00\n{key}: {value}\n"
    path = "examples/1.yaml"
    results = run_examples(valid.definition(), {path: text.encode()}, taiwan_calendar(2024, 2027))
    assert [result.name for result in results] == [path]


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_pack_that_was_damaged_anywhere_gives_faults_never_an_exception(data: st.DataObject) -> None:
    files = dict(FILES)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(KINDS))
        files[path] = damaged(data, files.get(path, b""))
    definition, faults = read_pack(files)
    assert (definition is None) == bool(faults)


def damaged(data: st.DataObject, source: bytes) -> bytes:
    at = data.draw(st.integers(0, len(source)))
    until = data.draw(st.integers(at, min(len(source), at + 40)))
    how = data.draw(st.sampled_from(["cut", "put", "twice", "truncate", "other"]))
    if how == "cut":
        return source[:at] + source[until:]
    if how == "put":
        return source[:at] + data.draw(st.binary(max_size=8)) + source[at:]
    if how == "twice":
        return source[:until] + source[at:until] + source[until:]
    return source[:at] if how == "truncate" else data.draw(st.sampled_from(sorted(OTHER.values())))


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\x00" * 1000, b"PK\x03\x04", "無".encode("big5")])
def test_a_file_of_rubbish_is_a_fault_in_that_file(path: str, content: bytes) -> None:
    definition, faults = read_pack(FILES | {path: content})
    assert definition is None
    assert path in {fault.file for fault in faults}


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    files = {path: content for path, content in FILES.items() if path != "form.md"}
    _, faults = read_pack(files | {"form.xlsx": packed.getvalue()})
    assert any(f.file == "form.xlsx" and "unpacks to too much" in f.text.en for f in faults)


def test_a_process_with_a_document_type_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    _, faults = read_pack(FILES | {"process.bpmn": bomb})
    assert [f for f in faults if f.file == "process.bpmn"]


def test_a_million_entries_are_refused_before_they_are_read() -> None:
    _, faults = read_pack(FILES | {"pack.yaml": b"channels: [" + b"web, " * 200_000 + b"web]"})
    assert [f.text.en for f in faults if f.file == "pack.yaml"] == ["The file is too large"]


def test_the_same_form_twice_and_a_missing_one_are_faults() -> None:
    _, faults = read_pack(FILES | {"form.xlsx": FILES["form.md"]})
    assert [f for f in faults if f.file == "form.xlsx"]
    only_visit = {path: content for path, content in OTHER.items() if path != "form.md"}
    _, faults = read_pack(only_visit)
    assert [f for f in faults if f.file == "form.md" and "missing" in f.text.en]


def test_links_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    folder = tmp_path / "pack"
    (folder / "messages").mkdir(parents=True)
    (folder / "pack.yaml").write_bytes(FILES["pack.yaml"])
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "messages" / "registered.en.txt").symlink_to(secret)
    (folder / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    assert set(read_folder(folder)) == {"pack.yaml"}


def test_a_folder_without_a_pack_and_one_that_is_too_large_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackFolderError) as refused:
        read_folder(tmp_path)
    assert str(tmp_path) in refused.value.text.zh
    (tmp_path / "pack.yaml").write_bytes(b"x")
    for i in range(301):
        (tmp_path / f"{i}.txt").write_bytes(b"")
    with pytest.raises(PackFolderError, match="too large"):
        read_folder(tmp_path)
