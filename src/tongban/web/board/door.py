"""Who may come in, and what every page of the statistics shows around its own part."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.apps.insight.months import Period, month_of, months_later
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, may
from tongban.apps.parties.models import Channel

from .asked import Asked
from .months import last_months, month_code, month_name
from .names import unit_names

Page = Callable[..., HttpResponse]
TABS = (
    ("board", gettext_lazy("Overview")),
    ("board_agencies", gettext_lazy("Agencies")),
    ("board_units", gettext_lazy("Units")),
    ("board_kinds", gettext_lazy("Kinds")),
    ("board_officers", gettext_lazy("Officers")),
    ("board_months", gettext_lazy("Months")),
    ("board_channels", gettext_lazy("Channels")),
    ("board_satisfaction", gettext_lazy("Satisfaction")),
    ("board_process", gettext_lazy("Where the time goes")),
    ("board_penalties", gettext_lazy("Penalties")),
    ("board_late", gettext_lazy("Dunning list")),
    ("board_monthly", gettext_lazy("Monthly report")),
)
MONTHS_OFFERED = 60


def statistics(page: Page) -> Page:
    """For those who may see statistics of some unit."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.rights, Deed.STATISTICS):  # type: ignore[attr-defined]
            return render(request, "403.html", status=403)
        return page(request, *args, **kwargs)

    return never_cache(require_GET(login_required(guarded)))


def surroundings(ask: Asked, current: str, *, filters: bool = True) -> dict[str, Any]:
    """Tabs, whose figures these are, the filters chosen and what of them was not understood."""
    found: dict[str, Any] = {
        "ask": ask,
        "current": current,
        "tabs": [(reverse(name), label, name == current) for name, label in TABS],
        "whose": whose(ask),
        "period": period_name(ask.question.period),
        "faults": ask.faults,
        "here": ask.here,
    }
    return found | _controls(ask) if filters else found


def whose(ask: Asked) -> str:
    if ask.unit:
        return str(ask.unit.name)
    if ask.agency:
        return _("Cases of %(agency)s") % {"agency": ask.agency.name}
    if ask.question.reach.everything:
        return _("The whole city")
    return "、".join(sorted(unit_names(ask.rights.unit_ids).values()))


def period_name(period: Period) -> str:
    if period.first == period.last:
        return month_name(period.first)
    return _("%(first)s to %(last)s") % {"first": month_name(period.first), "last": month_name(period.last)}


def _controls(ask: Asked) -> dict[str, Any]:
    period, today = ask.question.period, ask.today
    return {
        "months": _months(ask),
        "first": month_code(period.first),
        "last": month_code(period.last),
        "agencies": list(
            Unit.objects.filter(packs__isnull=False).distinct().order_by("code").values_list("code", "name")
        ),
        "units": _units(ask),
        "kinds": ask.kinds.items(),
        "channels": Channel.choices,
        "periods": [
            (label, ask.address(**_ends(one)), one == period) for label, one in _usual_periods(month_of(today)).items()
        ],
        "chips": _chips(ask),
        "is_narrowed": bool(ask.given),
    }


def _chips(ask: Asked) -> list[dict[str, str]]:
    """The filters chosen, each with the address without it."""
    question = ask.question
    chosen = {
        "agency": (_("Agency in charge"), ask.agency.name if ask.agency else ""),
        "unit": (_("Handling unit"), ask.unit.name if ask.unit else ""),
        "kind": (_("Kind of case"), ask.kinds.get(question.kind or "", "")),
        "channel": (_("Channel"), str(dict(Channel.choices).get(question.channel or "", ""))),
    }
    return [
        {"label": label, "value": value, "without": ask.address(**{name: None})}
        for name, (label, value) in chosen.items()
        if value
    ]


def _ends(period: Period) -> dict[str, str | None]:
    return {"from": month_code(period.first), "to": month_code(period.last)}


def _usual_periods(month: Any) -> dict[str, Period]:
    before, january = months_later(month, -1), month.replace(month=1)
    return {
        _("This month"): Period(month, month),
        _("Last month"): Period(before, before),
        _("This year"): Period(january, month),
        _("Last year"): Period(months_later(january, -12), months_later(january, -1)),
        _("Twelve months"): last_months(month, 12),
    }


def _months(ask: Asked) -> list[tuple[str, str]]:
    """The newest first; an older one that was asked for is offered as well."""
    offered = {*last_months(ask.today, MONTHS_OFFERED), ask.question.period.first, ask.question.period.last}
    return [(month_code(month), month_name(month)) for month in sorted(offered, reverse=True)]


def _units(ask: Asked) -> list[tuple[str, str]]:
    """City-wide the agencies and offices; else every unit one answers for."""
    reach = ask.question.reach
    units = Unit.objects.filter(active=True)
    units = units.exclude(kind="section") if reach.everything else units.filter(pk__in=reach.units | reach.owner_units)
    found = dict(units.order_by("code").values_list("code", "name"))
    return list({**found, **({ask.unit.code: ask.unit.name} if ask.unit else {})}.items())
