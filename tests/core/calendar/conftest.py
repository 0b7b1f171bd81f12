"""The machine that runs the tests may be busy: a slow example is no failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

_PROFILE = "patient"
settings.register_profile(_PROFILE, deadline=None)


@pytest.fixture(autouse=True, scope="package")
def patience() -> Iterator[None]:
    before = settings.get_current_profile_name()
    settings.load_profile(_PROFILE)
    yield
    settings.load_profile(before)
