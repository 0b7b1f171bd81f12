"""Bodies as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic_core import from_json

NUL = b"\\u0000"


class Body(Parser):
    """Refuses the one character that no text in PostgreSQL can hold, wherever in the body it stands."""

    def parse_body(self, request: HttpRequest) -> Any:
        if NUL in request.body:
            raise ValueError("the character U+0000 cannot be stored; leave it out")
        return from_json(request.body)
