"""Reads values of the expected shape out of a YAML file and collects everything that is not so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from tongban.core.calendar import TAIPEI
from tongban.core.text import Fault, Text

from .yaml_file import Value, place


class Collector:
    """One file's faults. Every reader returns a usable value (empty where it must) so that reading goes on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, line: int, key: str, zh: str, en: str, remedy: Text = Text("", "")) -> None:  # noqa: B008
        where = f"{place(line)} {key}".strip()
        self.faults.append(Fault(self.file, where, Text(zh, en), remedy))

    def mapping(self, value: Value | None, key: str) -> dict[str, Value]:
        if value is None:
            return {}
        if isinstance(value.content, dict):
            return value.content
        self.fault(value.line, key, "此處須為「鍵: 值」的對照", "A mapping of keys to values belongs here")
        return {}

    def only(self, mapping: Mapping[str, Value], known: Iterable[str], key: str) -> None:
        names = sorted(known)
        for name, value in mapping.items():
            if name not in names:
                listed = "、".join(names), ", ".join(names)
                self.fault(
                    value.line,
                    f"{key}.{name}" if key else name,
                    f"不認得的鍵「{name}」",
                    f"Unknown key “{name}”",
                    Text(f"可用：{listed[0]}", f"Known: {listed[1]}"),
                )

    def items(self, value: Value | None, key: str) -> list[Value]:
        if value is None:
            return []
        if isinstance(value.content, list):
            return value.content
        self.fault(value.line, key, "此處須為清單", "A list belongs here")
        return []

    def string(self, value: Value | None, key: str, default: str = "") -> str:
        if value is None:
            return default
        if isinstance(value.content, str) and value.content.strip():
            return value.content.strip()
        if isinstance(value.content, int | float) and not isinstance(value.content, bool):
            return str(value.content)
        self.fault(value.line, key, "此處須為文字", "Text belongs here")
        return default

    def strings(self, value: Value | None, key: str) -> tuple[str, ...]:
        return tuple(self.string(item, f"{key}[{i}]") for i, item in enumerate(self.items(value, key)))

    def number(self, value: Value | None, key: str, default: int, at_least: int = 0) -> int:
        if value is None:
            return default
        if isinstance(value.content, int) and not isinstance(value.content, bool) and value.content >= at_least:
            return value.content
        self.fault(value.line, key, f"須為 {at_least} 以上的整數", f"A whole number from {at_least} up belongs here")
        return default

    def truth(self, value: Value | None, key: str) -> bool:
        if value is None or isinstance(value.content, bool):
            return bool(value and value.content)
        self.fault(value.line, key, "須為 true 或 false", "true or false belongs here")
        return False

    def text(self, value: Value | None, key: str) -> Text:
        """`{zh-Hant: …, en: …}`: Chinese is a must, English too."""
        found = self.mapping(value, key)
        self.only(found, ("zh-Hant", "en"), key)
        texts = {language: self.string(found.get(language), f"{key}.{language}") for language in ("zh-Hant", "en")}
        for language, text in texts.items():
            if value is not None and isinstance(value.content, dict) and not text:
                self.fault(value.line, f"{key}.{language}", f"缺少 {language} 文字", f"The {language} text is missing")
        return Text(texts["zh-Hant"], texts["en"] or texts["zh-Hant"])

    def one_of(self, value: Value | None, key: str, known: Iterable[str], default: str) -> str:
        text = self.string(value, key, default)
        options = list(known)
        if text not in options and value is not None:
            listed = Text("可用：" + "、".join(options), "Known: " + ", ".join(options))
            self.fault(value.line, key, f"「{text}」不是可用的值", f"“{text}” is not a known value", listed)
            return default
        return text

    def matching(self, value: Value | None, key: str, pattern: re.Pattern[str], example: str) -> str:
        text = self.string(value, key)
        if value is not None and text and not pattern.fullmatch(text):
            self.fault(
                value.line,
                key,
                f"「{text}」不是可用的代碼（例如 {example}）",
                f"“{text}” cannot be used as a code (such as {example})",
            )
        return text

    def day(self, value: Value | None, key: str) -> date | None:
        if value is None or value.content is None:
            return None
        try:
            return date.fromisoformat(str(value.content))
        except ValueError:
            self.fault(
                value.line, key, f"「{value.content}」不是日期（例如 2026-02-13）", "Not a date such as 2026-02-13"
            )
            return None

    def moment(self, value: Value | None, key: str) -> datetime | None:
        """A moment in Taipei; its fault when there is none."""
        try:
            return datetime.fromisoformat(str(value.content if value else "")).replace(tzinfo=TAIPEI)
        except ValueError:
            found = "" if value is None else value.content
            self.fault(
                value.line if value else 1,
                key,
                f"「{found}」不是時間（例如 2026-02-13T09:30）",
                "Not a moment such as 2026-02-13T09:30",
            )
            return None

    def required(self, mapping: Mapping[str, Value], keys: Iterable[str]) -> None:
        for key in keys:
            if key not in mapping:
                self.fault(1, key, f"缺少必要的鍵「{key}」", f"The required key “{key}” is missing")
