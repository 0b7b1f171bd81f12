from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest

from tongban.apps.parties.actions import register_party
from tongban.apps.parties.actions.consent import Agreement
from tongban.apps.parties.consent_text import NoticeValues
from tongban.apps.parties.models import Party
from tongban.core.text import Text

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
NOTICE = NoticeValues(
    Text("社會局", "Social Affairs"), Text("愛的手鍊", "Bracelet"), 5, Text("02-2720-8889", "02-2720-8889")
)
AGREED = Agreement(form="paper", channel="counter")


@pytest.fixture
def officer(db: None) -> str:
    return "person:7"


@pytest.fixture
def wang(officer: str) -> Party:
    return register(officer)


def register(by: str, **changes: Any) -> Party:
    details: dict[str, Any] = {
        "kind": "person",
        "name": "王小明",
        "identifier": "A123456789",
        "phone": "0912-345-678",
        "email": "Wang@Example.com",
        "address": "台北市信義區市府路1號",
        "agreement": AGREED,
        "notice": NOTICE,
    }
    return register_party(by=by, at=AT, **{**details, **changes})


@pytest.fixture
def looks() -> Iterator[list[dict[str, Any]]]:
    """The looks that were recorded, whatever the journal does with them."""
    seen: list[dict[str, Any]] = []
    with patch("tongban.apps.parties.actions.reveal.record_look", lambda **look: seen.append(look)):
        yield seen
