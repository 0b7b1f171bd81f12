from __future__ import annotations

import pytest

from tests.apps.cases.conftest import BRACELET, City, build_city
from tongban.apps.catalogue.models import Pack


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def pack(city: City) -> Pack:
    return Pack.objects.select_related("current").get(code=BRACELET)
