"""Somebody with an account: details, positions from–until, substitutes, closing and opening, a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.apps.catalogue.actions.opening import first_password
from tongban.apps.org.actions import (
    add_person,
    change_person,
    deactivate_person,
    end_position,
    end_substitution,
    give_position,
    name_substitute,
    reactivate_person,
    send_password_link,
    set_password,
)
from tongban.apps.org.models import Person, Position, Role, Substitution
from tongban.apps.org.policy import Deed, Grounds
from tongban.apps.org.queries import people_under
from tongban.web.parts.fields import DayField
from tongban.web.studio.access import actor_of, door, unit_within
from tongban.web.studio.fields import StudioForm
from tongban.web.studio.showing import show

from .person_forms import DetailsForm, PersonForm, PositionForm, SubstituteForm

MOST_LISTED = 200


@door(Deed.MANAGE_PEOPLE)
@require_GET
def people(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """Everyone within reach, found by name, account or e-mail; those whose account is closed come last."""
    asked = request.GET.get("q", "").strip()[:100]
    found = people_under(reach).order_by("-is_active", "username")
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(username__icontains=asked) | Q(email__icontains=asked))
    listed = list(found[: MOST_LISTED + 1])
    today = timezone.localdate()
    held: dict[int, list[Position]] = {}
    positions = Position.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), person__in=listed)
    for position in positions.select_related("unit__parent").order_by("from_on"):
        held.setdefault(position.person_id, []).append(position)
    rows = [{"person": person, "positions": held.get(person.pk, [])} for person in listed[:MOST_LISTED]]
    context = {"rows": rows, "asked": asked, "has_more": len(listed) > MOST_LISTED, "most": MOST_LISTED}
    return show(request, "people", context, tab="organisation")


@door(Deed.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest, reach: Grounds) -> HttpResponse:
    initial = {"unit": request.GET.get("unit", ""), "from_on": timezone.localdate(), "role": Role.HANDLER}
    form = PersonForm(request.POST or None, reach=reach, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _try(form, lambda: _add(request, reach, dict(form.cleaned_data)))
        if made is not None:
            messages.success(
                request, _("%(person)s is added and is mailed a link to set a password.") % {"person": made}
            )
            return _to(made)
    context = {"form": form, "title": _("New person"), "action": _("Add")}
    return show(request, "unit_form", context, tab="organisation", status=422 if form.errors else 200)


@door(Deed.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, reach: Grounds, pk: int) -> HttpResponse:
    """GET shows everything; POST `details` changes them, `position` gives one more."""
    found, is_ours = _within(reach, pk)
    sent = request.POST if request.method == "POST" else None
    details = DetailsForm(
        sent if sent and "details" in sent else None,
        initial={"name": found.name, "email": found.email, "phone": found.phone},
    )
    position = PositionForm(
        sent if sent and "position" in sent else None,
        reach=reach,
        auto_id="position_%s",
        initial={"from_on": timezone.localdate()},
    )
    by, at = actor_of(request), timezone.now()
    if sent and details.is_bound and details.is_valid():
        _refuse_others(is_ours)
        if _try(details, lambda: change_person(person=found, by=by, at=at, **details.cleaned_data)):
            messages.success(request, _("The details are changed."))
            return _to(found)
    if sent and position.is_bound and position.is_valid():
        given = dict(position.cleaned_data)
        unit = unit_within(reach, given.pop("unit"))
        if _try(position, lambda: give_position(person=found, unit=unit, by=by, at=at, **given)):
            messages.success(request, _("The position is given."))
            return _to(found)
    return _page(request, reach, found, is_ours, details=details, position=position)


@door(Deed.MANAGE_PEOPLE)
@require_POST
def end(request: HttpRequest, reach: Grounds, pk: int, position: int) -> HttpResponse:
    """`until_on` is the last day; `substitution` ends a substitution instead."""
    found, _ours = _within(reach, pk)
    held = _position(reach, found, position)
    by, at = actor_of(request), timezone.now()
    try:
        day = DayField(required=False).clean(request.POST.get("until_on", "")) or timezone.localdate()
        if (ended := request.POST.get("substitution", "")).isdecimal():
            substitution = Substitution.objects.filter(position=held, pk=int(ended)).first()
            if substitution is not None:
                end_substitution(substitution=substitution, until_on=day, by=by, at=at)
                messages.success(request, _("The substitution is ended."))
        else:
            end_position(position=held, until_on=day, by=by, at=at)
            messages.success(request, _("The position ends on %(day)s.") % {"day": day.isoformat()})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return _to(found)


@door(Deed.MANAGE_PEOPLE)
@require_POST
def substitute(request: HttpRequest, reach: Grounds, pk: int, position: int) -> HttpResponse:
    found, is_ours = _within(reach, pk)
    held = _position(reach, found, position)
    form = SubstituteForm(request.POST, auto_id=f"substitute_{held.pk}_%s")
    if form.is_valid():
        by, at = actor_of(request), timezone.now()
        if _try(form, lambda: name_substitute(position=held, by=by, at=at, **form.cleaned_data)):
            messages.success(request, _("The substitute is named."))
            return _to(found)
    return _page(request, reach, found, is_ours, substitute=form, substitute_for=held.pk)


@door(Deed.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, reach: Grounds, pk: int, what: str) -> HttpResponse:
    """`close` and `open` the account, `password` sets a first one and shows it once, `link` mails a link."""
    found, is_ours = _within(reach, pk)
    _refuse_others(is_ours)
    if what not in _SURE:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            return _account(request, found, what)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
    question, consequences, action = (part() for part in _SURE[what])
    context = {
        "question": question % {"person": found},
        "consequences": consequences,
        "action": action,
        "dangerous": what == "close",
        "refusal": refusal,
        "action_url": request.path,
        "cancel_url": reverse("studio_person", args=[found.pk]),
    }
    return show(request, "sure", context, tab="organisation", status=422 if refusal else 200)


_SURE: dict[str, tuple[Callable[[], Any], ...]] = {
    "close": (
        lambda: _("Close the account of %(person)s?"),
        lambda: [
            _("Logged out at once, and no rights from then on."),
            _("Positions stay, so that a substitute can act."),
        ],
        lambda: _("Close the account"),
    ),
    "open": (
        lambda: _("Open the account of %(person)s again?"),
        lambda: [_("A new password has to be chosen at the next log-in.")],
        lambda: _("Open the account"),
    ),
    "password": (
        lambda: _("Give %(person)s a new first password?"),
        lambda: [
            _("It is shown to you once; hand it over in person."),
            _("It has to be changed at the next log-in; all other log-ins end."),
        ],
        lambda: _("Give a first password"),
    ),
    "link": (
        lambda: _("Mail %(person)s a link to set a password?"),
        lambda: [_("The link works once and for some hours.")],
        lambda: _("Mail the link"),
    ),
}


def _account(request: HttpRequest, found: Person, what: str) -> HttpResponse:
    by, at = actor_of(request), timezone.now()
    if what == "password":
        password = first_password()
        set_password(person=found, password=password, by=by, at=at, temporary=True)
        return show(request, "first_password", {"person": found, "password": password}, tab="organisation")
    if what == "close":
        deactivate_person(person=found, by=by, at=at)
        messages.success(request, _("The account is closed."))
    elif what == "open":
        reactivate_person(person=found, by=by, at=at)
        messages.success(request, _("The account is open again."))
    else:
        send_password_link(person=found)
        messages.success(request, _("The link is on its way to %(email)s.") % {"email": found.email})
    return _to(found)


def _add(request: HttpRequest, reach: Grounds, given: dict[str, Any]) -> Person:
    """Account and position, or neither."""
    by, at = actor_of(request), timezone.now()
    who = {name: given.pop(name) for name in ("username", "name", "email", "phone")}
    unit = unit_within(reach, given.pop("unit"))
    with transaction.atomic():
        made = add_person(by=by, at=at, **who)
        give_position(person=made, unit=unit, by=by, at=at, **given)
        send_password_link(person=made)
    return made


def _try(form: StudioForm, act: Callable[[], Any]) -> Any:
    try:
        return act()
    except ValidationError as refused:
        form.place(refused)
        return None


def _within(reach: Grounds, pk: int) -> tuple[Person, bool]:
    """The person, and whether the account itself may be touched: not when it opens doors beyond one's reach."""
    found = people_under(reach).filter(pk=pk).first()
    if found is None:
        raise Http404
    if reach.everything:
        return found, True
    today = timezone.localdate()
    held = Position.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), person=found)
    inside = all(reach.cover_unit(p.unit_id) and p.role != Role.CITY_ADMIN for p in held)
    return found, inside


