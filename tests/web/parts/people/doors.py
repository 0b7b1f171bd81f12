"""Steps that tests of the log-in share."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.apps.org.city import PASSWORD

LOG_IN = "/accounts/login/"


def log_in(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOG_IN, {"login": username, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return client.get("/accounts/here/").status_code == 204
