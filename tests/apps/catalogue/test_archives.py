from __future__ import annotations

import stat
import zipfile
from io import BytesIO

import pytest

from tests.apps.cases.conftest import BRACELET, PACKS
from tongban.apps.catalogue.archives import read_archive
from tongban.core.packs import read_folder
from tongban.core.packs.reading import LARGEST_FILE


def archive(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files.items():
            made.writestr(path, content)
    return out.getvalue()


def test_a_zipped_pack_folder_is_the_pack() -> None:
    files = read_folder(PACKS / BRACELET)
    assert read_archive(archive(dict(files)), "a.zip") == (files, [])


def test_one_folder_around_everything_and_what_systems_leave_behind_are_taken_off() -> None:
    found, faults = read_archive(
        archive({"p/pack.yaml": b"a", "p/.DS_Store": b"x", "__MACOSX/p/._pack.yaml": b"x"}), "a.zip"
    )
    assert (found, faults) == ({"pack.yaml": b"a"}, [])


@pytest.mark.parametrize("path", ["../pack.yaml", "/etc/passwd", "a/../../b", "C:/x", "a\\b"])
def test_paths_that_lead_out_are_refused(path: str) -> None:
    found, faults = read_archive(archive({"pack.yaml": b"a", path: b"b"}), "a.zip")
    assert found == {}
    assert [fault.place for fault in faults] == [path]


def test_links_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("pack.yaml")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    found, faults = read_archive(out.getvalue(), "a.zip")
    assert found == {}
    assert "Links" in faults[0].text.en


def test_a_bomb_is_stopped_before_it_unpacks() -> None:
    data = archive({"pack.yaml": b"\0" * (LARGEST_FILE + 1)})
    assert len(data) < 100_000
    found, faults = read_archive(data, "a.zip")
    assert found == {}
    assert "too large" in faults[0].text.en


def test_a_bomb_that_lies_about_its_size_is_stopped_too() -> None:
    data = bytearray(archive({"pack.yaml": b"\0" * (LARGEST_FILE + 1)}))
    size = (LARGEST_FILE + 1).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    found, faults = read_archive(bytes(data), "a.zip")
    assert found == {} or len(found["pack.yaml"]) <= LARGEST_FILE
    assert found or faults


def test_too_many_files_are_refused() -> None:
    found, faults = read_archive(archive({f"messages/{n}.txt": b"" for n in range(301)}), "a.zip")
    assert found == {}
    assert faults


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"hello", "壞檔".encode()])
def test_what_is_no_archive_is_said_so(data: bytes) -> None:
    found, faults = read_archive(data, "壞.zip")
    assert found == {}
    assert [fault.file for fault in faults] == ["壞.zip"]
