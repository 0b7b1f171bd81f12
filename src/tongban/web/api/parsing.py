"""Bodies as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic_core import from_json

from tongban.core.text import Text

NUL = b"\\u0000"
NOT_STORED = Text("內容含有無法儲存的字元 U+0000，請刪除後重送", "The character U+0000 cannot be stored; leave it out")
NOT_JSON = Text("請求內容不是有效的 JSON", "The body is not valid JSON")


class BadBody(ValueError):
    """A body that cannot be taken in, and why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Body(Parser):
    """Refuses the one character that no text in PostgreSQL can hold, wherever in the body it stands."""

    def parse_body(self, request: HttpRequest) -> Any:
        if NUL in request.body:
            raise BadBody(NOT_STORED)
        try:
            return from_json(request.body)
        except ValueError as wrong:
            raise BadBody(NOT_JSON) from wrong
