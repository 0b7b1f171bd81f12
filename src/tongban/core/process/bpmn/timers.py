"""When a timer comes: ISO 8601, FEEL, or a limit in the units of the law that an official can type into the same field
(`working_days: 3`). Whether a moment comes of the text is for the checks to say."""

from __future__ import annotations

import re

from lxml import etree

from tongban.core.calendar import Limit, LimitError
from tongban.core.process.bpmn.reading import Reading
from tongban.core.process.bpmn.xml import parts, plain_text
from tongban.core.process.model import Timer, TimerKind
from tongban.core.text import Text

_LIMIT = re.compile(r"\{?\s*([a-z_]+)\s*:\s*([0-9]{1,6})\s*\}?")
_WHAT = Text("時間", "time")


def read_timer(definition: etree._Element, at: etree._Element, reading: Reading) -> Timer | None:
    """What a `timerEventDefinition` says; `at` is the event that faults are about."""
    said = [(kind, plain_text(part)) for kind in TimerKind for part in parts(definition, kind.value)]
    said = [(kind, text) for kind, text in said if text]
    if len(said) != 1:
        reading.fault(
            at,
            Text("計時器要有一個時間。", "The timer needs one time."),
            Text("請填寫其中一種，例如 P3D 或 working_days: 3。", "Fill in one, for example P3D or working_days: 3."),
        )
        return None
    return _timer(*said[0], at, reading)


def read_due(text: str, at: etree._Element, reading: Reading) -> Timer | None:
    """By when a task is to be done: a date, or how long from when it came."""
    lasts = text.startswith("P") or _LIMIT.fullmatch(text)
    return _timer(TimerKind.DURATION if lasts else TimerKind.DATE, text, at, reading) if text else None


def _timer(kind: TimerKind, text: str, at: etree._Element, reading: Reading) -> Timer | None:
    if text.startswith("="):
        formula = reading.formula(at, text, _WHAT)
        return Timer(kind, formula=formula) if formula else None
    limit = _LIMIT.fullmatch(text)
    if limit is None or kind is TimerKind.DATE:
        return Timer(kind, text)
    try:
        return Timer(kind, limit=Limit.from_mapping({limit[1]: int(limit[2])}))
    except LimitError as error:
        reading.fault(at, error.text, Text("請改寫，例如 working_days: 3。", "Write it like working_days: 3."))
        return None
