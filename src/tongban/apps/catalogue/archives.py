"""A pack that somebody uploads: a zip of its folder, opened without trusting anything in it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from tongban.core.packs.reading import LARGEST_FILE, LARGEST_PACK, MOST_FILES
from tongban.core.text import Fault, Text

from .composing import MANIFEST

LARGEST_ARCHIVE = LARGEST_PACK
_CHUNK = 65_536
_LINK = stat.S_IFLNK


def read_archive(data: bytes, name: str) -> tuple[dict[str, bytes], list[Fault]]:
    """Path inside the pack → content. One folder around everything is taken off; hidden files are left aside."""
    if len(data) > LARGEST_ARCHIVE:
        return {}, [Fault(name, "", _TOO_LARGE, _SMALLER)]
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive, name)
    # Damaged and hostile archives make the library raise whatever they like.
    except Exception:
        return {}, [Fault(name, "", Text("這不是可讀取的 zip 檔。", "This is no zip file that can be read."), _ZIP)]


def _read(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, bytes], list[Fault]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    faults = [Fault(name, entry.filename[:200], text) for entry in entries for text in _wrong(entry)]
    kept = [entry for entry in entries if not _is_hidden(entry.filename)]
    if len(kept) > MOST_FILES:
        faults.append(Fault(name, "", Text(f"檔案超過 {MOST_FILES} 個。", f"More than {MOST_FILES} files."), _SMALLER))
    if faults:
        return {}, faults
    files: dict[str, bytes] = {}
    total = 0
    for entry in kept:
        content = _content(archive, entry)
        total += len(content or b"")
        if content is None or total > LARGEST_PACK:
            return {}, [Fault(name, entry.filename, _TOO_LARGE, _SMALLER)]
        files[entry.filename] = content
    return _without_folder(files), []


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """Read piece by piece: what an archive says about its sizes need not be true. None when it is too large."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > LARGEST_FILE:
                return None
            pieces.append(piece)
    return b"".join(pieces)


def _wrong(entry: zipfile.ZipInfo) -> Iterator[Text]:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        yield Text("路徑不可離開資料夾。", "A path may not lead out of the folder.")
    if stat.S_IFMT(entry.external_attr >> 16) == _LINK:
        yield Text("不可含有連結。", "Links are not taken.")
    if entry.flag_bits & 0x1:
        yield Text("不可加密。", "It may not be encrypted.")
    if entry.file_size > LARGEST_FILE:
        yield _TOO_LARGE


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in PurePosixPath(path).parts)


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    folders = {path.partition("/")[0] for path in files}
    if MANIFEST in files or len(folders) != 1 or not all("/" in path for path in files):
        return files
    return {path.partition("/")[2]: content for path, content in files.items()}


_TOO_LARGE = Text("檔案過大。", "The file is too large.")
_SMALLER = Text("業務包以 20 MB、300 個檔案為限，單檔 5 MB。", "A pack has at most 20 MB and 300 files of 5 MB each.")
_ZIP = Text("請把業務包資料夾壓縮成 .zip 再上傳。", "Pack the folder of the pack as .zip and upload that.")
