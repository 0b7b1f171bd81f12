"""Identity questions: the agent types what the caller says, the system says right or wrong and shows nothing. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

PERSONAL = ("identifier", "street")
"""Questions about the person; one of them has to be right. The others are about the application."""
NEEDED = 2

_TOWN = re.compile(r"^.*?[縣市](?:.{1,4}?[區鄉鎮市])?")
_NOISE = re.compile(r"[\s,，、。.\-]")


@dataclass(frozen=True, slots=True)
class Known:
    """What the city knows of one person: never shown, only compared. `repr` tells nothing."""

    identifier: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    kinds: frozenset[str] = field(default=frozenset(), repr=False)
    months: frozenset[int] = field(default=frozenset(), repr=False)
    """Months (1–12) in which something was applied for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Question → whether it was right; what was left out is not among them."""

    right: Mapping[str, bool]

    @property
    def passes(self) -> bool:
        """Two right, one of them about the person, and nothing wrong about the person."""
        correct = {name for name, right in self.right.items() if right}
        wrong = {name for name, right in self.right.items() if not right}
        return len(correct) >= NEEDED and bool(correct.intersection(PERSONAL)) and not wrong.intersection(PERSONAL)


def judge(known: Known, said: Mapping[str, str]) -> Verdict:
    """Compare what the caller `said` by question: identifier (its last three digits), street, kind, month."""
    checks = {"identifier": _identifier, "street": _street, "kind": _kind, "month": _month}
    return Verdict({name: check(known, _plain(said[name])) for name, check in checks.items() if said.get(name, "")})


def _identifier(known: Known, said: str) -> bool:
    return len(known.identifier) >= 3 and said == _plain(known.identifier)[-3:]


def _street(known: Known, said: str) -> bool:
    """The street of the address, with or without town and house number: `中正路`."""
    own, given = (_street_name(_TOWN.sub("", _plain(text), count=1)) for text in (known.address, said))
    return bool(own) and own == given


def _street_name(text: str) -> str:
    """Up to the sign that ends a street's name; in the country there is only the village."""
    found = re.match(r".+?(?:路|街|大道|巷|[村里])", text)
    return found[0] if found else ""


def _kind(known: Known, said: str) -> bool:
    return said in {_plain(kind) for kind in known.kinds}


def _month(known: Known, said: str) -> bool:
    return said.isdecimal() and int(said) in known.months


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).upper().replace("台", "臺"))
