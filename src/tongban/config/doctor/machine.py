"""What comes with the machine: interpreters, packages, libraries, clock, space, ports."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tongban.config import places, serve
from tongban.core.text import Text

from .finding import Finding, fault, good, warning

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
SPACE_NEEDED = 2_000_000_000


def examine(host: str, port: int) -> Iterator[Finding]:
    yield python()
    yield packages(places.ROOT / "requirements.lock")
    yield node()
    yield pango()
    yield time_zone()
    yield clock(places.ROOT)
    yield space(places.var())
    yield a_port(host, port)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    name = ".".join(map(str, version))
    if version >= (3, 11):
        return good("Python {v}", "Python {v}", v=name)
    return fault(
        Text("Python {v} 太舊。", "Python {v} is too old.").fill(v=name),
        Text("安裝 Python 3.11 以上版本後再執行 make run。", "Install Python 3.11 or newer and run make run again."),
    )


def packages(lock: Path) -> Finding:
    """Installed versions against the lock; an installation without its lock file has nothing to compare."""
    if not lock.exists():
        return good("套件未附鎖定檔，略過比對", "no lock file to compare the packages with")
    wanted = dict(line.strip().split("==") for line in lock.read_text().splitlines() if "==" in line)
    wrong = [
        f"{name} {_version(name) or '–'} ≠ {version}" for name, version in wanted.items() if _differs(name, version)
    ]
    if not wrong:
        return good("{n} 個 Python 套件均為鎖定版本", "{n} Python packages, all as pinned", n=len(wanted))
    return fault(
        Text("Python 套件與鎖定版本不同：{w}", "Python packages differ from the lock: {w}").fill(
            w=", ".join(wrong[:5])
        ),
        Text("執行 pip install -r requirements.lock。", "Run pip install -r requirements.lock."),
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _differs(name: str, version: str) -> bool:
    return _version(name) != version


def node() -> Finding:
    """Only needed to build the pages, so its absence alone is no fault."""
    program = shutil.which("node")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout if program else ""  # noqa: S603
    try:
        version = tuple(int(part) for part in said.strip().lstrip("v").split("."))
    except ValueError:
        version = ()
    if version >= (20, 19):
        return good("Node {v}", "Node {v}", v=said.strip().lstrip("v"))
    return warning(
        Text("沒有 Node 20.19 以上版本，無法重新建置網頁。", "No Node 20.19 or newer: the pages cannot be rebuilt."),
        Text("安裝 Node 20.19 以上版本與 npm。", "Install Node 20.19 or newer, and npm."),
    )


def pango() -> Finding:
    try:
        for name in PANGO:
            ctypes.CDLL(name)
    except OSError:
        return fault(
            Text("缺少 Pango，無法產生 PDF（受理憑單）。", "Pango is missing: no PDF (receipt) can be made."),
            Text(
                "以 root 執行 apt install libpangoft2-1.0-0 libharfbuzz-subset0。",
                "As root: apt install libpangoft2-1.0-0 libharfbuzz-subset0.",
            ),
        )
    return good("Pango（PDF）", "Pango (PDF)")


def time_zone() -> Finding:
    try:
        ZoneInfo("Asia/Taipei")
    except ZoneInfoNotFoundError:
        return fault(
            Text("沒有時區資料 Asia/Taipei。", "No time zone data for Asia/Taipei."),
            Text("以 root 執行 apt install tzdata。", "As root: apt install tzdata."),
        )
    return good("時區資料", "time zone data")


def clock(root: Path, now: float | None = None) -> Finding:
    """A clock that stands before the program was written stamps every case wrongly."""
    written = (root / "src" / "tongban" / "cli.py").stat().st_mtime if (root / "src").exists() else 0.0
    if (time.time() if now is None else now) + 86_400 < written:
        return fault(
            Text("系統時間早於本程式的日期。", "The machine's clock stands before the date of this program."),
            Text(
                "校正時間，例如 timedatectl set-ntp true。", "Set the clock, for example with timedatectl set-ntp true."
            ),
        )
    return good("系統時間", "clock")


def space(directory: Path) -> Finding:
    existing = next(place for place in (directory, *directory.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if free >= SPACE_NEEDED:
        return good("{d} 可用空間 {g:.0f} GB", "{g:.0f} GB free for {d}", d=directory, g=free / 1e9)
    return warning(
        Text("{d} 只剩 {g:.1f} GB。", "Only {g:.1f} GB left for {d}.").fill(d=directory, g=free / 1e9),
        Text("清出空間，或以 TONGBAN_VAR 改用其他磁碟。", "Make room, or choose another disk with TONGBAN_VAR."),
    )


def a_port(host: str, port: int) -> Finding:
    if serve.is_free(host, port):
        return good("{h}:{p} 可以使用", "{h}:{p} is free", h=host, p=port)
    return warning(
        Text("{h}:{p} 已被使用（也許通辦正在執行）。", "{h}:{p} is in use (perhaps by Tongban itself).").fill(
            h=host, p=port
        ),
        Text("以 --port 選用其他埠號。", "Choose another one with --port."),
    )
