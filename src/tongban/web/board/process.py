"""流程: where the time of a kind goes, step by step, on its drawing and in a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition
from tongban.apps.insight.queries import ActivityLine, activity_lines
from tongban.apps.officedays.queries import calendar
from tongban.core.calendar import Calendar
from tongban.core.casework import Definition
from tongban.core.process import Diagram, Process, read_diagram
from tongban.web.parts.diagrams import Drawing, LegendLine, Mark, drawing
from tongban.web.parts.formatting import thousands
from tongban.web.parts.worktime import spoken

from .asked import Asked, asked
from .door import statistics, surroundings

WARMTH = 4
"""Shades above none."""


class Row(NamedTuple):
    """A step of the table: figures as they are written."""

    name: str
    shape: str
    done: str
    median: str
    p90: str
    waiting: str
    late: str
    level: int
    is_old: bool


@statistics
def process(request: HttpRequest) -> HttpResponse:
    """`by`: what warms the drawing, `median`, `p90` or `waiting`."""
    ask = asked(request)
    context = surroundings(ask, "board_process")
    found = _definition(ask)
    if found is None or found.process is None:
        return render(request, "board/process.html", context | {"kinds_url": _kinds(ask), "is_external": found})
    by = request.GET.get("by", "")
    by = by if by in ("p90", "waiting") else "median"
    days = calendar()
    lines = activity_lines(ask.question, days)
    diagram, warmth = read_diagram(found.process.source), _warmth(lines.values(), by)
    rows = list(_rows(found.process, lines, warmth, diagram, days))
    context |= {
        "kind": found.name.in_(get_language() or "zh-hant"),
        "rows": rows,
        "ways": [(ask.address(by=name), label, name == by) for name, label in _ways()],
        "drawing": _drawing(diagram, rows, by),
        "p90_label": pgettext("figures", "90 %"),
    }
    return render(request, "board/process.html", context)


def _ways() -> list[tuple[str, str]]:
    return [
        ("median", pgettext("figures", "Median")),
        ("p90", pgettext("figures", "90 %")),
        ("waiting", pgettext("figures", "Waiting now")),
    ]


def _definition(ask: Asked) -> Definition | None:
    version = Pack.objects.filter(code=ask.question.kind).values_list("current_id", flat=True).first()
    return definition(version) if version else None


def _kinds(ask: Asked) -> list[tuple[str, str]]:
    return [(reverse("board_process") + ask.address(kind=code), name) for code, name in ask.kinds.items()]


def _value(line: ActivityLine, by: str) -> int:
    return line.waiting if by == "waiting" else (line.minutes.median if by == "median" else line.minutes.p90) or 0


def _warmth(lines: Iterable[ActivityLine], by: str) -> dict[str, int]:
    """Activity → 0 … 4, by its share of the highest."""
    values = {line.activity: _value(line, by) for line in lines}
    highest = max(values.values(), default=0)
    return {id: -(-value * WARMTH // highest) if highest else 0 for id, value in values.items()}


def _rows(
    process: Process, lines: dict[str, ActivityLine], warmth: dict[str, int], diagram: Diagram | None, days: Calendar
) -> Iterable[Row]:
    """The steps in order, then those that only older versions had."""
    steps = [one.id for one in process.user_tasks]
    for id in (*steps, *sorted(set(lines) - set(steps))):
        line = lines.get(id, ActivityLine(id))
        known = process.activities.get(id)
        yield Row(
            (known.name if known else "") or id,
            diagram.shape_of(id) if diagram and known else "",
            thousands(line.minutes.n),
            spoken(line.minutes.median, days) or "—",
            spoken(line.minutes.p90, days) or "—",
            thousands(line.waiting),
            thousands(line.late),
            warmth.get(id, 0),
            known is None,
        )


def _drawing(diagram: Diagram | None, rows: list[Row], by: str) -> Drawing:
    marks = [Mark(row.shape, f"heat-{row.level}", _badge(row, by)) for row in rows if row.shape]
    legend = [LegendLine(f"heat-{level}", "", word) for level, word in enumerate(_shades(by))]
    title = _("Cases waiting at each step") if by == "waiting" else _("Working time at each step")
    return drawing(diagram, title, marks, legend=legend)


def _badge(row: Row, by: str) -> str:
    waits = _("%(n)s waiting") % {"n": row.waiting} if row.waiting != "0" else ""
    time = "" if by == "waiting" else row.p90 if by == "p90" else row.median
    return " · ".join(part for part in (time.replace("—", ""), waits) if part)


def _shades(by: str) -> list[Any]:
    if by == "waiting":
        return [_("none"), _("few"), _("some"), _("many"), _("most")]
    return [_("no time"), _("short"), _("medium"), _("long"), _("longest")]
