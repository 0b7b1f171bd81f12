"""The office calendar: the government's yearly file, and days that offices stay closed; each shows what it moves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tongban.apps.cases.models import Case
from tongban.apps.catalogue.actions import stage_file, staged_file, take_staged
from tongban.apps.officedays.actions import FaultyCalendar, add_closure, import_office_calendar, remove_closure
from tongban.apps.officedays.models import Closure, OfficeDay
from tongban.apps.officedays.queries import calendar as calendar_in_force
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.calendar import Calendar, CalendarError, read_office_calendar
from tongban.web.parts.actors import names_of
from tongban.web.parts.fields import DayField

from .access import actor_of, door, rights_of
from .fields import StudioForm, line
from .sending import sent_file
from .showing import fault_lines, show

PURPOSE = "calendar"


class ClosureForm(StudioForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"] = DayField(label=_("Day"))
        places = [("", _("The whole city")), *((name, name) for name in districts())]
        self.fields["district"] = forms.ChoiceField(label=_("Where"), choices=places, required=False)
        text = forms.TextInput(attrs={"placeholder": "颱風"})
        self.fields["reason"] = line(_("Reason"), longest=100, widget=text)


def districts() -> list[str]:
    return sorted(set(Unit.objects.exclude(district="").values_list("district", flat=True)))


@door(Deed.MANAGE_UNITS, whole_city=True)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """GET shows closures and files; POST with a closure asks first, then (`sure`) carries it out."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "sure" not in request.POST:
            return _ask(request, given)
        add_closure(**given, by=actor_of(request), at=timezone.now())
        messages.success(request, _("The day is entered; due dates are being computed anew."))
        return HttpResponseRedirect(request.path)
    return _page(request, form, status=422 if form.errors else 200)


@door(Deed.MANAGE_UNITS, whole_city=True)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, reach: Grounds, pk: int) -> HttpResponse:
    closure = Closure.objects.filter(pk=pk).first()
    if closure is None:
        raise Http404
    if request.method == "POST":
        remove_closure(closure=closure, by=actor_of(request), at=timezone.now())
        messages.success(request, _("The closure is taken back; due dates are being computed anew."))
        return HttpResponseRedirect(reverse("studio_calendar"))
    context = {
        "question": _("Take back the closure of %(day)s?") % {"day": closure.day.isoformat()},
        "consequences": [
            f"{closure.district or _('The whole city')}：{closure.reason}",
            moving(closure.day, closure.district),
        ],
        "action": _("Take it back"),
        "dangerous": True,
        "action_url": request.path,
        "cancel_url": reverse("studio_calendar"),
    }
    return show(request, "sure", context, tab="calendar")


@door(Deed.MANAGE_UNITS, whole_city=True)
@require_POST
def upload(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """The government's file of one year: every fault, or what would change."""
    name, content, faults = sent_file(request, "file")
    days: list[Any] = []
    if not faults:
        days, faults = read_office_calendar(content, name)
    if faults:
        return _page(request, ClosureForm(), status=422, faults=fault_lines(faults))
    now = timezone.now()
    digest = stage_file(person_id=rights_of(request).person_id, purpose=PURPOSE, name=name, content=content, at=now)
    first = min(one.day for one in days)
    context = {
        "file": name,
        "digest": digest,
        "year": first.year,
        "days": len(days),
        "differing": [one for one in days if _differs(calendar_in_force(), one.day, one.is_off)],
        "moving": moving(max(first, timezone.localdate())),
    }
    return show(request, "calendar_preview", context, tab="calendar")


@door(Deed.MANAGE_UNITS, whole_city=True)
@require_POST
def confirm(request: HttpRequest, reach: Grounds) -> HttpResponse:
    person_id, now = rights_of(request).person_id, timezone.now()
    staged = staged_file(person_id=person_id, purpose=PURPOSE, digest=request.POST.get("digest", ""), at=now)
    if staged is None:
        messages.warning(request, _("This preview is no longer there. Upload the file once more."))
        return HttpResponseRedirect(reverse("studio_calendar"))
    try:
        count = import_office_calendar(source=staged[1], file=staged[0], by=actor_of(request), at=now)
    except FaultyCalendar as faulty:
        return _page(request, ClosureForm(), status=422, faults=fault_lines(faulty.faults))
    take_staged(person_id=person_id, purpose=PURPOSE)
    messages.success(request, _("%(count)s days are taken in; due dates are being computed anew.") % {"count": count})
    return HttpResponseRedirect(reverse("studio_calendar"))


def moving(day: date, district: str = "") -> str:
    """How many open cases have due dates that are computed anew."""
    found = Case.objects.filter(closed_on=None, due_on__gte=day)
    count = (found.filter(place=district) if district else found).count()
    text = ngettext(
        "The due date of %(count)s open case is computed anew.",
        "The due dates of %(count)s open cases are computed anew.",
        count,
    )
    return text % {"count": f"{count:,}"}


def _differs(now: Calendar, day: date, is_off: bool) -> bool:
    try:
        return now.is_working(day) == is_off
    except CalendarError:
        return True


def _ask(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    place = given["district"] or _("The whole city")
    context = {
        "question": _("Enter %(day)s as a day that offices stay closed?") % {"day": given["day"].isoformat()},
        "consequences": [f"{place}：{given['reason']}", moving(given["day"], given["district"])],
        "action": _("Enter it"),
        "fields": [*((name, request.POST.get(name, "")) for name in ("day", "district", "reason")), ("sure", "1")],
        "action_url": request.path,
        "cancel_url": request.path,
    }
    return show(request, "sure", context, tab="calendar")


def _page(request: HttpRequest, form: ClosureForm, *, status: int = 200, **more: Any) -> HttpResponse:
    since = timezone.localdate().replace(month=1, day=1)
    closures = list(Closure.objects.filter(day__gte=since).order_by("-day", "district"))
    years = sorted({day.year for day in OfficeDay.objects.dates("day", "year")})
    context = {
        "form": form,
        "closures": closures,
        "names": names_of(closure.added_by for closure in closures),
        "years": years,
        **more,
    }
    return show(request, "calendar", context, tab="calendar", status=status)
