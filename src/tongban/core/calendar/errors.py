"""What the calendar and the clock refuse, said in both languages."""

from __future__ import annotations

from tongban.core.text import Text


class CalendarError(ValueError):
    """Base of every refusal here; `text` is the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class OutsideCalendarError(CalendarError):
    """A day was asked for that the calendar does not cover."""


class LimitError(CalendarError):
    """A limit or an extension rule is written in a way that means nothing."""


class ClockError(CalendarError):
    """The clock's state does not allow this change."""
