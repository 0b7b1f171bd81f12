from __future__ import annotations

import pytest

from tests.apps.cases.conftest import AT, City, city, registered
from tongban.apps.cases.actions import Registered, withdraw_case

__all__ = ["city", "closed", "registered"]


@pytest.fixture
def closed(city: City, registered: Registered) -> Registered:
    withdraw_case(number=registered.number, reason="示範", by=city.rights("handler"), at=AT)
    return registered
