"""`pack.yaml`: what a kind of case is, whose it is, its time limit, its public steps, its controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.core.calendar import STATUTORY_LIMIT, ExtensionRule, Limit, LimitError
from tongban.core.casework import (
    AUTOMATIC,
    ClockRules,
    Control,
    DispatchRule,
    Offset,
    PenaltyRule,
    PublicStep,
    Reminder,
)
from tongban.core.decisions import Expression, FeelError, parse
from tongban.core.text import Fault, Text

from .collector import Collector
from .yaml_file import Value, lines_of, load

FILE = "pack.yaml"
REQUIRED = ("code", "name", "owner", "kind", "legal_basis", "channels", "public_steps", "notify", "retention")
OPTIONAL = (
    "summary",
    "limit",
    "clock",
    "process",
    "outcomes",
    "rights",
    "controls",
    "penalties",
    "dispatch",
    "co_processing",
    "personal_data",
    "documents",
    "assumptions",
)
KEYS = REQUIRED + OPTIONAL
CLOCK = ("pauses", "extension", "remind")
REMINDER = ("before", "at", "after", "to")
STEP = ("on", "text", "notify")
CONTROL = ("field", "when", "remind", "to", "escalate", "notify_unit", "text")
PENALTY = ("on", "outcome", "decision", "amount", "least", "most", "approve")
DISPATCH = ("decision",)
CO_PROCESSING = ("form",)
KINDS = ("application", "inspection", "petition", "tracked-item")
CHANNELS = ("counter", "post", "fax", "phone", "web", "system")
ROLES = ("handler", "supervisor", "counter", "hotline", "agency-admin", "city-admin")
PURPOSES = ("identify", "contact", "sensitive")
_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}/[a-z][a-z0-9-]{0,59}")
UNIT_CODE = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What pack.yaml says, before it is held against the other files. `lines` tells where each key stands."""

    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    external: bool


def read_manifest(source: bytes) -> tuple[Manifest | None, list[Fault]]:
    root, faults = load(source, FILE)
    if root is None:
        return None, faults
    collect = Collector(FILE)
    top = collect.mapping(root, "")
    collect.only(top, KEYS, "")
    collect.required(top, REQUIRED)
    fields = {
        "code": collect.matching(top.get("code"), "code", _CODE, "social/wandering-bracelet"),
        "name": collect.text(top.get("name"), "name"),
        "summary": collect.text(top.get("summary"), "summary"),
        "owner": collect.matching(top.get("owner"), "owner", UNIT_CODE, "social-affairs"),
        "kind": collect.one_of(top.get("kind"), "kind", KINDS, KINDS[0]),
        "legal_basis": collect.text(top.get("legal_basis"), "legal_basis"),
        "channels": _channels(collect, top.get("channels")),
        "limit": _limit(collect, top.get("limit"), "limit"),
        "clock": _clock(collect, top.get("clock")),
        "public_steps": _steps(collect, top.get("public_steps")),
        "notify": _notify(collect, top.get("notify")),
        "outcomes": {
            k: collect.text(v, f"outcomes.{k}") for k, v in collect.mapping(top.get("outcomes"), "outcomes").items()
        },
        "rights": _rights(collect, top.get("rights")),
        "controls": _controls(collect, top.get("controls")),
        "penalties": _penalties(collect, top.get("penalties")),
        "dispatch": _dispatch(collect, top.get("dispatch")),
        "consultation_form": _co_processing(collect, top.get("co_processing")),
        "retention_years": _retention(collect, top.get("retention")),
        "personal_data": _personal(collect, top.get("personal_data")),
        "documents": _texts(collect, top.get("documents"), "documents"),
        "assumptions": _texts(collect, top.get("assumptions"), "assumptions"),
    }
    external = collect.string(top.get("process"), "process") == "external"
    if "process" in top and not external:
        collect.fault(
            top["process"].line, "process", "只能是 external（由其他系統辦理）", "Only `external` may stand here"
        )
    return Manifest(fields, lines_of(root), external), collect.faults


