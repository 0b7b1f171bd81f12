from __future__ import annotations

import pytest

from tests.database import django_db_setup, own_database

__all__ = ["django_db_setup", "own_database"]


@pytest.fixture(autouse=True)
def forget_rights() -> None:
    """Tests may write units and positions past the actions, and so without a new version to keep rights by."""
    from tongban.apps.org import policy

    policy.forget()
