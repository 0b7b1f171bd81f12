from __future__ import annotations

import pytest

from tests.database import django_db_setup, own_database


@pytest.fixture(autouse=True)
def forget_what_is_kept(request: pytest.FixtureRequest) -> None:
    """Processes keep rights, calendars and tokens by version; a rolled-back test uses the same version again."""
    if "own_database" in request.fixturenames:
        # Seals of another test's journal must not lie where this one's are looked for.
        request.getfixturevalue("settings").VAR = request.getfixturevalue("tmp_path")
    if {"db", "transactional_db", "own_database"} & set(request.fixturenames):
        from tongban.apps.catalogue.queries import definition
        from tongban.apps.connectors.queries import forget as forget_callers
        from tongban.apps.officedays.queries import forget as forget_calendar
        from tongban.apps.org.policy import forget as forget_rights

        definition.cache_clear()
        forget_callers()
        forget_calendar()
        forget_rights()


__all__ = ["django_db_setup", "own_database"]
