"""What the files of a pack say about each other: every name one uses, another must give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tongban.core.casework import CORRECTION, Definition
from tongban.core.casework.texts import ANSWER, PLACEHOLDERS, placeholders_in
from tongban.core.process import GIVEN_NAMES, Kind
from tongban.core.text import Fault, Text

from .manifest import FILE, ROLES, Manifest

PROCESS = "process.bpmn"
START_OF_MIRROR = "received"


def crosscheck(definition: Definition, manifest: Manifest, *, complete: bool) -> list[Fault]:
    """Faults between files; those about forms and process only when both were read (`complete`)."""
    check = _Check(definition, manifest)
    faults = [*check.messages()]
    if complete:
        faults += [*check.activities(), *check.fields(), *check.conditions(), *check.tasks(), *check.outcomes()]
    return faults


class _Check:
    def __init__(self, definition: Definition, manifest: Manifest) -> None:
        self.definition, self.manifest = definition, manifest
        self.fields_known = {q.name for form in definition.forms.values() for q in form.questions}

    def at(self, key: str, zh: str, en: str, remedy: Text = Text("", "")) -> Fault:  # noqa: B008
        line = self.manifest.lines.get(key.split(".")[0].split("[")[0], 1)
        return Fault(FILE, f"第 {line} 行 {key}", Text(zh, en), remedy)

    def messages(self) -> Iterator[Fault]:
        """Every message that is named exists, and every placeholder in it is known where it is used."""
        used = {step.text: f"public_steps {step.on}" for step in self.definition.public_steps}
        used |= {code: f"notify.{event}" for event, code in self.definition.notify.items()}
        used |= {c.text: f"controls {c.key}" for c in self.definition.controls if c.text}
        for code, place in used.items():
            if code not in self.definition.messages:
                remedy = Text(
                    f"請加入 messages/{code}.zh-Hant.txt 及 .en.txt", f"Add messages/{code}.zh-Hant.txt and .en.txt"
                )
                yield self.at(place.replace(" ", "."), f"沒有訊息「{code}」", f"There is no message “{code}”", remedy)
        registered = self.definition.notify.get("registered")
        for message in self.definition.messages.values():
            for language in ("zh-Hant", "en"):
                text = "\n".join(part.in_(language) for part in (message.subject, message.body, message.sms))
                yield from self._placeholders(message.code, language, text, message.code == registered)

    def _placeholders(self, code: str, language: str, text: str, first: bool) -> Iterator[Fault]:
        file = f"messages/{code}.{language}.txt"
        for name in sorted(placeholders_in(text)):
            if name == "query_password" and not first:
                only = Text(
                    "查詢密碼只能出現在受理通知", "The query password may stand in the message of registration only"
                )
                yield Fault(file, f"(({name}))", only)
            elif name.startswith(ANSWER):
                yield from self._answer_placeholder(file, name)
            elif name not in PLACEHOLDERS:
                known = Text("可用：" + "、".join(PLACEHOLDERS), "Known: " + ", ".join(PLACEHOLDERS))
                yield Fault(file, f"(({name}))", Text("不認得的佔位文字", "Unknown placeholder"), known)

    def _answer_placeholder(self, file: str, name: str) -> Iterator[Fault]:
        field = name.removeprefix(ANSWER)
        if field in self.definition.personal_data:
            personal = Text("個人資料欄位不可寫入通知", "A field with personal data may not stand in a message")
            yield Fault(file, f"(({name}))", personal)
        elif self.fields_known and field not in self.fields_known:
            yield Fault(file, f"(({name}))", Text(f"表單沒有欄位「{field}」", f"The form has no field “{field}”"))

    def activities(self) -> Iterator[Fault]:
        """Public steps and pauses stand on activities of the process."""
        process = self.definition.process
        if process is None:
            return
        for i, step in enumerate(self.definition.public_steps):
            if step.on not in process.activities:
                yield self.at(f"public_steps[{i}].on", f"流程沒有活動「{step.on}」", f"No activity “{step.on}”")
        for name in self.definition.clock.pauses:
            activity = process.activities.get(name)
            if name != CORRECTION and (activity is None or activity.kind is not Kind.USER_TASK):
                yield self.at(f"clock.pauses.{name}", f"流程沒有待辦「{name}」", f"No user task “{name}”")

    def fields(self) -> Iterator[Fault]:
        """Personal data and controls name questions of the form."""
        for name in self.definition.personal_data:
            if name not in self.fields_known:
                yield self.at(f"personal_data.{name}", f"表單沒有欄位「{name}」", f"The form has no field “{name}”")
        for i, control in enumerate(self.definition.controls):
            if control.field and control.field not in self.fields_known:
                text = f"表單沒有欄位「{control.field}」", f"The form has no field “{control.field}”"
                yield self.at(f"controls[{i}].field", *text)
            if control.notify_unit and not control.text:
                yield self.at(f"controls[{i}].text", "須指定要通知的訊息", "Name the message to send")
        seen: dict[str, str] = {}
        for form_name, form in self.definition.forms.items():
            for question in form.questions:
                if seen.setdefault(question.name, form_name) != form_name:
                    twice = Text(
                        f"欄位「{question.name}」在兩份表單重複", f"Field “{question.name}” stands in two forms"
                    )
                    yield Fault(f"forms/{form_name}", question.name, twice)

    def conditions(self) -> Iterator[Fault]:
        """Conditions use names that will be there, and no personal data: those stay in the protected store."""
        process = self.definition.process
        if process is not None:
            known = self._names(task.id for task in process.user_tasks)
            for flow, expression in process.conditions():
                yield from self._names_in(expression.names, known | GIVEN_NAMES, PROCESS, flow.id)
            given = self._names(task.id for task in process.user_tasks)
        else:
            given = self.fields_known | {"outcome"}
        for i, control in enumerate(self.definition.controls):
            if control.when is not None:
                yield from self._names_in(control.when.names, given, FILE, f"controls[{i}].when")

    def _names(self, tasks: Iterable[str]) -> set[str]:
        return self.fields_known | {"outcome"} | {f"{task}_outcome" for task in tasks}

    def _names_in(self, names: frozenset[str], known: Iterable[str], file: str, place: str) -> Iterator[Fault]:
        for name in sorted(names):
            if name in self.definition.personal_data:
                personal = Text(f"條件不可使用個人資料「{name}」", f"A condition may not use personal data (“{name}”)")
                yield Fault(file, place, personal)
            elif name not in set(known):
                yield Fault(
                    file, place, Text(f"條件使用了不存在的名稱「{name}」", f"Unknown name “{name}” in a condition")
                )

    def tasks(self) -> Iterator[Fault]:
        """Roles and forms of user tasks are known ones."""
        process = self.definition.process
        for activity in process.user_tasks if process else ():
            for group in activity.groups:
                if group.partition("@")[0] not in ROLES:
                    roles = Text("可用：" + "、".join(ROLES), "Known: " + ", ".join(ROLES))
                    yield Fault(
                        PROCESS, activity.id, Text(f"不認得的角色「{group}」", f"Unknown role “{group}”"), roles
                    )
            if activity.form and activity.form not in self.definition.forms:
                add = Text(f"請加入 forms/{activity.form}.md", f"Add forms/{activity.form}.md")
                yield Fault(
                    PROCESS, activity.id, Text(f"沒有表單「{activity.form}」", f"No form “{activity.form}”"), add
                )

    def outcomes(self) -> Iterator[Fault]:
        """Every outcome somebody may choose has a name; every public step and automatic message is worded."""
        process = self.definition.process
        for activity in process.user_tasks if process else ():
            for outcome in self.definition.offered(activity.id):
                if outcome not in self.definition.outcomes and activity.id not in self.definition.clock.pauses:
                    yield self.at("outcomes", f"處理結果「{outcome}」沒有名稱", f"The outcome “{outcome}” has no name")
        for event in self.definition.notify:
            outcome = event.partition(":")[2]
            if outcome and outcome not in self.definition.outcomes:
                yield self.at(f"notify.{event}", f"沒有處理結果「{outcome}」", f"There is no outcome “{outcome}”")
