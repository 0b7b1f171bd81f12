"""The journal's two commands for operators."""

from __future__ import annotations

from collections.abc import Callable

from tongban.core.text import Text

from .language import of_the_terminal

Say = Callable[[Text], None]


def verify(say: Say) -> int:
    """Check every chain and seal and say what was found; 0 when the journal is as it was written."""
    from django.utils import translation

    from tongban.apps.journal.verify import verify as verify_all

    report = verify_all()
    with translation.override(of_the_terminal()):
        for line in report.lines():
            say(Text(line, line))
    return 0 if report.is_clean else 1


def seal(say: Say) -> int:
    """Seal the journal for tonight, as is done every night; saying it twice does no harm."""
    from django.utils import timezone

    from tongban.apps.journal import actions, seal_files

    try:
        made = actions.seal(timezone.now())
    except seal_files.SealsDisagree as wrong:
        say(Text(str(wrong), str(wrong)))
        return 1
    say(Text("封存第 {n} 號：{root}", "Seal {n}: {root}").fill(n=made.number, root=made.root.hex()))
    return 0
