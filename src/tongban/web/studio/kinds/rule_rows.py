"""Controls and reminders as rows of a form: from the pack's own shapes to fields and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

LONGEST_REMINDER = 250
MOST_ROWS = 40
_NUMBERS = re.compile(r"[\s,，、;]+")


@dataclass
class ControlRow:
    """`what` is `field:name` or `unit:code`; `before` and `after` are numbers of working days with commas."""

    what: str = ""
    when: str = ""
    before: str = ""
    on_due: bool = False
    after: str = ""
    to: str = "handler"
    escalate: str = "supervisor"
    text: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, control: Mapping[str, Any]) -> ControlRow:
        before, on_due, after = _days_of(control.get("remind"))
        unit = control.get("notify_unit")
        return cls(
            what=f"unit:{unit}" if unit else f"field:{control.get('field', '')}",
            when=str(control.get("when") or ""),
            before=before,
            on_due=on_due,
            after=after,
            to=str(control.get("to") or "handler"),
            escalate=str(control.get("escalate") or "supervisor"),
            text=str(control.get("text") or ""),
        )

    @classmethod
    def typed(cls, post: Mapping[str, str], number: int) -> ControlRow:
        got = {name: post.get(f"control-{number}-{name}", "").strip()[:1_000] for name in _TYPED}
        return cls(**got, on_due=bool(post.get(f"control-{number}-on_due")))

    @property
    def is_blank(self) -> bool:
        return not self.what

    def check(self) -> ControlRow:
        """Puts what cannot be stored into `faults`; the rest is for the pack's checker."""
        for name in ("before", "after"):
            if _numbers(getattr(self, name)) is None:
                self.faults[name] = _("Write numbers of working days from 1 to 250, such as 3, 1.")
        if self.what.startswith("unit:") and not self.text:
            self.faults["text"] = _("Choose the text that the unit is sent.")
        return self

    def as_control(self) -> dict[str, Any]:
        kind, _colon, name = self.what.partition(":")
        control: dict[str, Any] = {"notify_unit": name, "text": self.text} if kind == "unit" else {"field": name}
        if self.when:
            control["when"] = self.when
        if kind == "unit":
            return control
        days = [{"before": {"working_days": n}} for n in _numbers(self.before) or ()]
        days += [{"at": "due"}] if self.on_due else []
        days += [{"after": {"working_days": n}} for n in _numbers(self.after) or ()]
        return control | {"remind": days, "to": self.to, "escalate": self.escalate}


@dataclass
class ReminderRow:
    """A reminder of the period itself; `when` is before, at or after, "" for a row that is not used."""

    when: str = ""
    days: str = ""
    to: str = "handler"
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reminder: Mapping[str, Any]) -> ReminderRow:
        when = next((name for name in ("before", "at", "after") if name in reminder), "")
        days = reminder[when].get("working_days", "") if when in ("before", "after") else ""
        return cls(when, str(days), str(reminder.get("to") or "handler"))

    @classmethod
    def typed(cls, post: Mapping[str, str], number: int) -> ReminderRow:
        return cls(*(post.get(f"remind-{number}-{name}", "").strip()[:20] for name in ("when", "days", "to")))

    @property
    def is_blank(self) -> bool:
        return not self.when

    def check(self) -> ReminderRow:
        if self.when != "at" and len(_numbers(self.days) or ()) != 1:
            self.faults["days"] = _("Write a number of working days from 1 to 250.")
        return self

    def as_reminder(self) -> dict[str, Any]:
        when: dict[str, Any] = {"at": "due"}
        if self.when != "at":
            when = {self.when: {"working_days": (_numbers(self.days) or [1])[0]}}
        return when | {"to": self.to}


_TYPED = ("what", "when", "before", "after", "to", "escalate", "text")


def rows_of(manifest: Mapping[str, Any]) -> tuple[list[ControlRow], list[ReminderRow]]:
    clock = manifest.get("clock")
    controls = [ControlRow.of(one) for one in _mappings(manifest.get("controls"))]
    return controls, [ReminderRow.of(one) for one in _mappings(clock.get("remind") if isinstance(clock, dict) else ())]


def _mappings(values: object) -> list[Mapping[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _days_of(reminders: object) -> tuple[str, bool, str]:
    rows = [ReminderRow.of(one) for one in _mappings(reminders)]
    before, after = (_listed(row.days for row in rows if row.when == when) for when in ("before", "after"))
    return before, any(row.when == "at" for row in rows), after


def _listed(days: Iterable[str]) -> str:
    return ", ".join(days)


def _numbers(written: str) -> list[int] | None:
    """Working days, without doubles; None where something is no such number."""
    parts = [part for part in _NUMBERS.split(written) if part]
    if not all(part.isdecimal() and len(part) <= 3 and 1 <= int(part) <= LONGEST_REMINDER for part in parts):
        return None
    return list(dict.fromkeys(int(part) for part in parts))
