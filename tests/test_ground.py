from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_program_serves_as_a_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("tongban_app", False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'tongban_app'::regrole")
        assert cursor.fetchone() == (0,)
