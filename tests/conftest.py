from __future__ import annotations

import pytest

from tests.database import django_db_setup, forget_what_is_kept, own_database


@pytest.fixture(autouse=True)
def own_state(request: pytest.FixtureRequest) -> None:
    """Nothing that the process keeps by version, and no seal on disk, comes from another test's database."""
    if {"db", "transactional_db", "own_database", "site"} & set(request.fixturenames):
        # Seals of another test's journal must not lie where this one's are looked for.
        request.getfixturevalue("settings").VAR = request.getfixturevalue("tmp_path")
        forget_what_is_kept()


__all__ = ["django_db_setup", "own_database"]
