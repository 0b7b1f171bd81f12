"""Examples are counted, not timed: a busy machine must not make a true property fail."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
