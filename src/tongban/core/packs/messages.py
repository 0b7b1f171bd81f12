"""`messages/<code>.<language>.txt`: first line the subject, then the body; after `--- sms ---` the short text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tongban.core.casework import Message
from tongban.core.text import LANGUAGES, Fault, Text

_NAME = re.compile(r"messages/([a-z0-9][a-z0-9-]*)\.(zh-Hant|en)\.txt")
_SMS = re.compile(r"^-{3,}\s*sms\s*-{3,}\s*$", re.MULTILINE | re.IGNORECASE)
LONGEST = 20_000
"""Characters of one message file."""


def read_messages(files: Mapping[str, bytes]) -> tuple[dict[str, Message], list[Fault]]:
    """Every message by its code; each needs both languages."""
    faults: list[Fault] = []
    found: dict[str, dict[str, tuple[str, str, str]]] = {}
    for path, content in sorted(files.items()):
        if not path.startswith("messages/"):
            continue
        if (match := _NAME.fullmatch(path)) is None:
            faults.append(Fault(path, "", _BAD_NAME, _BAD_NAME_REMEDY))
        elif (parts := _parts(content, path, faults)) is not None:
            found.setdefault(match[1], {})[match[2]] = parts
    for code in found:
        for path in (f"messages/{code}.{language}.txt" for language in LANGUAGES):
            if path not in files:
                faults.append(Fault(path, "", Text("缺少這個語言的版本", "The version in this language is missing")))
    return {code: _message(code, texts) for code, texts in found.items()}, faults


def _parts(content: bytes, path: str, faults: list[Fault]) -> tuple[str, str, str] | None:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        faults.append(Fault(path, "", Text("檔案不是 UTF-8 編碼", "The file is not UTF-8")))
        return None
    if len(text) > LONGEST:
        faults.append(Fault(path, "", Text("訊息過長", "The message is too long")))
        return None
    main, sms = text, ""
    if _SMS.search(text):
        main, sms = _SMS.split(text, maxsplit=1)
    subject, _, body = main.strip().partition("\n")
    if not subject.strip() or not body.strip():
        faults.append(
            Fault(path, "第 1 行", Text("須有主旨（第一行）及內文", "A subject (first line) and a body are needed"))
        )
        return None
    return subject.strip(), body.strip(), sms.strip()


def _message(code: str, texts: Mapping[str, tuple[str, str, str]]) -> Message:
    zh = texts.get("zh-Hant") or next(iter(texts.values()))
    en = texts.get("en") or zh
    subject, body, sms = (Text(a, b) for a, b in zip(zh, en, strict=True))
    return Message(code, subject, body, sms)


_BAD_NAME = Text("訊息檔名不符規則", "This is no name for a message file")
_BAD_NAME_REMEDY = Text("請命名為 messages/代碼.zh-Hant.txt", "Name it messages/code.zh-Hant.txt")
