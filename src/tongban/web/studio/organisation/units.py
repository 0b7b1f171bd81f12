"""The tree of units, and one unit: rename, move, close, what stands below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.org.actions import change_unit, close_unit, create_unit, move_unit
from tongban.apps.org.models import Position, Unit, UnitKind
from tongban.apps.org.policy import Deed, Grounds
from tongban.apps.org.queries import units_under
from tongban.web.studio.access import actor_of, door, unit_within
from tongban.web.studio.fields import StudioForm, line
from tongban.web.studio.showing import show


class UnitForm(StudioForm):
    """The details of a unit; its code is only asked for when it is made."""

    def __init__(self, *args: Any, units: Iterable[Unit], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = line(_("Full name"), longest=100)
        self.fields["name_en"] = line(_("Name in English"), longest=150, required=False)
        if is_new:
            about = _("Small letters, digits and hyphens; it stays for ever, such as “elderly-care”.")
            self.fields["code"] = line(_("Code"), longest=64, help_text=about)
            kinds = [(kind.value, kind.label) for kind in UnitKind if kind != UnitKind.CITY]
            self.fields["kind"] = forms.ChoiceField(label=_("Kind of unit"), choices=kinds)
        places = [(unit.code, f"{unit.name}（{unit.code}）") for unit in units]
        self.fields["parent"] = forms.ChoiceField(label=_("Below"), choices=places)
        self.fields["prefix"] = line(
            _("Begins case numbers"), longest=8, required=False, help_text=_("Capital letters, such as SOC.")
        )
        self.fields["district"] = line(
            _("District"), longest=20, required=False, help_text=_("Whose closures stop its working days.")
        )
        self.fields["phone"] = line(_("Telephone"), longest=40, required=False)
        self.fields["address"] = line(_("Address"), longest=200, required=False)


DETAILS = ("name", "name_en", "prefix", "district", "phone", "address")


@door(Deed.MANAGE_UNITS)
@require_GET
def organisation(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """The units within reach as a tree, with how many people work in each."""
    today = timezone.localdate()
    held = Q(positions__from_on__lte=today) & (Q(positions__until_on__isnull=True) | Q(positions__until_on__gte=today))
    people = Count("positions__person", filter=held & Q(positions__person__is_active=True), distinct=True)
    units = list(units_under(reach).annotate(people=people))
    if "closed" not in request.GET:
        units = [unit for unit in units if unit.active]
    context = {"rows": list(_tree(units)), "shows_closed": "closed" in request.GET}
    return show(request, "organisation", context, tab="organisation")


@door(Deed.MANAGE_UNITS)
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest, reach: Grounds) -> HttpResponse:
    parents = list(units_under(reach).filter(active=True))
    initial = {"parent": request.GET.get("below", "")}
    form = UnitForm(request.POST or None, units=parents, is_new=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        below = given.pop("parent")
        parent = next(unit for unit in parents if unit.code == below)
        try:
            made = create_unit(parent=parent, by=actor_of(request), at=timezone.now(), **given)
        except ValidationError as refused:
            form.place(refused)
        else:
            messages.success(request, _("%(unit)s is set up.") % {"unit": made})
            return HttpResponseRedirect(reverse("studio_unit", args=[made.code]))
    context = {"form": form, "title": _("New unit"), "action": _("Set it up")}
    return show(request, "unit_form", context, tab="organisation", status=422 if form.errors else 200)


@door(Deed.MANAGE_UNITS)
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, reach: Grounds, code: str) -> HttpResponse:
    """GET shows unit, people and units below; POST changes details and place."""
    found = unit_within(reach, code)
    parents = [one for one in units_under(reach).filter(active=True) if one.pk != found.pk]
    if found.parent is not None and found.parent not in parents:
        parents.append(found.parent)
    initial = {name: getattr(found, name) for name in DETAILS}
    initial["parent"] = found.parent.code if found.parent else ""
    form = UnitForm(request.POST or None, units=parents, is_new=False, initial=initial)
    if found.parent is None:
        del form.fields["parent"]
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, found, form.cleaned_data, parents)
        except ValidationError as refused:
            form.place(refused)
        else:
            messages.success(request, _("%(unit)s is changed.") % {"unit": form.cleaned_data["name"]})
            return HttpResponseRedirect(request.path)
    context = {
        "unit": found,
        "form": form,
        "below": Unit.objects.filter(parent=found).order_by("code"),
        "positions": positions_in(found),
    }
    return show(request, "unit", context, tab="organisation", status=422 if form.errors else 200)


@door(Deed.MANAGE_UNITS)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reach: Grounds, code: str) -> HttpResponse:
    found = unit_within(reach, code)
    page = reverse("studio_unit", args=[found.code])
    refusal = ""
    if request.method == "POST":
        try:
            close_unit(unit=found, by=actor_of(request), at=timezone.now())
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, _("%(unit)s is closed.") % {"unit": found})
            return HttpResponseRedirect(page)
    context = {
        "question": _("Close %(unit)s?") % {"unit": found},
        "consequences": [_("Nobody can be given a position there any more."), _("Its cases and its history stay.")],
        "action": _("Close the unit"),
        "dangerous": True,
        "refusal": refusal,
        "action_url": request.path,
        "cancel_url": page,
    }
    return show(request, "sure", context, tab="organisation", status=422 if refusal else 200)


def positions_in(found: Unit) -> Any:
    """Positions held now or later, and those that ended within the last year."""
    since = timezone.localdate().replace(month=1, day=1)
    held = Position.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=since), unit=found)
    return held.select_related("person").order_by("person__name", "from_on")


def _change(request: HttpRequest, found: Unit, given: dict[str, Any], parents: list[Unit]) -> None:
    """Both or neither: a new name that is refused moves nothing."""
    by, at = actor_of(request), timezone.now()
    with transaction.atomic():
        change_unit(unit=found, by=by, at=at, **{name: given[name] for name in DETAILS})
        wanted = next((one for one in parents if one.code == given.get("parent")), None)
        if wanted is not None and wanted.pk != found.parent_id:
            move_unit(unit=found, parent=wanted, by=by, at=at)


def _tree(units: list[Unit]) -> Iterable[dict[str, Any]]:
    """Depth first; a unit whose parent is out of reach begins a tree of its own."""
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield {"unit": unit, "depth": depth, "kind": UnitKind(unit.kind).label}
        waiting += [(one, depth + 1) for one in reversed(below.get(unit.pk, []))]
