"""What the agent typed, and why: number, or name and telephone, and the reason that is recorded with every look."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.core.casework.number import read_case_number

OTHER = "other"
REASONS = {
    "progress": gettext_lazy("Caller asks how far it is"),
    "missing": gettext_lazy("Caller asks what is missing"),
    "contact": gettext_lazy("Caller asks who handles it"),
    OTHER: gettext_lazy("Caller asks something else"),
}
LONGEST_DETAIL = 200
_PHONE = re.compile(r"[+(]?\d[\d\s()#*轉分機-]{6,}")
_LIKE_A_NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,7}[\s-]?[1-9]\d*[\s-]?\d[\d\s-]{3,}")
"""After the prefix comes a year, which begins with no zero as telephones do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Either `number`, or `name` and `phone`; or `faults` by field."""

    typed: str
    reason: str
    detail: str
    number: str = ""
    name: str = ""
    phone: str = ""
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def why(self) -> str:
        """What the record keeps as the reason."""
        said = str(REASONS[self.reason])
        return f"{said}：{self.detail}" if self.detail else said


def read(post: QueryDict) -> Asked:
    typed = _line(unicodedata.normalize("NFKC", post.get("q", "")[:200]))[:80]
    reason, detail = post.get("reason", ""), _line(post.get("detail", ""))[:LONGEST_DETAIL]
    faults = _faults_of_reason(reason, detail)
    if number := read_case_number(typed):
        return Asked(typed, reason, detail, number=number, faults=tuple(faults))
    found = None if _LIKE_A_NUMBER.fullmatch(typed) else _PHONE.search(typed)
    phone = found[0].strip() if found else ""
    name = (typed[: found.start()] + typed[found.end() :]).strip(" ,，、") if found else ""
    if not (name and phone):
        faults.insert(0, ("q", _what_is_wrong(typed)))
    return Asked(typed, reason, detail, name=name, phone=phone, faults=tuple(faults))


def _faults_of_reason(reason: str, detail: str) -> list[tuple[str, str]]:
    if reason not in REASONS:
        return [("reason", _("Choose why you look: press one of the four buttons."))]
    if reason == OTHER and not detail:
        return [("detail", _("Say what the caller wants to know."))]
    return []


def _what_is_wrong(typed: str) -> str:
    if not typed:
        return _("Type the case number, or name and telephone.")
    if _LIKE_A_NUMBER.fullmatch(typed):
        return _("This cannot be a case number: its last digit checks the others. Have it read out once more.")
    return _("Type the case number, or the whole name and the telephone with a space between them.")


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\x00", "")).strip()
