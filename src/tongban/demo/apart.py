"""What a fresh interpreter begins with: it knows no Django yet, so nothing here may import any of it."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import datetime


def live_through(
    owners: Collection[str], cases: int, until: datetime, opened: datetime, since: datetime | None
) -> None:
    import django

    django.setup()
    from . import lives

    try:
        lives.live_through(owners, cases, until, opened, since)
    except KeyboardInterrupt:
        sys.exit(130)
