"""A decision table as it was drawn (DMN 1.5, chapter 8): texts only, nothing parsed yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HitPolicy(StrEnum):
    """Which of the rules that match decide."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregator(StrEnum):
    """What COLLECT makes of the values it collects; without one it gives the list."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True)
class Input:
    """A column that is looked at. `expression` and `values` (the values it may have, as unary tests) are FEEL."""

    id: str
    label: str
    expression: str
    type: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A column that is decided. `name` is empty when it is the only one."""

    id: str
    name: str
    label: str
    type: str = ""
    values: str = ""
    """The values it may have, the first before the next: PRIORITY and OUTPUT ORDER go by them."""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: one text per input (unary tests; `-` or empty says nothing), output and annotation."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    name: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregator: Aggregator | None = None
    annotations: tuple[str, ...] = ()
    """Headings of the annotation columns."""
    orientation: str = ""
    """As drawn: `Rule-as-Row`, `Rule-as-Column`, `CrossTable`; it changes nothing."""
