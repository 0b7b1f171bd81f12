"""The dispatch table held against the intake form: it is there, sees what there is by then, and answers with a code."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.core.casework import DISPATCH_NAMES, MAIN_FORM
from tongban.core.decisions import Aggregator, FeelError, HitPolicy, Table, parse
from tongban.core.process import GIVEN_NAMES
from tongban.core.text import Fault, Text

from .decision_checks import flat, no_decision
from .decisions import DECISIONS
from .manifest import UNIT_CODE
from .whole import Whole

LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
NO_TEXT = ("number", "boolean", "date", "time", "date and time", "dateTime", "days and time duration",
           "years and months duration")  # fmt: skip
"""Types that are not text; what a model defines itself shows in its cells."""
NAMES = Text("可用：申請表的欄位、{zh}", "Known: the questions of the intake form, {en}").fill(
    zh="、".join(sorted(DISPATCH_NAMES | GIVEN_NAMES)), en=", ".join(sorted(DISPATCH_NAMES | GIVEN_NAMES))
)


def check_dispatch(whole: Whole) -> Iterator[Fault]:
    rule, model = whole.definition.dispatch, whole.definition.decisions
    if rule is None or not whole.decisions_read:
        return
    if model is None or not whole.decides(rule.decision):
        yield whole.at("dispatch.decision", *flat(no_decision(rule.decision)))
        return
    yield from _names(whole, [one.name for one in model.inputs_of(rule.decision)])
    table = model.tables.get(rule.decision)
    if table is None:
        declared = next(one.type for one in model.decisions if one.id == rule.decision)
        if declared in NO_TEXT:
            yield Fault(DECISIONS, rule.decision, _NOT_ONE_CODE, _ONE_CODE)
    else:
        yield from _results(table)


def _names(whole: Whole, asked: list[str]) -> Iterator[Fault]:
    """When it is asked nothing is known but the application itself."""
    form = whole.definition.forms.get(MAIN_FORM)
    if form is None or not whole.forms_read:
        return
    for name in sorted(DISPATCH_NAMES & form.question_named.keys()):
        row = form.question_named[name].row
        text = Text(f"欄位名稱「{name}」保留給分案使用", f"The name “{name}” is kept for the dispatch table")
        yield Fault(whole.form_files[MAIN_FORM], f"survey row {row}", text, _RENAME)
    for name in asked:
        later = name in whole.fields and name not in form.question_named
        if later or name == "outcome" or name.endswith("_outcome"):
            text = Text(f"分案時還沒有「{name}」", f"“{name}” is not known yet when the case is dispatched")
            yield Fault(DECISIONS, name, text, NAMES)


def _results(table: Table) -> Iterator[Fault]:
    one = len(table.outputs) == 1 and table.hit_policy not in LISTS and table.aggregator is not Aggregator.COUNT
    if not one or table.outputs[0].type in NO_TEXT:
        yield Fault(DECISIONS, f"「{table.name or table.id}」", _NOT_ONE_CODE, _ONE_CODE)
        return
    for place, value in named_in(table):
        if not isinstance(value, str) or not UNIT_CODE.fullmatch(value):
            text = Text(f"「{value}」不是機關代碼", f"“{value}” is not the code of a unit")
            yield Fault(DECISIONS, place, text, _ONE_CODE)


def named_in(table: Table) -> Iterator[tuple[str, object]]:
    """Where in the table something constant is the result, and what; the empty text and null name no unit."""
    cells = [(f" 第 {number} 列", rule.outputs[0]) for number, rule in enumerate(table.rules, 1) if rule.outputs]
    cells += [("", output.default) for output in table.outputs[:1] if output.default]
    for where, cell in cells:
        try:
            written = parse(cell)
            value = None if written.names else written.evaluate({})
        except FeelError:
            continue
        if value not in (None, ""):
            yield f"「{table.name or table.id}」{where}", value


_NOT_ONE_CODE = Text("分案的結果須為一個機關代碼（文字）", "A dispatch table gives one text: the code of a unit")
_ONE_CODE = Text(
    '請寫成加引號的機關代碼，例如 "district-zhongli-social"；不另分案的列寫 null',
    'Write the code of a unit in quotes, such as "district-zhongli-social"; null where the case stays where it is',
)
_RENAME = Text("請改用別的名稱", "Use another name")
