"""What the files of a pack say about each other: every name one uses, another must give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tongban.core.casework import AUTOMATIC, MAIN_FORM
from tongban.core.forms import QuestionType
from tongban.core.process import GIVEN_NAMES
from tongban.core.text import Fault, Text

from .example_file import Example
from .whole import Whole

MUST_TELL = ("registered", "closed")
"""Said by itself in every kind of case (PRG-3)."""
RESERVED = {"outcome", *GIVEN_NAMES}


def check_manifest(whole: Whole) -> Iterator[Fault]:
    """What pack.yaml says within itself."""
    yield from _notices(whole)
    yield from _doubles(whole)
    rule = whole.definition.clock.extension
    if rule and rule.at_most.unit.counting is not whole.definition.limit.unit.counting:
        units = whole.definition.limit.unit.value
        yield whole.at(
            "clock.extension",
            "展期單位與處理期限不同類",
            "The extension counts something else than the limit",
            Text(f"請改用 {units}", f"Write it in {units}"),
        )
    if not whole.definition.public_steps:
        yield whole.at("public_steps", "至少須有一個關鍵流程", "At least one public step is needed")


def _notices(whole: Whole) -> Iterator[Fault]:
    """The citizen hears of everything that happens to the period (PRG-3, 行政程序法 §51 IV)."""
    clock = whole.definition.clock
    must = [*MUST_TELL, *(("correction",) if clock.pauses else ()), *(("extended",) if clock.extension else ())]
    for event in must:
        if event not in whole.definition.notify:
            remedy = Text(f"請在 notify 加入 {event}: 訊息代碼", f"Add `{event}: message` under notify")
            yield whole.at("notify", f"缺少「{event}」的通知", f"Nobody is told on “{event}”", remedy)
    for event in whole.definition.notify:
        occasion, colon, outcome = event.partition(":")
        if colon and (occasion != "closed" or outcome not in whole.definition.outcomes):
            known = Text(
                "可用：" + "、".join(AUTOMATIC) + "、closed:結果", f"Known: {', '.join(AUTOMATIC)}, closed:outcome"
            )
            yield whole.at(f"notify.{event}", f"沒有處理結果「{outcome}」", f"There is no outcome “{outcome}”", known)


def _doubles(whole: Whole) -> Iterator[Fault]:
    for step, times in Counter(step.on for step in whole.definition.public_steps).items():
        if times > 1:
            yield whole.at("public_steps", f"「{step}」有兩個關鍵流程", f"Two public steps stand on “{step}”")
    for key, times in Counter(control.key for control in whole.definition.controls).items():
        if times > 1:
            yield whole.at("controls", f"控管「{key}」重複", f"The control “{key}” stands there twice")


def check_fields(whole: Whole) -> Iterator[Fault]:
    """Personal data and controls name questions; no question has a name that conditions need for themselves."""
    if not whole.forms_read:
        return
    if MAIN_FORM not in whole.definition.forms:
        missing = Text("缺少申請表（form.md 或 form.xlsx）", "form.md or form.xlsx is missing")
        yield Fault("form.md", "", missing)
        return
    fields = whole.fields
    for name in whole.definition.personal_data:
        if name not in fields:
            yield whole.at(f"personal_data.{name}", f"表單沒有欄位「{name}」", f"The form has no field “{name}”")
    yield from _controlled(whole)
    yield from _names(whole)


def _controlled(whole: Whole) -> Iterator[Fault]:
    types = {q.name: q.type for form in whole.definition.forms.values() for q in form.questions}
    for i, control in enumerate(whole.definition.controls):
        key = f"controls[{i}]"
        if control.field and control.field not in types:
            text = f"表單沒有欄位「{control.field}」", f"The form has no field “{control.field}”"
            yield whole.at(f"{key}.field", *text)
        elif control.field and types[control.field] is not QuestionType.DATE:
            yield whole.at(f"{key}.field", "控管欄位須為日期題", "A control watches a question of type date")
        elif control.field in whole.definition.personal_data:
            yield whole.at(f"{key}.field", "控管欄位不可為個人資料", "A control cannot watch personal data")
        if control.notify_unit and not control.text:
            yield whole.at(f"{key}.text", "須指定要通知的訊息", "Name the message to send")


def _names(whole: Whole) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for form_name, form in whole.definition.forms.items():
        file = whole.form_files[form_name]
        for question in form.questions:
            other = seen.setdefault(question.name, form_name)
            if other != form_name:
                twice = Text(
                    f"欄位「{question.name}」在 {whole.form_files[other]} 也有",
                    f"The field “{question.name}” stands in {whole.form_files[other]} too",
                )
                yield Fault(file, f"survey row {question.row}", twice, _RENAME)
            if question.name in RESERVED or question.name.endswith("_outcome"):
                reserved = Text(
                    f"欄位名稱「{question.name}」保留給流程使用",
                    f"The name “{question.name}” is kept for the process",
                )
                yield Fault(file, f"survey row {question.row}", reserved, _RENAME)


def check_examples(whole: Whole, examples: Mapping[str, Example]) -> Iterator[Fault]:
    """Examples speak of activities there are, unless they show how one that is not there is refused."""
    process = whole.process
    if process is None and not whole.manifest.external:
        return
    tasks = [task.id for task in process.user_tasks] if process else [s.on for s in whole.definition.public_steps]
    listed = Text("可用：" + "、".join(tasks), "Known: " + ", ".join(tasks))
    for path, example in examples.items():
        for act in example.acts:
            if act.activity and act.activity not in tasks and not act.refused:
                text = Text(f"流程沒有「{act.activity}」", f"The process has no “{act.activity}”")
                yield Fault(path, act.place, text, listed)


_RENAME = Text("請改用別的名稱", "Use another name")
