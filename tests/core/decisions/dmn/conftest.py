"""How tables are tried: without deadlines, for a machine that is busy is no fault of a table."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
