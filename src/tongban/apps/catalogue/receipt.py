"""What an agency says on its receipt, as a value."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tongban.core.text import Text

from .models import ReceiptEdition

LONGEST = {"head": 100, "head_en": 150, "text": 4_000, "text_en": 4_000}


@dataclass(frozen=True, slots=True)
class Wording:
    """What an agency says on its receipt; paragraphs of the text are parted by line ends."""

    head: str
    head_en: str = ""
    text: str = ""
    text_en: str = ""

    @classmethod
    def of(cls, edition: ReceiptEdition) -> Wording:
        return cls(*(getattr(edition, field) for field in LONGEST))

    def tidied(self) -> Wording:
        return Wording(**{field: _tidied(value) for field, value in asdict(self).items()})

    def faults(self) -> dict[str, Text]:
        found = {
            field: Text(f"超過 {most:,} 字，請縮短。", f"More than {most:,} characters: shorten it.")
            for field, most in LONGEST.items()
            if len(getattr(self, field)) > most
        }
        if not self.head:
            found["head"] = Text("請填寫憑單抬頭。", "A receipt needs a head.")
        for field in ("head", "head_en"):
            if "\n" in getattr(self, field):
                found[field] = Text("抬頭只能有一行。", "The head is one line.")
        return found


def _tidied(value: str) -> str:
    lines = (line.rstrip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "".join(c for c in "\n".join(lines).strip() if c.isprintable() or c in "\n\u3000")
