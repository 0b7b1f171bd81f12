"""Prepared texts: ((placeholders)) and what fills them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tongban.core.text import Text

PLACEHOLDERS: Mapping[str, Text] = {
    "case_number": Text("案號", "case number"),
    "query_password": Text("查詢密碼（僅受理通知可用）", "query password (in the first message only)"),
    "applicant": Text("申請人姓名", "applicant's name"),
    "kind": Text("案件類別", "kind of case"),
    "owner": Text("主管機關", "agency"),
    "unit": Text("承辦單位", "unit that handles the case"),
    "unit_phone": Text("承辦單位電話", "telephone of that unit"),
    "received_on": Text("受理日期", "day of receipt"),
    "due_on": Text("預計完成日期", "expected date"),
    "today": Text("今日日期", "today's date"),
    "missing": Text("應補正事項", "what is missing"),
    "reason": Text("理由", "reason"),
    "reply_by": Text("補正期限", "date by which to supply it"),
    "consequence": Text("逾期未補正之效果", "what follows otherwise"),
    "outcome": Text("辦理結果", "outcome"),
    "penalty": Text("罰鍰金額（元）", "amount of the fine in NT$"),
    "step": Text("流程名稱", "name of the step"),
    "lookup_url": Text("進度查詢網址", "address for looking up progress"),
    "questionnaire_url": Text("滿意度問卷網址", "address of the questionnaire"),
}
ANSWER = "answer."
"""`((answer.field))` is the answer to a question of the form that is not personal data."""
_BETWEEN = re.compile(r"\(\(\s*([^()\n]*?)\s*\)\)")
_PLACE = re.compile(r"\(\(\s*([A-Za-z_][\w.\-]*)\s*\)\)")


def placeholders_in(template: str) -> frozenset[str]:
    """What stands between double parentheses, whether it can be a name or not; answers with their `answer.`."""
    return frozenset(_BETWEEN.findall(template))


def render(template: str, values: Mapping[str, str]) -> str:
    """`template` with every ((name)) replaced; a value that is not known yet reads as a dash."""
    return _PLACE.sub(lambda match: values.get(match[1]) or "—", template)
