from __future__ import annotations

from django.http import HttpRequest


def notice(request: HttpRequest) -> dict[str, bool]:
    """Every page says that it shows made-up people."""
    return {"is_demo": True}
