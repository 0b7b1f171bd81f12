"""The five states of a due date, with the words and the sign that say them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SIGNS = {"late": "‼", "soon": "!", "ok": "○", "paused": "‖", "waiting": "‖", "done": "✓"}
"""Plain characters that print and are no emoji; `waiting` is `paused` for what waits on others."""

MEANINGS = {"paused": "waiting"}
"""The colour of a state where it differs from the state's name."""


class Due(NamedTuple):
    """`days` until due; for `late` since due. Counting (working or calendar days) is the caller's."""

    state: str
    days: int = 0

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.state, self.state)

    @property
    def word(self) -> str:
        return due_word(self.state, self.days)


def due_word(state: str, days: int) -> str:
    """逾 2 日, 今日到期, 明日到期, 尚餘 12 日, 停止計算, 已辦結 in the reader's language."""
    if state == "late":
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    if state in {"soon", "ok"}:
        return _time_left(days)
    if state == "done":
        return _("Closed")
    return _("Clock stopped")


def _time_left(days: int) -> str:
    if days <= 0:
        return _("Due today")
    if days == 1:
        return _("Due tomorrow")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
