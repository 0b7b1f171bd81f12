"""Packs from folders: checked, tried with their examples, published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tongban.core.text import Text

from .prepare import pack_folders

if TYPE_CHECKING:
    from tongban.core.calendar import Calendar

Say = Callable[[Text], None]

_NONE = Text(
    "{folder}：找不到業務包（沒有 pack.yaml）。請指定含有 pack.yaml 的資料夾或其上層。",
    "{folder}: no pack here (no pack.yaml). Name the folder that holds pack.yaml, or one above it.",
)


def check(folders: Sequence[Path], say: Say) -> int:
    """Say every fault of every pack below `folders`; 0 when there is none."""
    from tongban.core.packs import read_folder, read_pack

    clean = True
    for folder in _below(folders, say) or [None]:
        if folder is None:
            return 1
        _, faults = read_pack(read_folder(folder))
        clean = clean and not faults
        for fault in faults:
            where = fault._replace(file=str(folder / fault.file))
            say(Text(where.in_("zh-Hant"), where.in_("en")))
        if not faults:
            say(Text("{folder}：沒有問題", "{folder}: no faults").fill(folder=folder))
    return 0 if clean else 1


def test(folders: Sequence[Path], say: Say) -> int:
    """Run the examples of every pack below `folders`; 0 when all hold."""
    from tongban.core.packs import read_folder, read_pack, run_examples

    held = failed = 0
    for folder in _below(folders, say) or [None]:
        if folder is None:
            return 1
        files = read_folder(folder)
        definition, faults = read_pack(files)
        if definition is None:
            say(
                Text(
                    "{folder}：業務包有 {n} 個問題，請先執行 tongban pack check。",
                    "{folder}: the pack has {n} faults; run tongban pack check first.",
                ).fill(folder=folder, n=len(faults))
            )
            failed += 1
            continue
        for result in run_examples(definition, files, _calendar()):
            held, failed = held + result.holds, failed + (not result.holds)
            for line in result.lines():
                say(line)
    say(
        Text("{held} 個範例相符，{failed} 個不符。", "{held} examples hold, {failed} do not.").fill(
            held=held, failed=failed
        )
    )
    return 1 if failed or not held else 0


def publish(root: Path, say: Say) -> int:
    """Publish every pack below `root` whose content is new; the number that were."""
    folders = pack_folders(root)
    if not folders:
        say(_NONE.fill(folder=root))
        return 0
    from tongban.apps.catalogue.actions import publish_folder

    return sum(bool(publish_folder(folder)) for folder in folders)


def _below(folders: Sequence[Path], say: Say) -> list[Path]:
    found = [pack for folder in folders for pack in pack_folders(folder)]
    for folder in folders:
        if not pack_folders(folder):
            say(_NONE.fill(folder=folder))
            return []
    return found


def _calendar() -> Calendar:
    """The government's calendar for the years examples play in."""
    from tongban.core.calendar import taiwan_calendar

    today = date.today()  # noqa: DTZ011 - only chooses the years that are loaded
    return taiwan_calendar(today.year - 5, today.year + 5)
