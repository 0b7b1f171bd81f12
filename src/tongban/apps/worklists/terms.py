"""What stands in the URL for a column, read as a condition on cases.

Dates and numbers are ranges: `115/11/1..115/11/20`, `..today-1`, `today+1..today+3w` (`w`: working days).
Choices are lists: `received,in-progress`. Every reader raises BadTerm with the remedy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.core.calendar import OutsideCalendarError
from tongban.core.forms.roc_dates import read_date

from .asking import Asking, BadTerm

LONGEST = 200
NONE = "none"
ME = "me"
_RELATIVE = re.compile(r"(?:today|今天|今日)(?:([+-]\d{1,4})(w?))?")

Where = Callable[[str, Asking], Q]


def text(path: str, *, contains: bool = False) -> Where:
    """Begins with what was typed; with `contains` it may stand anywhere."""
    lookup = f"{path}__icontains" if contains else f"{path}__startswith"

    def where(term: str, asking: Asking) -> Q:
        return Q(**{lookup: folded(term)})

    return where


def folded(term: str) -> str:
    return unicodedata.normalize("NFKC", term).strip()


def choice(path: str, options: Callable[[Asking], Mapping[str, Any]], *, empty: Any = "") -> Where:
    """One of several codes; `none` is the case without one."""

    def where(term: str, asking: Asking) -> Q:
        codes = read_choices(term, options(asking))
        wanted = Q(**{f"{path}__in": sorted(codes - {NONE})}) if codes - {NONE} else Q(pk__in=[])
        return wanted | (_without(path, empty) if NONE in codes else Q(pk__in=[]))

    return where


def read_choices(term: str, options: Iterable[str]) -> set[str]:
    codes = {part.strip() for part in term.split(",") if part.strip()}
    if unknown := sorted(codes - set(options) - {NONE}):
        raise BadTerm(_("“%(value)s” is not one of the choices.") % {"value": unknown[0][:40]})
    return codes


def person(path: str) -> Where:
    """People by their number, `me` for oneself, `none` for nobody."""

    def where(term: str, asking: Asking) -> Q:
        found: set[int] = set()
        nobody = False
        for part in (part.strip() for part in term.split(",") if part.strip()):
            if part == ME:
                found |= asking.myself
            elif part == NONE:
                nobody = True
            else:
                found.add(_number_of(part))
        return Q(**{f"{path}__in": sorted(found)}) | (Q(**{f"{path}__isnull": True}) if nobody else Q(pk__in=[]))

    return where


def numbers_of(path: str) -> Where:
    """Rows of another table by their number."""

    def where(term: str, asking: Asking) -> Q:
        return Q(**{f"{path}__in": sorted({_number_of(part) for part in term.split(",") if part.strip()})})

    return where


def _number_of(part: str) -> int:
    if not re.fullmatch(r"\d{1,12}", part.strip(), re.ASCII):
        raise BadTerm(_("“%(value)s” is not one of the choices.") % {"value": part[:40]})
    return int(part)


def yes_no(yes: Callable[[Asking], Q]) -> Where:
    def where(term: str, asking: Asking) -> Q:
        return yes(asking) if read_yes_no(term) else ~yes(asking)

    return where


def read_yes_no(term: str) -> bool:
    said = term.strip().lower()
    if said not in {"yes", "no", "是", "否"}:
        raise BadTerm(_("Say yes or no."))
    return said in {"yes", "是"}


def dates(path: str, *, as_text: bool = False) -> Where:
    """`as_text`: the column holds ISO dates as text, as answers do."""

    def where(term: str, asking: Asking) -> Q:
        if term.strip() == NONE:
            return Q(**{f"{path}__isnull": True})
        first, last = (read_day(part, asking) if part else None for part in ends(term))
        return between(path, *(day.isoformat() if day and as_text else day for day in (first, last)))

    return where


def numbers(path: str) -> Where:
    def where(term: str, asking: Asking) -> Q:
        return between(path, *(read_number(part) if part else None for part in ends(term)))

    return where


def working_days_left(path: str) -> Where:
    """`..3`: at most three working days are left; `-2..`: at most two days late."""

    def where(term: str, asking: Asking) -> Q:
        first, last = (read_number(part) if part else None for part in ends(term))
        from_on = None if first is None else _nth_working_day(int(first), asking)
        before = None if last is None else _nth_working_day(int(last) + 1, asking)
        return (Q(**{f"{path}__gte": from_on}) if from_on else Q()) & (Q(**{f"{path}__lt": before}) if before else Q())

    return where


def _nth_working_day(n: int, asking: Asking) -> date:
    """Counted from today, or from the last working day before a day off."""
    try:
        if n:
            return asking.calendar.add_working_days(asking.today, n)
        day = asking.today
        while not asking.calendar.is_working(day):
            day -= timedelta(days=1)
        return day
    except (OutsideCalendarError, ValueError, OverflowError):
        raise BadTerm(_("The office calendar does not reach that far.")) from None


def between(path: str, first: Any, last: Any) -> Q:
    return (Q(**{f"{path}__gte": first}) if first is not None else Q()) & (
        Q(**{f"{path}__lte": last}) if last is not None else Q()
    )


def ends(term: str) -> tuple[str, str]:
    """The two ends of a range; a single value is both."""
    written = unicodedata.normalize("NFKC", term).strip()
    first, dots, last = written.partition("..")
    if not dots:
        return written, written
    if not first.strip() and not last.strip():
        raise BadTerm(_("Give at least one end of the range."))
    return first.strip(), last.strip()


def read_day(written: str, asking: Asking) -> date:
    if match := _RELATIVE.fullmatch(written.replace(" ", "+") if written.startswith("today ") else written):
        return _relative(int(match[1] or 0), working=match[2] == "w", asking=asking)
    if (day := read_date(written)) is None:
        raise BadTerm(_("“%(value)s” is not a date. Write it like 115/11/20.") % {"value": written[:40]})
    return day


def _relative(offset: int, *, working: bool, asking: Asking) -> date:
    if working:
        return _nth_working_day(offset, asking)
    return asking.today + timedelta(days=offset)


def read_number(written: str) -> float:
    try:
        number = Decimal(written.replace(",", ""))
    except InvalidOperation:
        raise BadTerm(_("“%(value)s” is not a number.") % {"value": written[:40]}) from None
    if not number.is_finite() or abs(number) > 10**12:
        raise BadTerm(_("“%(value)s” is not a number.") % {"value": written[:40]})
    return int(number) if number == number.to_integral_value() else float(number)


def _without(path: str, empty: Any) -> Q:
    return Q(**{f"{path}__isnull": True}) if empty is None else Q(**{path: empty})