def _refuse_others(is_ours: bool) -> None:
    if not is_ours:
        raise PermissionDenied


def _position(reach: Grounds, found: Person, pk: int) -> Position:
    held = Position.objects.select_related("unit", "person").filter(person=found, pk=pk).first()
    if held is None:
        raise Http404
    if not reach.cover_unit(held.unit_id) or (held.role == Role.CITY_ADMIN and not reach.everything):
        raise PermissionDenied
    return held


def _to(found: Person) -> HttpResponse:
    return HttpResponseRedirect(reverse("studio_person", args=[found.pk]))


def _page(request: HttpRequest, reach: Grounds, found: Person, is_ours: bool, **typed: Any) -> HttpResponse:
    today = timezone.localdate()
    positions = Position.objects.filter(person=found).select_related("unit__parent").order_by("-from_on")
    substitutions = Substitution.objects.filter(position__person=found, until_on__gte=today)
    forms_ = {
        "details": DetailsForm(initial={"name": found.name, "email": found.email, "phone": found.phone}),
        "position": PositionForm(reach=reach, auto_id="position_%s", initial={"from_on": today}),
        **typed,
    }
    context = {
        "person": found,
        "is_ours": is_ours,
        "positions": [
            {
                "position": held,
                "is_current": held.until_on is None or held.until_on >= today,
                "is_ours": reach.cover_unit(held.unit_id) and (held.role != Role.CITY_ADMIN or reach.everything),
                "form": typed.get("substitute")
                if held.pk == typed.get("substitute_for")
                else SubstituteForm(auto_id=f"substitute_{held.pk}_%s", initial={"from_on": today}),
            }
            for held in positions
        ],
        "substitutions": substitutions.select_related("position__unit__parent", "substitute").order_by("from_on"),
        **forms_,
    }
    faulty = any(form.errors for form in typed.values() if isinstance(form, StudioForm))
    return show(request, "person", context, tab="organisation", status=422 if faulty else 200)
