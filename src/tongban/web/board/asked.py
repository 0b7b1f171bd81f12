"""What a request asks of the statistics: whose figures, of which months, narrowed to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.apps.insight.months import Period
from tongban.apps.insight.queries import Question
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds, Rights, grounds, subtree
from tongban.apps.parties.models import Channel

from .months import last_months, month_code, read_month
from .names import kind_names

MOST_MONTHS = 120
FILTERS = ("from", "to", "agency", "unit", "kind", "channel")


@dataclass(slots=True)
class Given:
    """Filters as they were understood, with a word on each that was not."""

    today: date
    kept: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def refuse(self, fault: str, value: str) -> None:
        self.faults.append(fault % {"value": value[:60]})


@dataclass(frozen=True)
class Asked:
    rights: Rights
    question: Question
    agency: Unit | None
    unit: Unit | None
    given: Mapping[str, str]
    faults: list[str]
    at: datetime

    @property
    def today(self) -> date:
        return self.question.today

    @cached_property
    def may_drill(self) -> bool:
        """Whether the desk shows every case that is counted here."""
        seen, counted = grounds(self.rights, Deed.VIEW), self.question.reach
        return seen.everything or (
            not counted.everything and counted.owner_units <= seen.owner_units and counted.units <= seen.units
        )

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kinds that are published, by code: those the desk can be narrowed to."""
        return kind_names()

    def address(self, **changes: str | None) -> str:
        """`?from=…` with what was asked, changed; None takes a filter away."""
        pairs = {**self.given, **changes}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    @property
    def here(self) -> str:
        return self.address()


def asked(request: HttpRequest, period: Period | None = None) -> Asked:
    """`period`: what is shown when none is asked for; twelve months if not given."""
    rights: Rights = request.rights  # type: ignore[attr-defined]
    at = timezone.now()
    given = Given(timezone.localdate(at))
    reach = grounds(rights, Deed.STATISTICS)
    values = {name: request.GET.get(name, "").strip() for name in FILTERS}
    agency, unit = _unit(given, "agency", values["agency"]), _unit(given, "unit", values["unit"])
    question = Question(
        reach=reach,
        period=_period(given, values["from"], values["to"], period or last_months(given.today, 12)),
        today=given.today,
        owner=agency.pk if agency else None,
        units=subtree(unit.pk, rights.version) if unit else None,
        kind=_chosen(given, "kind", values["kind"], kind_names(), _("There is no kind of case “%(value)s”; left out.")),
        channel=_chosen(
            given, "channel", values["channel"], dict(Channel.choices), _("There is no channel “%(value)s”; left out.")
        ),
    )
    return Asked(rights, question, agency, unit, given.kept, given.faults, at)


def narrowed(reach: Grounds) -> Grounds:
    """Only what somebody's own units handle: the basis for figures about people."""
    return Grounds(everything=reach.everything, units=reach.units)


def _unit(given: Given, name: str, code: str) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.filter(code=code).first() if len(code) <= 64 and code.isprintable() else None
    if found is None:
        given.refuse(_("There is no unit “%(value)s”; left out."), code)
    else:
        given.kept[name] = code
    return found


def _chosen(given: Given, name: str, code: str, options: Mapping[str, object], fault: str) -> str | None:
    if not code:
        return None
    if code not in options:
        given.refuse(fault, code)
        return None
    given.kept[name] = code
    return code


def _period(given: Given, first: str, last: str, standard: Period) -> Period:
    ends = [_month(given, first), _month(given, last)]
    if ends == [None, None]:
        return standard
    begin, end = (ends[0] or ends[1], ends[1] or ends[0])
    assert begin and end
    if begin > end:
        given.faults.append(_("The period ended before it began; its ends were exchanged."))
        begin, end = end, begin
    longest = last_months(end, MOST_MONTHS).first
    if begin < longest:
        given.faults.append(_("At most ten years are shown at once; the earlier part was left out."))
        begin = longest
    given.kept |= {"from": month_code(begin), "to": month_code(end)}
    return Period(begin, end)


def _month(given: Given, written: str) -> date | None:
    if not written:
        return None
    month = read_month(written)
    if month is None:
        given.refuse(_("“%(value)s” is not a month; write it like 115/11. Left out."), written)
    return month
