"""The journal's two commands for operators."""

from __future__ import annotations

from collections.abc import Callable

from tongban.core.text import Text

Say = Callable[[Text], None]


def verify(say: Say) -> int:
    """Check every chain and seal; 0 when the journal is as it was written."""
    from tongban.apps.journal.verify import verify as verify_all

    faults = verify_all()
    for fault in faults:
        say(fault)
    if not faults:
        say(Text("歷程完整，未發現更動。", "The journal is complete and unchanged."))
    return 1 if faults else 0


def seal(say: Say) -> int:
    from django.utils import timezone

    from tongban.apps.journal.actions import seal as seal_all

    sealed = seal_all(at=timezone.now())
    say(Text("已封存：{sealed}", "Sealed: {sealed}").fill(sealed=sealed))
    return 0