def _channels(collect: Collector, value: Value | None) -> tuple[str, ...]:
    items = collect.items(value, "channels")
    if value is not None and isinstance(value.content, list) and not items:
        collect.fault(value.line, "channels", "至少須有一個受理管道", "At least one channel is needed")
    return tuple(collect.one_of(item, f"channels[{i}]", CHANNELS, CHANNELS[0]) for i, item in enumerate(items))


def _limit(collect: Collector, value: Value | None, key: str) -> Limit:
    """Two months where the agency published no period (行政程序法 §51 II)."""
    if value is None:
        return STATUTORY_LIMIT
    try:
        plain = value.plain
        return Limit.from_mapping(plain if isinstance(plain, dict) else {})
    except LimitError as error:
        collect.faults.append(Fault(FILE, f"第 {value.line} 行 {key}", error.text))
        return STATUTORY_LIMIT


def _clock(collect: Collector, value: Value | None) -> ClockRules:
    found = collect.mapping(value, "clock")
    collect.only(found, CLOCK, "clock")
    pauses = {
        name: collect.text(ground, f"clock.pauses.{name}")
        for name, ground in collect.mapping(found.get("pauses"), "clock.pauses").items()
    }
    return ClockRules(
        pauses, _extension(collect, found.get("extension")), _reminders(collect, found.get("remind"), "clock.remind")
    )


def _extension(collect: Collector, value: Value | None) -> ExtensionRule | None:
    if value is None:
        return None
    try:
        plain = value.plain
        return ExtensionRule.from_mapping(plain if isinstance(plain, dict) else {})
    except LimitError as error:
        collect.faults.append(Fault(FILE, f"第 {value.line} 行 clock.extension", error.text))
        return None


def _reminders(collect: Collector, value: Value | None, key: str) -> tuple[Reminder, ...]:
    return tuple(
        reminder
        for i, item in enumerate(collect.items(value, key))
        if (reminder := _reminder(collect, item, f"{key}[{i}]")) is not None
    )


def _reminder(collect: Collector, item: Value, key: str) -> Reminder | None:
    found = collect.mapping(item, key)
    collect.only(found, REMINDER, key)
    to = collect.one_of(found.get("to"), f"{key}.to", ("handler", "supervisor"), "handler")
    when = [name for name in ("before", "after", "at") if name in found]
    if len(when) != 1:
        collect.fault(
            item.line, key, "須恰有 before、at 或 after 其中之一", "Exactly one of before, at, after belongs here"
        )
        return None
    if when == ["at"]:
        collect.one_of(found["at"], f"{key}.at", ("due",), "due")
        return Reminder(Offset(0), to)
    days = collect.mapping(found[when[0]], f"{key}.{when[0]}")
    collect.only(days, ("working_days",), f"{key}.{when[0]}")
    amount = collect.number(days.get("working_days"), f"{key}.{when[0]}.working_days", 1, at_least=1)
    return Reminder(Offset(-amount if when == ["before"] else amount), to)


def _steps(collect: Collector, value: Value | None) -> tuple[PublicStep, ...]:
    steps = []
    for i, item in enumerate(collect.items(value, "public_steps")):
        key = f"public_steps[{i}]"
        found = collect.mapping(item, key)
        collect.only(found, STEP, key)
        on, text = collect.string(found.get("on"), f"{key}.on"), collect.string(found.get("text"), f"{key}.text")
        if not on or not text:
            collect.fault(
                item.line,
                key,
                "須有 on（活動代碼）及 text（訊息代碼）",
                "`on` (activity id) and `text` (message code) are needed",
            )
            continue
        steps.append(PublicStep(on, text, collect.truth(found.get("notify"), f"{key}.notify")))
    return tuple(steps)


def _notify(collect: Collector, value: Value | None) -> dict[str, str]:
    told = {}
    for event, code in collect.mapping(value, "notify").items():
        if event.partition(":")[0] not in AUTOMATIC:
            known = Text("可用：" + "、".join(AUTOMATIC), "Known: " + ", ".join(AUTOMATIC))
            collect.fault(
                code.line, f"notify.{event}", f"不認得的時機「{event}」", f"Unknown occasion “{event}”", known
            )
            continue
        told[event] = collect.string(code, f"notify.{event}")
    return told


