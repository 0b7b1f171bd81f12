"""Whoever administers needs a second factor: set up at the first log-in, as at any real one."""

from __future__ import annotations

import pyotp

from .town import PASSWORD
from .visitor import Visitor

_keys: dict[str, str] = {}
"""What would be in the authenticator app of each person, by the site's address and user name."""


def log_in_with_second_factor(visitor: Visitor, username: str) -> Visitor:
    visitor.log_in(username, PASSWORD)
    app = f"{visitor.address} {username}"
    if app not in _keys:
        visitor.fill(password=PASSWORD)
        visitor.press("繼續")
        _keys[app] = visitor.page.locator("main code").inner_text()
        visitor.fill(code=pyotp.TOTP(_keys[app]).now())
        visitor.press("啟用")
    else:
        visitor.fill(code=pyotp.TOTP(_keys[app]).now())
        visitor.press("登入")
    return visitor
