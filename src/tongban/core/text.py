"""Text in the two languages every user-facing sentence of the core is written in.

`core` knows no framework and so no message catalogue: a rule that can refuse something
says so in both languages where the rule stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = ("zh-Hant", "en")


class Text(NamedTuple):
    """One sentence or name: Traditional Chinese first, English beside it."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The text in `language` (a BCP 47 tag); anything that is not English reads Chinese."""
        return self.en if language.lower().startswith("en") else self.zh

    def fill(self, **values: object) -> Text:
        """Both languages with `{name}` replaced; a value that is itself a Text is put in per language."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def as_json(self) -> dict[str, str]:
        return {"zh-Hant": self.zh, "en": self.en}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Text:
        zh = value.get("zh-Hant") or value.get("en") or ""
        return cls(zh, value.get("en") or zh)


class Fault(NamedTuple):
    """Something wrong in a file that people maintain, with its place and how to mend it.

    `file` is the path inside the pack; `place` what a person looks for there: a sheet and row,
    an element id, a key or a line number. Collected, never raised one at a time.
    """

    file: str
    place: str
    text: Text
    remedy: Text = Text("", "")

    def in_(self, language: str) -> str:
        where = " ".join(part for part in (self.file, self.place) if part)
        return " ".join(part for part in (f"{where}:", self.text.in_(language), self.remedy.in_(language)) if part)