def _rights(collect: Collector, value: Value | None) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(
            collect.one_of(role, f"rights.{name}", ROLES, ROLES[0]) for role in collect.items(roles, f"rights.{name}")
        )
        for name, roles in collect.mapping(value, "rights").items()
    }


def _controls(collect: Collector, value: Value | None) -> tuple[Control, ...]:
    return tuple(_control(collect, item, i) for i, item in enumerate(collect.items(value, "controls")))


def _control(collect: Collector, item: Value, index: int) -> Control:
    key = f"controls[{index}]"
    found = collect.mapping(item, key)
    collect.only(found, CONTROL, key)
    field, unit = (
        collect.string(found.get("field"), f"{key}.field"),
        collect.string(found.get("notify_unit"), f"{key}.notify_unit"),
    )
    if bool(field) == bool(unit):
        collect.fault(item.line, key, "須有 field 或 notify_unit 其中之一", "Either `field` or `notify_unit` is needed")
    people = ("handler", "supervisor")
    return Control(
        key=field or f"notify-{unit}",
        when=_condition(collect, found.get("when"), f"{key}.when"),
        field=field,
        remind=_reminders(collect, found.get("remind"), f"{key}.remind"),
        to=collect.one_of(found.get("to"), f"{key}.to", people, "handler"),
        escalate=collect.one_of(found.get("escalate"), f"{key}.escalate", people, "supervisor"),
        notify_unit=collect.matching(found.get("notify_unit"), f"{key}.notify_unit", UNIT_CODE, "fire"),
        text=collect.string(found.get("text"), f"{key}.text"),
    )


def _condition(collect: Collector, value: Value | None, key: str) -> Expression | None:
    if value is None:
        return None
    try:
        return parse(collect.string(value, key))
    except FeelError as error:
        collect.faults.append(Fault(FILE, f"第 {value.line} 行 {key}", error.text))
        return None


def _penalties(collect: Collector, value: Value | None) -> tuple[PenaltyRule, ...]:
    return tuple(_penalty(collect, item, f"penalties[{i}]") for i, item in enumerate(collect.items(value, "penalties")))


def _penalty(collect: Collector, item: Value, key: str) -> PenaltyRule:
    found = collect.mapping(item, key)
    collect.only(found, PENALTY, key)
    for name in ("on", "decision"):
        if name not in found:
            collect.fault(
                item.line, f"{key}.{name}", f"缺少必要的鍵「{name}」", f"The required key “{name}” is missing"
            )
    approve = collect.one_of(found.get("approve"), f"{key}.approve", ROLES, "supervisor")
    texts = {name: collect.string(found.get(name), f"{key}.{name}") for name in PENALTY if name != "approve"}
    return PenaltyRule(approve=approve, **texts)


def _dispatch(collect: Collector, value: Value | None) -> DispatchRule | None:
    if value is None:
        return None
    found = collect.mapping(value, "dispatch")
    collect.only(found, DISPATCH, "dispatch")
    if "decision" not in found and isinstance(value.content, dict):
        collect.fault(
            value.line, "dispatch.decision", "缺少必要的鍵「decision」", "The required key “decision” is missing"
        )
    decision = collect.string(found.get("decision"), "dispatch.decision")
    return DispatchRule(decision) if decision else None


def _co_processing(collect: Collector, value: Value | None) -> str:
    found = collect.mapping(value, "co_processing")
    collect.only(found, CO_PROCESSING, "co_processing")
    return collect.string(found.get("form"), "co_processing.form") or ""


def _retention(collect: Collector, value: Value | None) -> int:
    found = collect.mapping(value, "retention")
    collect.only(found, ("years",), "retention")
    return collect.number(found.get("years"), "retention.years", 5, at_least=1)


def _personal(collect: Collector, value: Value | None) -> dict[str, str]:
    return {
        name: collect.one_of(purpose, f"personal_data.{name}", PURPOSES, PURPOSES[0])
        for name, purpose in collect.mapping(value, "personal_data").items()
    }


def _texts(collect: Collector, value: Value | None, key: str) -> tuple[Text, ...]:
    return tuple(collect.text(item, f"{key}[{i}]") for i, item in enumerate(collect.items(value, key)))
