"""Messages: every one that is named exists, holds what its reader needs, and only what is known where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tongban.core.casework import Message
from tongban.core.casework.texts import ANSWER, PLACEHOLDERS, placeholders_in
from tongban.core.text import LANGUAGES, Fault, Text

from .whole import Whole

CORRECTIONS = frozenset({"correction", "correction-reminder", "correction-expired"})
ONLY_IN: Mapping[str, frozenset[str]] = {
    "query_password": frozenset({"registered"}),
    "missing": CORRECTIONS,
    "reply_by": CORRECTIONS,
    "consequence": CORRECTIONS,
    "reason": CORRECTIONS | {"extended"},
}
"""Placeholders that mean something on some occasions only: elsewhere they would read as a dash, or give away a secret."""
MUST_HOLD: Mapping[str, tuple[str, ...]] = {
    "registered": ("case_number", "query_password"),
    "correction": ("missing", "reason", "reply_by", "consequence"),
    "correction-reminder": ("missing", "reply_by"),
    "extended": ("reason", "due_on"),
}
"""What the citizen must be told (PRG-1, PRG-3; 行政程序法 §51 IV)."""
_NAME = re.compile(r"[A-Za-z_][\w.\-]*", re.ASCII)


def check_messages(whole: Whole) -> Iterator[Fault]:
    used: dict[str, set[str]] = {}
    for place, occasion, code in _uses(whole):
        used.setdefault(code, set()).add(occasion)
        if code not in whole.definition.messages:
            add = Text(f"請加入 messages/{code}.zh-Hant.txt 及 .en.txt", f"Add messages/{code}.zh-Hant.txt and .en.txt")
            yield whole.at(place, f"沒有訊息「{code}」", f"There is no message “{code}”", add)
    for message in whole.definition.messages.values():
        # A version that is missing was said to be; the other one stands in for it here.
        for language in LANGUAGES if message.body.zh != message.body.en else LANGUAGES[:1]:
            yield from _one(whole, message, language, used.get(message.code, set()))


def _uses(whole: Whole) -> Iterator[tuple[str, str, str]]:
    """Where, on which occasion and which message."""
    for i, step in enumerate(whole.definition.public_steps):
        yield f"public_steps[{i}].text", "step", step.text
    for event, code in whole.definition.notify.items():
        yield f"notify.{event}", event.partition(":")[0], code
    for i, control in enumerate(whole.definition.controls):
        if control.text:
            yield f"controls[{i}].text", "control", control.text


def _one(whole: Whole, message: Message, language: str, occasions: set[str]) -> Iterator[Fault]:
    file = f"messages/{message.code}.{language}.txt"
    body = message.body.in_(language)
    for name in sorted(placeholders_in("\n".join((message.subject.in_(language), body, message.sms.in_(language))))):
        if name in ONLY_IN and (not occasions or not occasions <= ONLY_IN[name]):
            where = "、".join(sorted(ONLY_IN[name])), ", ".join(sorted(ONLY_IN[name]))
            only = Text(f"只能用於：{where[0]}", f"It means something only on: {where[1]}")
            yield Fault(file, f"(({name}))", Text("此處沒有這項資料", "This is not known here"), only)
        elif name.startswith(ANSWER):
            yield from _answer(whole, file, name)
        elif name not in PLACEHOLDERS or not _NAME.fullmatch(name):
            known = Text("可用：" + "、".join(PLACEHOLDERS), "Known: " + ", ".join(PLACEHOLDERS))
            yield Fault(file, f"(({name}))", Text("不認得的佔位文字", "Unknown placeholder"), known)
    needed = {name for occasion in occasions for name in MUST_HOLD.get(occasion, ())}
    for name in sorted(needed - placeholders_in(body)):
        what = PLACEHOLDERS[name]
        missing = Text(f"內文缺少{what.zh}（(({name}))）", f"The body lacks the {what.en}: (({name}))")
        yield Fault(file, "", missing)


def _answer(whole: Whole, file: str, name: str) -> Iterator[Fault]:
    field = name.removeprefix(ANSWER)
    if field in whole.definition.personal_data:
        personal = Text("個人資料欄位不可寫入通知", "A field with personal data may not stand in a message")
        yield Fault(file, f"(({name}))", personal)
    elif whole.forms_read and field not in whole.fields:
        yield Fault(file, f"(({name}))", Text(f"表單沒有欄位「{field}」", f"The form has no field “{field}”"))
