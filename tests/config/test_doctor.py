from __future__ import annotations

import json
import socket
from pathlib import Path

import psycopg
import pytest

from tests.database import owner_address
from tongban.config import keys
from tongban.config.doctor import database, installation, machine
from tongban.config.doctor.finding import Finding, Level
from tongban.core.text import Text


def fault(finding: Finding) -> str:
    assert finding.level is not Level.GOOD
    assert finding.remedy.en, "says how to mend it"
    assert finding.remedy.zh
    return finding.what.en


def is_good(finding: Finding) -> bool:
    return finding.level is Level.GOOD


def test_an_old_python_is_a_fault() -> None:
    assert "3.10.2 is too old" in fault(machine.python((3, 10, 2)))
    assert is_good(machine.python((3, 11, 0)))


def test_a_package_of_another_version_or_missing_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==1.0\nnot-there-at-all==2.0\n")
    assert "django" in fault(machine.packages(lock))
    assert "not-there-at-all – ≠ 2.0" in fault(machine.packages(lock))


def test_missing_pango_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PANGO", ("libpango-of-another-world.so.9",))
    assert "Pango is missing" in fault(machine.pango())


def test_a_clock_before_the_program_was_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "src/tongban").mkdir(parents=True)
    (tmp_path / "src/tongban/cli.py").touch()
    assert "before the date" in fault(machine.clock(tmp_path, now=0.0))
    assert is_good(machine.clock(tmp_path))


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"127.0.0.1:{port} is in use" in fault(machine.a_port("127.0.0.1", port))
    assert is_good(machine.a_port("127.0.0.1", port))


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_good(machine.space(tmp_path / "not/yet/there"))
    monkeypatch.setattr(machine, "SPACE_NEEDED", 1 << 62)
    assert "left" in fault(machine.space(tmp_path))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(dict.fromkeys(keys.Keys.__slots__, "00" * 32)))
    file.chmod(0o600)
    return file


def test_keys_that_others_may_read_are_a_fault(key_file: Path) -> None:
    assert is_good(installation.secret_keys(key_file))
    key_file.chmod(0o640)
    assert "Others may read" in fault(installation.secret_keys(key_file))


def test_damaged_keys_are_a_fault_and_missing_ones_are_not(key_file: Path) -> None:
    key_file.write_text('{"django": "00"}')
    assert "incomplete" in fault(installation.secret_keys(key_file))
    key_file.unlink()
    assert is_good(installation.secret_keys(key_file))


def test_unbuilt_pages_and_missing_fonts_are_faults(tmp_path: Path) -> None:
    assert "have not been built" in fault(installation.built_pages(tmp_path))
    assert "NotoSansTC-Bold.ttf" in fault(installation.fonts(tmp_path))


def test_a_catalogue_newer_than_what_was_compiled_is_named(tmp_path: Path) -> None:
    catalogue = tmp_path / "apps/cases/locale/zh_Hant/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    assert "cases" in fault(installation.catalogues(tmp_path))
    catalogue.with_suffix(".mo").touch()
    assert is_good(installation.catalogues(tmp_path))


def test_data_below_roots_home_is_refused_to_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "/root" in fault(installation.own_directory(Path("/root/tongban/var")))


def test_an_old_database_server_is_a_fault() -> None:
    assert "15 is too old" in fault(database.version(150_004))
    assert is_good(database.version(160_000))


def test_a_database_set_up_by_us_is_as_it_must_be(own_database: str) -> None:
    with psycopg.connect(own_database) as connection:
        findings = [ask(connection) for ask in (database.encoding, database.clock, database.rights, database.journal)]
    assert [finding.what.en for finding in findings if not is_good(finding)] == []


def test_a_serving_role_that_owns_tables_is_a_fault(own_database: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(own_database)["dbname"]
    with psycopg.connect(owner_address(str(name))) as connection:
        assert "too many rights" in fault(database.rights(connection))


def test_a_journal_the_serving_role_may_change_is_a_fault(own_database: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(own_database)["dbname"]
    with psycopg.connect(owner_address(str(name))) as owner:
        owner.execute("GRANT DELETE ON journal_event TO tongban_app")
    with psycopg.connect(own_database) as connection:
        assert "journal_event" in fault(database.journal(connection))


def test_a_finding_is_one_line_and_its_remedy_another() -> None:
    finding = Finding(Level.FAULT, Text("壞了", "broken"), Text("修好", "mend it"))
    assert finding.in_("en") == "✗ broken\n  → mend it"
    assert finding.in_("zh-Hant") == "✗ 壞了\n  → 修好"
