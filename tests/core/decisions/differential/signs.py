"""By what a disagreement is known: the form, the kinds and the values it arises from, never the text alone."""

from __future__ import annotations

from decimal import Decimal

from tests.core.decisions.differential.answers import Answer, kind_of
from tests.core.decisions.differential.judging import Parting

TEMPORAL = ("date", "time", "date and time")
DURATIONS = ("days and time duration", "years and months duration")
COMPARING = ("=", "!=", "<", "<=", ">", ">=", "between", "in", "before", "after")


def numbers(answer: Answer) -> list[Decimal]:
    if isinstance(answer, Decimal):
        return [answer]
    inner = answer if isinstance(answer, list) else answer.values() if isinstance(answer, dict) else ()
    return [number for item in inner for number in numbers(item)]


def close(p: Parting) -> bool:
    """The same but for what 53 binary digits cannot hold."""
    pairs = list(zip(numbers(p.ours), numbers(p.theirs), strict=False))
    near = all(b.is_finite() and abs(a - b) <= abs(a) * Decimal("1e-9") + Decimal("1e-12") for a, b in pairs)
    return bool(pairs) and near and kind_of(p.ours) == kind_of(p.theirs)


def remainder_of_fractions(p: Parting) -> bool:
    return p.form == "modulo" and any(number % 1 for number in p.parts if isinstance(number, Decimal))


def not_finite(p: Parting) -> bool:
    return any(not number.is_finite() for number in numbers(p.theirs))


def zones(p: Parting) -> set[bool]:
    """Whether the moments and times it works on have a zone; both when some have and some have not. A date that is
    subtracted from is midnight in UTC."""
    texts = [text for part in p.parts if isinstance(part, dict) for name, text in part.items() if name in TEMPORAL[1:]]
    zoned = {text.endswith("Z") or "@" in text or "+" in text or "-" in text[-6:-5] for text in texts}
    return zoned | {True} if p.form == "-" and "date" in p.kinds else zoned


def has(p: Parting, *kinds: str) -> bool:
    return not set(kinds).isdisjoint(p.kinds)


def fraction(p: Parting) -> bool:
    return any(number % 1 for number in p.parts if isinstance(number, Decimal))


def scale_out_of_reach(p: Parting) -> bool:
    rounding = ("decimal", "round up", "round down", "round half up", "round half down")
    return p.form in rounding and isinstance(p.parts[1], Decimal) and bool(p.parts[1] % 1 or abs(p.parts[1]) > 20)


def outside(p: Parting) -> bool:
    """A position that is 0, no whole number, or beyond the end."""
    if p.form not in ("substring", "sublist", "insert before", "remove", "list replace") or len(p.parts) < 2:
        return False
    of, position, *more = p.parts
    if not isinstance(position, Decimal):
        return False
    size = len(of) if isinstance(of, list) or p.form == "substring" else 1
    part = p.form in ("substring", "sublist")
    lengths = [n for n in more if part and isinstance(n, Decimal)]
    start = position if position > 0 else size + position + 1
    beyond = bool(lengths) and start + lengths[0] - 1 > size
    return (
        position == 0 or abs(position) > size or bool(position % 1) or beyond or any(n % 1 or n <= 0 for n in lengths)
    )


def backwards(p: Parting) -> bool:
    return p.form in ("between", "in", "includes") and p.ours is False and p.theirs is True


def two_lists(p: Parting) -> bool:
    return p.form in ("=", "!=", "list contains", "index of") and any(
        isinstance(x, list) and len(x) < 2 for x in p.parts
    )


def unlike(p: Parting) -> bool:
    """Kinds that do not go together: unknown here, a plain yes or no there, or the other way round."""
    unlike = len(set(p.kinds)) > 1 or "boolean" in p.kinds
    return p.form in COMPARING and unlike and {type(p.ours), type(p.theirs)} == {bool, type(None)}


def asks_for_truth(p: Parting) -> bool:
    """Something that is neither true nor false is asked whether it is."""
    asked = p.kinds[:1] if p.form == "if" else p.kinds[1:] if p.form in ("some", "every") else ()
    return not {"boolean"}.issuperset(asked)


def kept(p: Parting) -> bool:
    """A filter that keeps exactly the items for which the condition, computed for each of them, is true."""
    if p.form != "filter" or not isinstance(p.parts[0], list):
        return False
    return bool(p.ours == [item for item, passes in zip(p.parts[0], p.parts[1:], strict=True) if passes is True])


def unlike_ranges(p: Parting) -> bool:
    return p.form in (*COMPARING, "meets", "met by", "overlaps", "includes") and has(p, "range") and p.ours is None
