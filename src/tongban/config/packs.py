"""Packs from folders: checked, tried with their examples, published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tongban.core.text import Fault, Text

from .prepare import pack_folders

if TYPE_CHECKING:
    from tongban.core.calendar import Calendar

Say = Callable[[Text], None]

_NONE = Text(
    "{folder}：找不到業務包（沒有 pack.yaml）。請指定含有 pack.yaml 的資料夾或其上層。",
    "{folder}: no pack here (no pack.yaml). Name the folder that holds pack.yaml, or one above it.",
)
_FAULTY = Text(
    "{folder}：業務包有問題，請執行 tongban pack check {folder}。",
    "{folder}: the pack has faults; run tongban pack check {folder}.",
)


def check(folders: Sequence[Path], say: Say, *, in_city: bool = False) -> int:
    """Say every fault of every pack below `folders`; 0 when there is none.

    `in_city`: the units they name are held against the organisation of this city; Django is set up by then.
    """
    found = _below(folders, say)
    faulty = [folder for folder in found if _check_one(folder, say, in_city)]
    return 0 if found and not faulty else 1


def _check_one(folder: Path, say: Say, in_city: bool) -> bool:
    from tongban.core.packs import PackFolderError, read_pack

    try:
        definition, faults = read_pack(_files(folder))
        if in_city and definition is not None:
            from tongban.apps.catalogue.queries import unit_faults

            faults = unit_faults(definition)
    except PackFolderError as wrong:
        say(wrong.text)
        return True
    _say_faults(folder, faults, say)
    if not faults:
        say(Text("{folder}：沒有問題", "{folder}: no faults").fill(folder=folder))
    return bool(faults)


def _files(folder: Path) -> dict[str, bytes]:
    """A pack's files, with the processes it calls from the packs beside it."""
    from tongban.core.packs import read_folder, with_called

    def beside(code: str) -> bytes | None:
        process = folder.parent.parent / code / "process.bpmn"
        return process.read_bytes() if process.is_file() and ".." not in code else None

    return with_called(read_folder(folder), beside)


def _say_faults(folder: Path, faults: Iterable[Fault], say: Say) -> None:
    for fault in faults:
        whole = fault._replace(file=str(folder / fault.file))
        say(Text(whole.in_("zh-Hant"), whole.in_("en")))


def test(folders: Sequence[Path], say: Say) -> int:
    """Run the examples of every pack below `folders`; 0 when there are some and all hold."""
    results = [result for folder in _below(folders, say) for result in _test_one(folder, say)]
    held = sum(results)
    total = Text("{held} 個範例相符，{failed} 個不符。", "{held} examples hold, {failed} do not.")
    say(total.fill(held=held, failed=len(results) - held))
    return 0 if results and all(results) else 1


def _test_one(folder: Path, say: Say) -> list[bool]:
    from tongban.core.packs import PackFolderError, read_pack, run_examples

    try:
        files = _files(folder)
        definition, _ = read_pack(files)
    except PackFolderError:
        definition = None
    if definition is None:
        say(_FAULTY.fill(folder=folder))
        return [False]
    say(Text(str(folder), str(folder)))
    results = run_examples(definition, files, _calendar())
    for result in results:
        for line in result.lines():
            say(Text(f"  {line.zh}", f"  {line.en}"))
    return [result.holds for result in results]


def publish(root: Path, say: Say) -> int:
    """Publish every pack below `root` whose content is new; the number that were. A faulty one is said and left out."""
    folders = pack_folders(root)
    if not folders:
        say(_NONE.fill(folder=root))
    return sum(_publish_one(folder, say) for folder in folders)


def _publish_one(folder: Path, say: Say) -> bool:
    from tongban.apps.catalogue.actions import FaultyPack, publish_folder
    from tongban.apps.catalogue.queries import definition, unit_faults
    from tongban.core.packs import PackFolderError

    try:
        version = publish_folder(folder)
        if version is not None:
            # Published all the same: a change of law does not wait for a unit, and its cases go where offers say.
            _say_faults(folder, unit_faults(definition(version.pk)), say)
        return version is not None
    except PackFolderError as wrong:
        say(wrong.text)
    except FaultyPack as wrong:
        _say_faults(folder, wrong.faults, say)
    return False


def _below(folders: Sequence[Path], say: Say) -> list[Path]:
    """All packs below all folders; none at all when one of the folders holds none, for that is a slip."""
    for folder in folders:
        if not pack_folders(folder):
            say(_NONE.fill(folder=folder))
            return []
    return [pack for folder in folders for pack in pack_folders(folder)]


def _calendar() -> Calendar:
    """The government's calendar for the years examples play in."""
    from tongban.core.calendar import taiwan_calendar

    today = date.today()  # noqa: DTZ011 - only chooses the years that are loaded
    return taiwan_calendar(today.year - 5, today.year + 5)
