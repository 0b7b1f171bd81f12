"""What changed between two editions of a pack, in words an official knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tongban.core.casework import Control, Definition, Message, Reminder
from tongban.core.process import Process
from tongban.core.text import LANGUAGES, Text

from .decision_differences import ADDED, CHANGED, REMOVED, decision_differences

MOST_COMPARED = 4_000_000
"""Pairs of words compared; past that two texts are shown whole."""
_WORDS = re.compile(r"\(\([^()\n]*\)\)|[A-Za-z0-9_]+|\s+|.")
"""A placeholder, a Latin word, blanks, one Chinese character."""


class Change(NamedTuple):
    """`where` names the thing, `what` says what became of it; `before` and `after` are its words, where it has any."""

    where: Text
    what: Text
    before: str = ""
    after: str = ""

    def pieces(self) -> list[tuple[str, str]]:
        """The words in pieces: ("same" | "gone" | "new", text), to be shown as one marked text."""
        before, after = _WORDS.findall(self.before), _WORDS.findall(self.after)
        if len(before) * len(after) > MOST_COMPARED:
            return [piece for piece in (("gone", self.before), ("new", self.after)) if piece[1]]
        found: list[tuple[str, str]] = []
        for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "equal":
                found.append(("same", "".join(before[a:b])))
            else:
                found += [("gone", "".join(before[a:b])), ("new", "".join(after[c:d]))]
        return [piece for piece in found if piece[1]]


def differences(older: Definition, newer: Definition) -> list[Change]:
    return [
        *_facts(older, newer),
        *_steps(older, newer),
        *_messages(older, newer),
        *_notify(older, newer),
        *_rules(older, newer),
        *_forms(older, newer),
        *_process(older.process, newer.process),
        *(Change(where, what) for where, what in decision_differences(older, newer)),
    ]


def _facts(older: Definition, newer: Definition) -> Iterator[Change]:
    pairs = (
        (Text("名稱", "Name"), older.name, newer.name),
        (Text("說明", "Summary"), older.summary, newer.summary),
        (Text("法令依據", "Legal basis"), older.legal_basis, newer.legal_basis),
        (Text("處理期限", "Time limit"), older.limit.text, newer.limit.text),
        (Text("應備文件", "Documents"), _listed(older.documents), _listed(newer.documents)),
        (Text("辦理結果", "Outcomes"), _listed(older.outcomes.values()), _listed(newer.outcomes.values())),
        (Text("受理管道", "Channels"), _codes(older.channels), _codes(newer.channels)),
        (Text("保存年限", "Years kept"), _codes([older.retention_years]), _codes([newer.retention_years])),
    )
    for where, before, after in pairs:
        yield from _in_both(where, before, after)
    for where, was, now in (
        (Text("停止計算事由", "Grounds that stop the clock"), older.clock.pauses, newer.clock.pauses),
        (Text("展期規定", "Extension"), older.clock.extension, newer.clock.extension),
        (Text("個人資料欄位", "Fields with personal data"), older.personal_data, newer.personal_data),
        (Text("檢視權限", "Rights"), older.rights, newer.rights),
    ):
        if was != now:
            yield Change(where, CHANGED)


def _steps(older: Definition, newer: Definition) -> Iterator[Change]:
    before = {step.on: step for step in older.public_steps}
    after = {step.on: step for step in newer.public_steps}
    for on in {**before, **after}:
        step = after.get(on) or before[on]
        where = STEP.fill(name=(newer if on in after else older).step_name(step))
        if on not in before or on not in after:
            yield Change(where, ADDED if on in after else REMOVED)
            continue
        if before[on].notify != after[on].notify:
            told = Text("改為主動通知民眾", "the citizen is told now") if after[on].notify else _NOT_TOLD
            yield Change(where, told)
        if before[on].text != after[on].text:
            yield Change(where, Text("改用另一則文字", "another text is used"), before[on].text, after[on].text)
    if [on for on in before if on in after] != [on for on in after if on in before]:
        yield Change(Text("關鍵流程", "Public steps"), Text("順序變更", "in another order"))


def _messages(older: Definition, newer: Definition) -> Iterator[Change]:
    for code in sorted({*older.messages, *newer.messages}):
        before, after = older.messages.get(code), newer.messages.get(code)
        if before is None or after is None:
            message = after or before
            assert message is not None
            yield Change(MESSAGE.fill(name=message.subject, part=""), ADDED if after else REMOVED)
        else:
            yield from _parts(before, after)


def _parts(before: Message, after: Message) -> Iterator[Change]:
    for part, name in PARTS.items():
        for language in LANGUAGES:
            was, now = getattr(before, part).in_(language), getattr(after, part).in_(language)
            if was != now:
                where = MESSAGE.fill(name=after.subject, part=name)
                yield Change(where, _LANGUAGES[language], was, now)


def _notify(older: Definition, newer: Definition) -> Iterator[Change]:
    for event in sorted({*older.notify, *newer.notify}):
        was, now = older.notify.get(event, ""), newer.notify.get(event, "")
        if was != now:
            yield Change(Text(f"「{event}」的通知", f"What is sent on “{event}”"), CHANGED, was, now)


def _rules(older: Definition, newer: Definition) -> Iterator[Change]:
    if older.clock.remind != newer.clock.remind:
        was, now = (_reminders(one.clock.remind) for one in (older, newer))
        yield Change(Text("期限提醒", "Reminders"), CHANGED, was.zh, now.zh)
    before = {control.key: control for control in older.controls}
    after = {control.key: control for control in newer.controls}
    for key in {**before, **after}:
        where = Text(f"控管「{key}」", f"Control “{key}”")
        if key not in before or key not in after:
            yield Change(where, ADDED if key in after else REMOVED)
        elif before[key] != after[key]:
            yield Change(where, CHANGED, _control(before[key]), _control(after[key]))


def _control(control: Control) -> str:
    condition = control.when.text if control.when else ""
    people = f"{control.to} → {control.escalate}" if control.field else f"→ {control.notify_unit} ({control.text})"
    return "；".join(filter(None, (condition, _reminders(control.remind).zh, people)))


def _reminders(reminders: tuple[Reminder, ...]) -> Text:
    words = [reminder_text(reminder) for reminder in reminders]
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def reminder_text(reminder: Reminder) -> Text:
    days, to = reminder.offset.working_days, PEOPLE.get(reminder.to, Text(reminder.to, reminder.to))
    if days == 0:
        when = Text("到期當日", "on the day")
    elif days < 0:
        when = Text(f"到期前 {-days} 個工作天", f"{-days} working days before")
    else:
        when = Text(f"逾期 {days} 個工作天", f"{days} working days after")
    return Text(f"{when.zh}提醒{to.zh}", f"{when.en} to the {to.en}")


def _forms(older: Definition, newer: Definition) -> Iterator[Change]:
    for name in sorted({*older.forms, *newer.forms}):
        before, after = older.forms.get(name), newer.forms.get(name)
        if before is None or after is None:
            yield Change(Text(f"表單 {name}", f"Form {name}"), ADDED if after else REMOVED)
            continue
        found = after.difference(before)
        for field in found.added:
            yield Change(_question(after.titles.get(field), field), ADDED)
        for field in found.removed:
            yield Change(_question(before.titles.get(field), field), REMOVED)
        for change in found.changed:
            aspects = [ASPECTS.get(aspect, Text(aspect, aspect)) for aspect in change.aspects]
            yield Change(_question(after.titles.get(change.name), change.name), CHANGED_IN.fill(what=_listed(aspects)))


def _process(older: Process | None, newer: Process | None) -> Iterator[Change]:
    where = Text("流程", "Process")
    if older is None or newer is None:
        if older is not newer:
            yield Change(where, CHANGED)
        return
    before, after = ({task.id: task for task in one.user_tasks} for one in (older, newer))
    for id in {**before, **after}:
        name = (after.get(id) or before[id]).name or id
        if id not in before or id not in after:
            yield Change(Text(f"待辦「{name}」", f"Task “{name}”"), ADDED if id in after else REMOVED)
        elif (before[id].groups, before[id].name) != (after[id].groups, after[id].name):
            yield Change(Text(f"待辦「{name}」", f"Task “{name}”"), CHANGED)
    drawn = [{flow: (f.source, f.target, f.condition) for flow, f in one.flows.items()} for one in (older, newer)]
    if drawn[0] != drawn[1]:
        yield Change(where, Text("流向或條件變更", "ways or conditions changed"))


def _question(label: Text | None, name: str) -> Text:
    shown = label or Text(name, name)
    return Text(f"欄位「{shown.zh}」", f"Field “{shown.en}”")


def _in_both(where: Text, before: Text, after: Text) -> Iterator[Change]:
    for language in LANGUAGES:
        was, now = before.in_(language), after.in_(language)
        if was != now and (language == LANGUAGES[0] or before.zh == after.zh):
            yield Change(where, CHANGED, was, now)


def _listed(texts: Iterable[Text]) -> Text:
    found = list(texts)
    return Text("、".join(text.zh for text in found), ", ".join(text.en for text in found))


def _codes(values: Iterable[object]) -> Text:
    plain = ", ".join(map(str, values))
    return Text(plain, plain)


CHANGED_IN = Text("變更：{what}", "changed: {what}")
STEP = Text("關鍵流程「{name}」", "Public step “{name}”")
MESSAGE = Text("「{name}」{part}", "“{name}” {part}")
PARTS = {
    "subject": Text("主旨", "subject"),
    "body": Text("內文", "body"),
    "sms": Text("簡訊", "SMS"),
}
PEOPLE = {"handler": Text("承辦人", "handler"), "supervisor": Text("主管", "supervisor")}
ASPECTS = {
    "type": Text("題型", "type"),
    "label": Text("題目", "label"),
    "hint": Text("提示", "hint"),
    "required": Text("必填", "required"),
    "constraint": Text("限制", "constraint"),
    "relevant": Text("顯示條件", "when it applies"),
    "choices": Text("選項", "choices"),
    "default": Text("預設值", "default"),
    "check": Text("檢查", "check"),
    "place": Text("順序", "place"),
    "group": Text("所屬群組", "group"),
}
_LANGUAGES = {"zh-Hant": Text("中文改寫", "Chinese reworded"), "en": Text("英文改寫", "English reworded")}
_NOT_TOLD = Text("不再主動通知民眾", "the citizen is no longer told")
