"""Every class of disagreement with feelin, decided by the standard. What belongs to none of them is a fault to be looked at.

The list is also a table in docs/reference/dmn-conformance.md; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.core.decisions.differential.answers import kind_of
from tests.core.decisions.differential.judging import Parting
from tests.core.decisions.differential.signs import (
    COMPARING,
    DURATIONS,
    TEMPORAL,
    asks_for_truth,
    backwards,
    close,
    fraction,
    has,
    kept,
    not_finite,
    outside,
    remainder_of_fractions,
    scale_out_of_reach,
    two_lists,
    unlike,
    unlike_ranges,
    zones,
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`example` is answered `here` and `there`, written as FEEL; `why`: what the standard says."""

    id: str
    example: str
    here: str
    there: str
    why: str
    holds: Callable[[Parting], bool]


def decided(parting: Parting) -> Disagreement | None:
    """The class that `parting` belongs to."""
    return next((one for one in DISAGREEMENTS if one.holds(parting)), None)


DISAGREEMENTS: tuple[Disagreement, ...] = (
    Disagreement(
        "refused",
        "[1 in ]0..2[]",
        "[true]",
        "an error",
        "10.3.1.2: `]a..b[` is the open range wherever a range may stand; and what cannot be computed is "
        "null, no error (10.3.2.13). feelin refuses some such texts, and throws for some values",
        lambda p: kind_of(p.theirs) == "refused",
    ),
    Disagreement(
        "in before and",
        "1 in <= 1 and true",
        "true",
        "null",
        "10.3.1.2, order of precedence: a comparison, `in` among them, binds tighter than `and` and `or`",
        lambda p: p.form in ("and", "or") and bool(re.search(" in [<>]", p.text)),
    ),
    Disagreement(
        "binary numbers",
        "0.1 + 0.2",
        "0.3",
        "0.30000000000000004",
        "10.3.2.3.1: numbers are decimals of 34 digits; feelin computes with binary doubles",
        lambda p: close(p) or remainder_of_fractions(p),
    ),
    Disagreement(
        "no number",
        "10 ** 400 / 10 ** 400",
        "1",
        "NaN",
        "10.3.2.3.1: there is neither infinity nor NaN; up to 6,144 digits a number stays one, beyond it is null",
        not_finite,
    ),
    Disagreement(
        "durations as factors",
        '-@"P1D"',
        '@"-P1D"',
        "null",
        "Semantics of multiplication, division and negation: durations go with numbers and with their like",
        lambda p: p.form in ("*", "/", "negate") and has(p, *DURATIONS) and p.theirs is None,
    ),
    Disagreement(
        "whole months",
        'years and months duration(@"2026-01-01", @"2026-02-28")',
        '@"P1M"',
        '@"P1M27D"',
        "10.3.4.1: whole years and months only; days do not belong to this duration",
        lambda p: p.form == "years and months duration",
    ),
    Disagreement(
        "date and hours",
        '@"2026-02-28" + @"PT36H"',
        '@"2026-03-01"',
        '@"2026-03-01T12:00:00Z"',
        "Semantics of addition: a date plus a duration is a date, counted from midnight",
        lambda p: p.form in ("+", "-") and set(p.kinds) == {"date", "days and time duration"},
    ),
    Disagreement(
        "zoned and local",
        '@"2026-02-28T10:30:00Z" - @"2026-02-28T10:30:00"',
        "null",
        '@"PT0S"',
        "10.3.2.3.6: a moment without a zone is no point in time; with one that has a zone it cannot be compared or "
        "subtracted",
        lambda p: p.form in (*COMPARING, "-") and zones(p) == {True, False},
    ),
    Disagreement(
        "zones subtracted",
        '@"2026-02-28T12:30:00+02:00" - @"2026-02-28T10:30:00Z"',
        '@"PT0S"',
        '@"PT2H"',
        "Semantics of subtraction: the difference of the points in time; feelin takes the clock readings",
        lambda p: p.form == "-" and zones(p) == {True},
    ),
    Disagreement(
        "range with null",
        "[3..null]",
        "null",
        "[3..null)",
        "A range needs both ends or a comparison sign; null as an end makes it null (as the TCK has it: 0072)",
        lambda p: p.form in ("interval", "in") and has(p, "null"),
    ),
    Disagreement(
        "unlike ranges",
        '["a".."c"] = [0..3]',
        "null",
        "false",
        "Semantics of equality: ranges are compared by their ends; ends of different kinds cannot be compared",
        unlike_ranges,
    ),
    Disagreement(
        "backward ranges",
        "1 between 2 and 1",
        "false",
        "true",
        "Semantics of comparison: `x between a and b` is `x >= a and x <= b`, and so is a range; feelin turns the ends round",
        backwards,
    ),
    Disagreement(
        "single-item lists",
        "[1] = [1, 2]",
        "false",
        "null",
        "Semantics of equality: lists are equal item by item; a list of one is not its item when compared",
        two_lists,
    ),
    Disagreement(
        "unlike kinds",
        "before(null, 1)",
        "null",
        "true",
        "10.3.2.13: what does not go together is null; feelin lets JavaScript compare it",
        unlike,
    ),
    Disagreement(
        "is or is not",
        'is(@"2026-02-28", 0)',
        "false",
        "null",
        "10.3.4.6: `is` says whether two values are the same; those of different kinds are not",
        lambda p: p.form == "is" and p.ours is False and len(set(p.kinds)) > 1,
    ),
    Disagreement(
        "least of texts",
        'min("b", "a")',
        '"a"',
        "null",
        "10.3.4.4: `min` and `max` take all values that can be ordered",
        lambda p: p.form in ("min", "max") and not has(p, "null") and p.theirs is None,
    ),
    Disagreement(
        "position outside",
        "remove([1, 2], 0)",
        "null",
        "[1, 1, 2]",
        "10.3.4.3 and 10.3.4.4: positions count from 1, or from -1 backwards; any other says nothing",
        outside,
    ),
    Disagreement(
        "position from the end",
        "list replace([1, 2], -1, 3)",
        "[1, 3]",
        "[3, 2]",
        "10.3.4.4: -1 is the last item",
        lambda p: p.form in ("list replace", "remove", "insert before") and p.parts[1] < 0,
    ),
    Disagreement(
        "length left out",
        'substring("foobar", 2, null)',
        '"oobar"',
        '""',
        "A parameter that is not given is null; so an optional one that is null is not given",
        lambda p: p.form in ("substring", "sublist") and p.kinds[2:] == ("null",),
    ),
    Disagreement(
        "single items as values",
        "abs([-1])",
        "1",
        "null",
        "10.3.2.9.4: a list of one stands for its item where one value is wanted",
        lambda p: p.theirs is None and p.form in ("abs", "number", "date", "time") and has(p, "list"),
    ),
    Disagreement(
        "text of a value",
        "string({名: 1})",
        '"{名: 1}"',
        '"{""名"": 1}"',
        "10.3.4.1: the text is FEEL that gives the value again; names need no quotation marks, and a range has a text",
        lambda p: p.form == "string" and p.kinds[0] in ("context", "range", "list"),
    ),
    Disagreement(
        "conversions",
        'time("2026-02-28T10:30:00")',
        "null",
        '@"10:30:00"',
        "10.3.4.1: `time` reads a time of day; `date and time` and `duration` take what already is one (or a day) as it is",
        lambda p: (
            p.form in ("time", "date and time", "date", "duration")
            and bool({"string", "date", "date and time", *DURATIONS}.intersection(p.kinds))
        ),
    ),
    Disagreement(
        "parts of dates",
        "date(2026.5, 1, 1)",
        "null",
        '@"2026-01-01"',
        "10.3.4.1: year, month and day are whole numbers; only seconds may have a fraction, and keep it",
        lambda p: p.form in ("date", "time") and fraction(p),
    ),
    Disagreement(
        "parameters too many",
        'date(@"2026-02-28", 1, 1)',
        "null",
        '@"2026-02-28"',
        "10.3.4.1: `date` and `time` take a value to convert, or numbers; not both",
        lambda p: p.form in ("date", "time") and len(p.parts) == 3 and p.kinds[0] != "number" and p.ours is None,
    ),
    Disagreement(
        "time and months",
        '@"10:30:00" + @"P1Y"',
        "null",
        '@"10:30:00"',
        "Semantics of addition: a time goes with days and time only (as the TCK has it: 0100)",
        lambda p: p.form in ("+", "-") and set(p.kinds) == {"time", "years and months duration"},
    ),
    Disagreement(
        "modes in order",
        "mode([0, -1])",
        "[-1, 0]",
        "[0, -1]",
        "10.3.4.4: all values that occur most often, in ascending order",
        lambda p: p.form == "mode" and isinstance(p.ours, list) and p.ours == sorted(p.theirs),
    ),
    Disagreement(
        "single values as lists",
        'union("ab", "c")',
        '["ab", "c"]',
        '["a", "b", "c"]',
        "10.3.2.9.4: a value where a list is wanted becomes a list of it, but null stays null; feelin takes a text apart",
        lambda p: p.form in ("union", "concatenate", "append", "distinct values") and has(p, "string", "null"),
    ),
    Disagreement(
        "members that are known",
        "{}.time offset",
        "an error",
        "null",
        "10.3.1.4: which words are one name is decided by the names that are known; a context written out has no other",
        lambda p: p.form == "component" and kind_of(p.ours) == "refused",
    ),
    Disagreement(
        "digits kept",
        "string(2.5 + 1.5)",
        '"4.0"',
        '"4"',
        "10.3.2.3.1: a number carries its scale, and its text shows it; 4.0 and 4 are equal all the same",
        lambda p: p.form == "string" and p.kinds == ("number",),
    ),
    Disagreement(
        "scale",
        "round up(0.1, 0.1)",
        "1",
        "0.7943282347242815",
        "10.3.4.5: the scale counts digits, its fraction is dropped (as the TCK has it: 1100)",
        scale_out_of_reach,
    ),
    Disagreement(
        "pattern of nothing",
        'replace("a", "", "b")',
        "null",
        '"bab"',
        "10.3.4.3 refers to XPath: a pattern that matches the empty text (FORX0003), and an empty class `[]`, are errors there",
        lambda p: p.form in ("replace", "split") and p.parts[1] in ("", "[]"),
    ),
    Disagreement(
        "true only",
        "if 1 then 2 else 3",
        "3",
        "2",
        "Semantics of `if`, `some` and `every`: only true is true",
        lambda p: asks_for_truth(p) and p.theirs is not None,
    ),
    Disagreement(
        "filter item by item",
        "[1, 2][is(item, 2)]",
        "[2]",
        "[]",
        "Semantics of filters: the condition is computed for each item, also when it is the call of a function, and only true keeps it",
        kept,
    ),
    Disagreement(
        "filter without yes or no",
        "[1][null]",
        "[]",
        "null",
        "Semantics of filters: a filter keeps the items for which it is true; for null it is not",
        lambda p: p.form == "filter by number" and p.ours == [] and not has(p, "number", "boolean"),
    ),
    Disagreement(
        "years before 0",
        "date(-1, 9, 1)",
        '@"-0001-09-01"',
        '@"-000001-09-01"',
        "10.3.4.1 refers to XML Schema: four digits and the sign",
        lambda p: kind_of(p.ours) == kind_of(p.theirs) in TEMPORAL and next(iter(p.ours.values())).startswith("-"),
    ),
    Disagreement(
        "moment minus time",
        '@"2026-02-28T10:30:00" - @"10:30:00"',
        "null",
        '@"P20512D"',
        "Semantics of subtraction: a time is subtracted from a time only; feelin puts it on the first day of 1970",
        lambda p: p.form == "-" and {"time"} < set(p.kinds) <= set(TEMPORAL),
    ),
    Disagreement(
        "number of nothing",
        'number("")',
        "null",
        "0",
        "10.3.4.1: the text must be a number",
        lambda p: p.form == "number" and p.parts[0] == "",
    ),
)
