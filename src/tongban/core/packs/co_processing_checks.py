"""The form that asked units fill in: it is there, is nobody else's, and asks for nothing personal."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.casework import MAIN_FORM
from tongban.core.text import Fault

from .whole import Whole

KEY = "co_processing.form"


def check_co_processing(whole: Whole) -> Iterator[Fault]:
    """What units answer stands beside the case in clear, so no question of it may be personal."""
    name = whole.definition.consultation_form
    if not name or not whole.forms_read:
        return
    form = whole.definition.forms.get(name)
    if form is None or name == MAIN_FORM:
        yield whole.at(KEY, f"沒有表單 forms/{name}.md", f"There is no form forms/{name}.md")
        return
    steps = whole.process.activities.values() if whole.process else ()
    if any(step.form == name for step in steps):
        yield whole.at(KEY, "這份表單已用於流程步驟", "A step of the process has this form already")
    for question in form.questions:
        if question.name in whole.definition.personal_data:
            zh = f"會辦表單不得詢問個人資料欄位「{question.name}」"
            yield whole.at(KEY, zh, f"Asked units must not fill in the personal field “{question.name}”")
