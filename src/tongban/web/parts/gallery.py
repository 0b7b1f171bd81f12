"""What the component gallery shows: made-up content for every piece, so that each can be looked at and tested."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from tongban.core.text import Text


def _steps(today: date, language: str) -> list[dict[str, Any]]:
    def step(zh: str, en: str, state: str, on: date | None = None) -> dict[str, Any]:
        return {"label": Text(zh, en).in_(language), "state": state, "on": on}

    missing = step("補正資料", "Supply what is missing", "waiting", today - timedelta(days=1))
    missing["note"] = Text("請補送最近一個月內的照片一張。", "Please send a photo taken within the last month.").in_(
        language
    )
    missing["url"], missing["action"] = "#", Text("上傳照片", "Upload the photo").in_(language)
    return [
        step("受理申請", "Accepted", "done", today - timedelta(days=6)),
        step("初審", "First review", "done", today - timedelta(days=4)),
        missing,
        step("複審", "Second review", "to-come"),
        step("通知領取", "Ready for collection", "to-come"),
    ]


_COLUMNS = (
    ("number", Text("案號", "Number"), False),
    ("kind", Text("類別", "Kind"), False),
    ("party", Text("當事人", "Applicant"), False),
    ("phase", Text("階段", "Phase"), False),
    ("amount", Text("金額", "Amount"), True),
)
_ROWS = (
    ("late", "SOC-115-0001234-5", Text("愛的手鍊", "Bracelet"), "王○明", Text("待複審", "Second review"), "1,200"),
    ("soon", "CIV-115-0000871-2", Text("役男短期出境", "Trip abroad"), "李○", Text("承辦中", "In progress"), "0"),
    ("", "SOC-115-0001240-9", Text("急難救助", "Emergency aid"), "J○○ S○○", Text("等待補正", "Correction"), "20,000"),
)


def _table(language: str) -> dict[str, Any]:
    columns = [{"name": name, "label": label.in_(language), "numeric": numeric} for name, label, numeric in _COLUMNS]
    columns[0] |= {"sort_url": "#", "sorted": "ascending"}
    names = [name for name, *_ in _COLUMNS]
    rows = [
        {
            "meaning": meaning,
            "url": "#",
            "cells": dict(zip(names, (v.in_(language) if isinstance(v, Text) else v for v in values), strict=True)),
        }
        for meaning, *values in _ROWS
    ]
    return {"columns": columns, "rows": rows}


def _chart(language: str) -> dict[str, Any]:
    months = ["115/6", "115/7", "115/8", "115/9", "115/10", "115/11"]
    on_time, late = [812, 790, 901, 877, 940, 655], [31, 44, 29, 18, 22, 12]
    names = [Text("依限辦出", "On time").in_(language), Text("逾期辦出", "Late").in_(language)]
    series = [
        {"name": names[0], "values": on_time, "meaning": "done"},
        {"name": names[1], "values": late, "meaning": "late"},
    ]
    return {
        "chart": json.dumps({"type": "stacked", "categories": months, "series": series}, ensure_ascii=False),
        "header": [Text("月份", "Month").in_(language), *names],
        "chart_rows": list(zip(months, on_time, late, strict=True)),
    }


def sample(today: date, language: str) -> dict[str, Any]:
    """Context of `parts/gallery.html`; `language` is a BCP 47 tag."""
    return {
        "today": today,
        "steps": _steps(today, language),
        **_table(language),
        **_chart(language),
        "pairs": [
            (Text("受理機關", "Agency").in_(language), Text("社會局", "Social affairs").in_(language)),
            (Text("法定期限", "Limit").in_(language), Text("6 個工作天", "6 working days").in_(language)),
            (Text("備註", "Note").in_(language), ""),
        ],
        "trail": [
            (Text("首頁", "Home").in_(language), "/"),
            (Text("案件進度", "Progress").in_(language), "#"),
            (Text("查詢結果", "Result").in_(language), ""),
        ],
    }
