"""Why an outside system did not take something: for now (try again), or for good (somebody must act).

`reason` is one of `REASONS`, told to people in their language; `detail` is what the other side said, without secrets.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REASONS = {
    "unreachable": _("The outside system could not be reached."),
    "busy": _("The outside system asked to try again later."),
    "refused-us": _("The outside system refuses our account or address: the operator must look at the settings."),
    "bad-answer": _("The outside system gave an answer that cannot be understood."),
    "no-credit": _("The account at the outside system is used up."),
    "unknown-recipient": _("The receiving side does not know this address or number."),
    "bad-number": _("The gateway says that this is no number it can send to."),
    "refused-content": _("The receiving side refuses this content."),
    "expired": pgettext_lazy("message", "The receiver was not reachable in time."),
}
LONGEST_DETAIL = 200


class OutsideFailure(Exception):
    """See the module. Not raised itself."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, clean(detail)
        super().__init__(f"{reason}: {self.detail}" if self.detail else reason)


class PassingFailure(OutsideFailure):
    """The same again later may well succeed."""


class FinalFailure(OutsideFailure):
    """The same again will fail again."""


def clean(detail: str) -> str:
    """One short line of visible characters in which no address or phone number can be read."""
    line = " ".join("".join(c if c.isprintable() else " " for c in detail).split())
    line = re.sub(r"[^\s<>,;:\"']+@[^\s<>,;:\"']+", "•••", line)
    return re.sub(r"\+?\d[\d\-]{6,}\d", "•••", line)[:LONGEST_DETAIL]
