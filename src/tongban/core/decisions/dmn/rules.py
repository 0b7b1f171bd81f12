"""What the rules of a table do to one another: more than one that matches, none that does, one that never can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from tongban.core.decisions.dmn.asked import UNKNOWN, constant_of
from tongban.core.decisions.dmn.findings import Finding
from tongban.core.decisions.dmn.grid import Budget, GaveUp, common, holes, overlapping
from tongban.core.decisions.dmn.reading import Parsed
from tongban.core.decisions.dmn.sayings import (
    contradicts,
    gap,
    gave_up,
    more,
    more_gaps,
    never,
    no_rules,
    overlaps,
    shadowed,
)
from tongban.core.decisions.dmn.space import Space, space_of
from tongban.core.decisions.dmn.table import HitPolicy
from tongban.core.decisions.feel.values import equal

STEPS = 8_000_000
"""What one question may cost: a few seconds."""
MOST_GAPS = 5
MOST_FINDINGS = 50
"""Of each sort; whoever has more of them mends these first."""
_DECIDING = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)


def rule_findings(parsed: Parsed) -> Iterator[Finding]:
    table = parsed.table
    if not table.rules:
        yield no_rules(table)
        return
    space = space_of(parsed)
    questions = [_never]
    if table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
        questions.append(_collisions)
    if table.hit_policy in (HitPolicy.FIRST, HitPolicy.PRIORITY):
        questions.append(_shadowed)
    if table.hit_policy in _DECIDING and not any(column.default.strip() for column in table.outputs):
        questions.append(_gaps)
    for question in questions:
        found = question(parsed, space, Budget(STEPS))
        try:
            yield from islice(found, MOST_FINDINGS)
            if next(found, None) is not None:
                yield more(table)
        except GaveUp:
            yield gave_up(table)


def _never(parsed: Parsed, space: Space, budget: Budget) -> Iterator[Finding]:
    for number, rule in space.rules.items():
        if not all(common(rule.touches, space.within)):
            yield never(parsed.table, number)


def _collisions(parsed: Parsed, space: Space, budget: Budget) -> Iterator[Finding]:
    """Under UNIQUE rules must not match together, under ANY they must then say the same."""
    numbers = list(space.rules)
    boxes = [common(space.rules[number].hits, space.within) for number in numbers]
    unique = parsed.table.hit_policy is HitPolicy.UNIQUE
    for place, number in enumerate(numbers):
        others = overlapping(boxes, place, budget) if all(boxes[place]) else []
        if not unique:
            others = [other for other in others if _differ(parsed, numbers[other], number)]
        if others:
            say = overlaps if unique else contradicts
            example = space.example(common(boxes[others[0]], boxes[place]))
            yield say(parsed.table, space, number, [numbers[other] for other in others], example)


def _differ(parsed: Parsed, one: int, other: int) -> bool:
    """Whether two rules surely decide differently."""
    pairs = zip(parsed.results[one], parsed.results[other], strict=True)
    values = [(constant_of(a), constant_of(b)) for a, b in pairs]
    return any(UNKNOWN not in pair and equal(*pair) is not True for pair in values)


def _shadowed(parsed: Parsed, space: Space, budget: Budget) -> Iterator[Finding]:
    """A rule whose every case is decided by those that go before it."""
    before = _earlier(space) if parsed.table.hit_policy is HitPolicy.FIRST else _higher(parsed, space)
    for number, rivals in before.items():
        own = common(space.rules[number].touches, space.within)
        near = [rival for rival in rivals if all(common(own, space.rules[rival].covers))]
        budget.spend(len(rivals))
        covers = [space.rules[rival].covers for rival in near]
        if near and all(own) and next(holes(own, covers, budget), None) is None:
            yield shadowed(parsed.table, number, near)


def _earlier(space: Space) -> Mapping[int, list[int]]:
    numbers = list(space.rules)
    return {number: numbers[:place] for place, number in enumerate(numbers)}


def _higher(parsed: Parsed, space: Space) -> Mapping[int, list[int]]:
    """The rules whose output comes before that of each rule; a rule whose output is not known beforehand has none."""
    ranks = {number: rank for number in space.rules if (rank := _rank(parsed, number)) is not None}
    return {number: [other for other in ranks if ranks[other] < rank] for number, rank in ranks.items()}


def _rank(parsed: Parsed, number: int) -> tuple[int, ...] | None:
    places = []
    for result, choices in zip(parsed.results[number], parsed.choices, strict=True):
        value = constant_of(result)
        order = choices.values if choices and choices.plain else ()
        place = next(
            (n for n, choice in enumerate(order) if value is not UNKNOWN and equal(choice, value) is True), None
        )
        if place is None:
            return None
        places.append(place)
    return tuple(places)


def _gaps(parsed: Parsed, space: Space, budget: Budget) -> Iterator[Finding]:
    if len(space.rules) < len(parsed.table.rules):
        return  # what a rule that cannot be read takes is not known
    within = tuple(
        part & ~axis.null if axis.kind else part for axis, part in zip(space.axes, space.within, strict=True)
    )
    found = holes(within, [rule.maybe for rule in space.rules.values()], budget)
    for hole in islice(found, MOST_GAPS):
        yield gap(parsed.table, space, hole)
    if next(found, None) is not None:
        yield more_gaps(parsed.table)
