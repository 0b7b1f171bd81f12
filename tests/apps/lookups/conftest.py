from __future__ import annotations

from tests.apps.cases.conftest import city, registered

__all__ = ["city", "registered"]
