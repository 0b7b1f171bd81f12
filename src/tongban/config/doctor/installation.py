"""What belongs to this installation: its own directory, keys, built pages, fonts, catalogues, packs."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tongban.config import keys, places
from tongban.config.prepare import pack_folders
from tongban.core.text import Text

from .finding import Finding, fault, good, warning

_SOURCE = Path(__file__).parents[2]
BUILT = _SOURCE / "web" / "static" / "built"
FONTS = ("NotoSansTC-Regular.ttf", "NotoSansTC-Bold.ttf")
_BUILD = Text("執行 make setup。", "Run make setup.")


def examine() -> Iterator[Finding]:
    yield own_directory(places.var())
    yield secret_keys(keys.path())
    yield built_pages(BUILT)
    yield fonts(BUILT / "fonts")
    yield catalogues(_SOURCE)
    yield some_packs(places.packs())


def own_directory(directory: Path) -> Finding:
    if os.geteuid() == 0 and directory.is_relative_to(Path("/root")):
        return fault(
            Text("以 root 執行時，資料目錄不可位於 /root：{d}", "As root the data cannot live under /root: {d}").fill(
                d=directory
            ),
            Text(
                "以 TONGBAN_VAR 指定其他目錄，或改用一般帳號。", "Set TONGBAN_VAR to another place, or be another user."
            ),
        )
    existing = next(place for place in (directory, *directory.parents) if place.exists())
    if not os.access(existing, os.W_OK):
        return fault(
            Text("無法寫入 {d}。", "{d} cannot be written.").fill(d=existing),
            Text(
                "更正權限，或以 TONGBAN_VAR 指定其他目錄。", "Correct its rights, or set TONGBAN_VAR to another place."
            ),
        )
    return good("資料目錄 {d}", "data directory {d}", d=directory)


def secret_keys(file: Path) -> Finding:
    if not file.exists():
        return good("金鑰將於第一次啟動時產生（{f}）", "keys will be made at the first start ({f})", f=file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return fault(
            Text("其他人可以讀取金鑰檔 {f}。", "Others may read the keys in {f}.").fill(f=file),
            Text("執行 chmod 600 {f}。", "Run chmod 600 {f}.").fill(f=file),
        )
    try:
        keys.Keys(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return fault(
            Text("金鑰檔 {f} 無法讀取或不完整。", "The keys in {f} cannot be read or are incomplete.").fill(f=file),
            Text(
                "由備份還原；沒有它，加密的聯絡資料無法解讀。",
                "Restore it from a backup: contacts cannot be read without.",
            ),
        )
    return good("金鑰", "keys")


def built_pages(folder: Path) -> Finding:
    if (folder / ".vite" / "manifest.json").exists():
        return good("網頁資源", "built pages")
    return fault(Text("網頁資源尚未建置。", "The pages' assets have not been built."), _BUILD)


def fonts(folder: Path) -> Finding:
    missing = [name for name in FONTS if not (folder / name).exists()]
    if missing:
        names = ", ".join(missing)
        return fault(Text("缺少 PDF 用的字型：{n}", "Fonts for PDFs are missing: {n}").fill(n=names), _BUILD)
    return good("PDF 用的字型", "fonts for PDFs")


def catalogues(source: Path) -> Finding:
    stale = [
        file.relative_to(source).parts[1]
        for file in sorted(source.rglob("locale/*/LC_MESSAGES/django.po"))
        if not file.with_suffix(".mo").exists() or file.with_suffix(".mo").stat().st_mtime < file.stat().st_mtime
    ]
    if stale:
        what = Text("訊息目錄尚未編譯：{n}", "Message catalogues are not compiled: {n}").fill(n=", ".join(stale))
        return fault(what, _BUILD)
    return good("訊息目錄", "message catalogues")


def some_packs(root: Path) -> Finding:
    found = pack_folders(root) if root.exists() else []
    if found:
        return good("{n} 個業務包（{r}）", "{n} packs ({r})", n=len(found), r=root)
    return warning(
        Text("{r} 沒有業務包。", "There are no packs in {r}.").fill(r=root),
        Text("以 TONGBAN_PACKS 指定業務包所在目錄。", "Name the folder that holds them with TONGBAN_PACKS."),
    )
