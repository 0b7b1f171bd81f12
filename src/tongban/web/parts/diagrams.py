"""Drawings of processes for pages: what the island `diagram` shows, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import pgettext_lazy

from tongban.core.process import Diagram

SIGNS: Mapping[str, tuple[str, Any]] = {
    "stuck": ("‼", pgettext_lazy("process", "Held up")),
    "now": ("●", pgettext_lazy("process", "The case is here")),
    "back": ("↩", pgettext_lazy("process", "Sent back from here")),
    "skipped": ("⇥", pgettext_lazy("process", "Passed over")),
    "done": ("✓", pgettext_lazy("process", "Done")),
    "cancelled": ("×", pgettext_lazy("process", "Taken away")),
    "fault": ("‼", pgettext_lazy("process", "Fault")),
    "removed": ("－", pgettext_lazy("process", "Removed")),
    "changed": ("≠", pgettext_lazy("process", "Changed")),
    "added": ("＋", pgettext_lazy("process", "Added")),
}
"""Meaning → sign and word; where several hold of one shape, the first shows."""
_RANK = {meaning: place for place, meaning in enumerate(SIGNS)}


class Mark(NamedTuple):
    """`badge`: the few words below the shape."""

    shape: str
    meaning: str
    badge: str = ""


class LegendLine(NamedTuple):
    meaning: str
    sign: str
    word: str


class Drawing(NamedTuple):
    """Context of `parts/diagram.html`; `data` is None where the file has no diagram."""

    id: str
    title: str
    data: dict[str, Any] | None
    legend: list[LegendLine]


def drawing(
    diagram: Diagram | None,
    title: str,
    marks: Iterable[Mark],
    *,
    id: str = "drawing",
    focus: str = "",
    legend: list[LegendLine] | None = None,
) -> Drawing:
    """`focus`: the shape to begin at where not all fits the screen; the first mark if not given."""
    if diagram is None or not diagram.shapes:
        return Drawing(id, title, None, [])
    shown = _strongest(mark for mark in marks if mark.shape in diagram.shapes)
    data: dict[str, Any] = {"xml": diagram.xml, "label": title, "marks": [_described(mark) for mark in shown]}
    if begin := focus or next((mark.shape for mark in shown), ""):
        data["focus"] = begin
    return Drawing(id, title, data, _legend(shown) if legend is None else legend)


def signed(meaning: str, words: str) -> str:
    return f"{SIGNS[meaning][0]} {words}"


def _strongest(marks: Iterable[Mark]) -> list[Mark]:
    """One for each shape."""
    found: dict[str, Mark] = {}
    for mark in marks:
        before = found.get(mark.shape)
        if before is None or _RANK.get(mark.meaning, 99) < _RANK.get(before.meaning, 99):
            found[mark.shape] = mark
    return list(found.values())


def _described(mark: Mark) -> dict[str, str]:
    return {"id": mark.shape, "meaning": mark.meaning, "badge": mark.badge}


def _legend(marks: Iterable[Mark]) -> list[LegendLine]:
    used = {mark.meaning for mark in marks}
    return [LegendLine(meaning, sign, str(word)) for meaning, (sign, word) in SIGNS.items() if meaning in used]
