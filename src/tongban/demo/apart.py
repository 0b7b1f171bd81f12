"""What a fresh interpreter begins with: it knows no Django yet, so nothing here may import any of it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Collection
from datetime import datetime


def live_through(
    owners: Collection[str], cases: int, until: datetime, opened: datetime, since: datetime | None
) -> None:
    import django

    django.setup()
    from . import lives

    # Tens of thousands of long-lived objects: looking through them for garbage again and again costs a tenth.
    gc.freeze()
    gc.set_threshold(50_000)

    try:
        lives.live_through(owners, cases, until, opened, since)
    except KeyboardInterrupt:
        sys.exit(130)
