"""The three parts of a message file: subject, body, short text. They are edited apart and stored as one file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from tongban.core.text import LANGUAGES, Text

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
LONGEST_SUBJECT, LONGEST_BODY, LONGEST_SMS = 200, 15_000, 1_000
_SMS = re.compile(r"^-{3,}\s*sms\s*-{3,}\s*$", re.MULTILINE | re.IGNORECASE)
_FILE = re.compile(rf"messages/({CODE.pattern})\.(?:zh-Hant|en)\.txt")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Parts:
    subject: str = ""
    body: str = ""
    sms: str = ""

    def tidied(self) -> Parts:
        """Line ends made one, control characters gone, no blanks around: as it will be read again."""
        subject, body, sms = (_CONTROL.sub("", _unix(part)).strip() for part in astuple(self))
        return Parts(subject, body, sms)

    def faults(self) -> dict[str, Text]:
        """What keeps the parts from being stored at all, by part."""
        found: dict[str, Text] = {}
        longest = {"subject": LONGEST_SUBJECT, "body": LONGEST_BODY, "sms": LONGEST_SMS}
        for part, most in longest.items():
            text = getattr(self, part)
            if part != "sms" and not text:
                found[part] = Text("請填寫。", "Fill it in.")
            elif len(text) > most:
                found[part] = Text(f"超過 {most:,} 字，請縮短。", f"More than {most:,} characters: shorten it.")
            elif _SMS.search(text):
                found[part] = Text("不可有「--- sms ---」這一行。", "There may be no line “--- sms ---”.")
        if "\n" in self.subject:
            found["subject"] = Text("主旨只能有一行。", "The subject is one line.")
        return found

    def as_file(self) -> bytes:
        text = f"{self.subject}\n\n{self.body}\n"
        return (f"{text}\n--- sms ---\n{self.sms}\n" if self.sms else text).encode()


def parts_of(content: bytes | None) -> Parts:
    """Of a message file; empty parts where there is none or it cannot be read."""
    text = _unix((content or b"").decode("utf-8-sig", "replace")).strip()
    main, sms = (*_SMS.split(text, maxsplit=1), "")[:2]
    subject, _, body = main.strip().partition("\n")
    return Parts(subject.strip(), body.strip(), sms.strip())


def path_of(code: str, language: str) -> str:
    return f"messages/{code}.{language}.txt"


def paths_of(code: str) -> tuple[str, ...]:
    return tuple(path_of(code, language) for language in LANGUAGES)


def codes_in(paths: Iterable[str]) -> list[str]:
    """The codes of all message files among paths."""
    found = (_FILE.fullmatch(path) for path in paths)
    return sorted({match[1] for match in found if match})


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
