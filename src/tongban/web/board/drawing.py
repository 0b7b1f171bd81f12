"""What the charts island draws; the same numbers stand in a table below it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import pgettext

Series = tuple[str, Sequence[int | float | None], str]
"""Name, values, meaning (done, late, soon, waiting or nothing)."""


def chart(title: str, heading: str, categories: Sequence[str], series: Sequence[Series], form: str = "stacked") -> Any:
    """Context of `parts/chart.html`. `heading`: what the categories are."""
    drawn = [
        {"name": name, "values": list(values), **({"meaning": meaning} if meaning else {})}
        for name, values, meaning in series
    ]
    described = {"type": form, "categories": list(categories), "series": drawn}
    return {
        "title": title,
        "chart": json.dumps(described, ensure_ascii=False),
        "header": [heading, *(name for name, _values, _meaning in series)],
        "rows": list(zip(categories, *(values for _name, values, _meaning in series), strict=True)),
    }


def on_time_and_overdue(title: str, heading: str, named: Sequence[tuple[str, Any]]) -> Any:
    """`named`: category and line of figures."""
    return chart(
        title,
        heading,
        [name for name, _line in named],
        [
            (pgettext("figures", "On time"), [line.on_time for _name, line in named], "done"),
            (pgettext("figures", "Overdue"), [line.overdue for _name, line in named], "late"),
        ],
    )
