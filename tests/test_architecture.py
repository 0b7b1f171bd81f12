"""What architecture.md promises and no other tool checks. Every test reads all of the program."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tongban"
CORE = SOURCE / "core"
LONGEST_FILE, LONGEST_FUNCTION = 400, 50
FORBIDDEN_ROOMS = {"services", "utils", "helpers", "common", "managers", "misc"}
FORBIDDEN_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today",
    "time.time", "time.monotonic", "uuid.uuid4", "uuid4", "uuid.uuid1", "os.urandom",
}  # fmt: skip
FORBIDDEN_IMPORTS_OF_CORE = {"random", "secrets", "time", "django", "psycopg", "requests", "httpx", "socket", "urllib"}


def files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts]


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def place(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT)}:{line}"


def test_the_core_never_asks_the_clock_or_chance() -> None:
    asked = [
        f"{place(file, node.lineno)} {ast.unparse(node.func)}"
        for file in files(CORE)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in FORBIDDEN_CALLS
    ]
    assert asked == []


def test_the_core_imports_nothing_that_reaches_outside() -> None:
    outside = [
        f"{place(file, line)} {name}"
        for file in files(CORE)
        for line, name in imports(tree(file))
        if name.split(".")[0] in FORBIDDEN_IMPORTS_OF_CORE
    ]
    assert outside == []


def test_nothing_is_evaluated_or_executed() -> None:
    called = [
        place(file, node.lineno)
        for file in files(SOURCE)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    assert called == []


def test_no_signals() -> None:
    signalled = [
        f"{place(file, line)} {name}"
        for file in files(SOURCE)
        for line, name in imports(tree(file))
        if name.startswith("django") and "signals" in name.split(".")
    ]
    assert signalled == []


def test_no_room_for_odds_and_ends() -> None:
    names = [str(path.relative_to(ROOT)) for path in SOURCE.rglob("*") if path.stem in FORBIDDEN_ROOMS]
    assert names == []


def test_no_manager_or_service_classes() -> None:
    found = [
        f"{place(file, node.lineno)} {node.name}"
        for file in files(SOURCE)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Service|Helper|Util)s?$", node.name)
    ]
    assert found == []


def test_writing_past_the_journal_through_djangos_admin_is_not_possible() -> None:
    from django.conf import settings

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert [
        place(f, n) for f in files(SOURCE) for n, name in imports(tree(f)) if name.startswith("django.contrib.admin")
    ] == []


def test_files_are_small() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files(SOURCE)}
    long = {str(file.relative_to(ROOT)): length for file, length in lengths.items() if length > LONGEST_FILE}
    assert long == {}
    assert statistics.median(length for length in lengths.values() if length) < 100


def test_functions_are_small() -> None:
    lengths = {
        f"{place(file, node.lineno)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in files(SOURCE)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) < 12


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_names_and_versions_and_nothing_else(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]*==[0-9][\w.!+]*( ; .+)?", line)] == []


def test_every_wanted_package_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ]", line)[0]).lower() for line in wanted}
    pinned = {line.split("==")[0] for line in (ROOT / "requirements-dev.lock").read_text().splitlines()}
    assert names - pinned == set()


def test_the_front_ends_lock_names_no_download_address() -> None:
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text()
