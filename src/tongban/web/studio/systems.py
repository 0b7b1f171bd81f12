"""Systems that come in through the API: who they are, what their tokens allow. A token is shown once."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongban.apps.connectors.actions import add_system, give_token, revoke_token
from tongban.apps.connectors.models import Scope, System, SystemToken
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.calendar import TAIPEI
from tongban.web.parts.actors import names_of
from tongban.web.parts.fields import DayField

from .access import actor_of, door
from .fields import StudioForm, line
from .showing import show

SCOPES = {
    Scope.REGISTER: gettext_lazy("register cases"),
    Scope.READ: gettext_lazy("read cases"),
    Scope.WORK: gettext_lazy("complete tasks, push steps, answer corrections"),
    Scope.DOCUMENTS: gettext_lazy("reserve and attach document numbers"),
}


class SystemForm(StudioForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        about = _("Small letters, digits and hyphens, such as “counter-taoyuan”.")
        self.fields["code"] = line(_("Code"), longest=40, help_text=about, validators=[validate_slug])
        self.fields["name"] = line(_("Full name"), longest=100)
        units = [
            (unit.code, f"{unit.name}（{unit.code}）") for unit in Unit.objects.filter(active=True).order_by("code")
        ]
        self.fields["unit"] = forms.ChoiceField(
            label=_("Whose"),
            choices=units,
            help_text=_("It reaches the cases of this unit and those below."),
        )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if System.objects.filter(code=code).exists():
            raise ValidationError(_("Another system has this code."))
        return code


class TokenForm(StudioForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(scope.value, label) for scope, label in SCOPES.items()]
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("What it may do"), choices=choices, widget=forms.CheckboxSelectMultiple
        )
        self.fields["expires_on"] = DayField(
            label=_("Valid until, this day included"), required=False, help_text=_("Empty: until it is revoked.")
        )

    def clean_expires_on(self) -> datetime | None:
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("This day is over already."))
        return datetime.combine(day, time.max, tzinfo=TAIPEI)


@door(Deed.MANAGE_SYSTEMS)
@require_http_methods(["GET", "POST"])
def systems(request: HttpRequest, reach: Grounds) -> HttpResponse:
    form = SystemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = Unit.objects.get(code=given["unit"])
        made = add_system(code=given["code"], name=given["name"], unit=unit, by=actor_of(request), at=timezone.now())
        messages.success(request, _("%(system)s is known; give it a token now.") % {"system": made.name})
        return HttpResponseRedirect(reverse("studio_system", args=[made.code]))
    listed = System.objects.select_related("unit").prefetch_related("tokens").order_by("code")
    rows = [{"system": one, "valid": sum(_is_valid(token) for token in one.tokens.all())} for one in listed]
    return show(request, "systems", {"rows": rows, "form": form}, tab="systems", status=422 if form.errors else 200)


@door(Deed.MANAGE_SYSTEMS)
@require_http_methods(["GET", "POST"])
def system(request: HttpRequest, reach: Grounds, code: str) -> HttpResponse:
    """GET shows its tokens; POST `give` makes one and shows it this once, `revoke` ends one."""
    found = System.objects.select_related("unit").filter(code=code).first()
    if found is None:
        raise Http404
    by, at = actor_of(request), timezone.now()
    if (ended := request.POST.get("revoke", "")).isdecimal():
        token = SystemToken.objects.filter(system=found, pk=int(ended)).first()
        if token is not None:
            revoke_token(token=token, by=by, at=at)
            messages.success(request, _("The token %(hint)s… is revoked.") % {"hint": token.hint})
        return HttpResponseRedirect(request.path)
    form = TokenForm(request.POST or None)
    fresh = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        fresh = give_token(system=found, scopes=given["scopes"], by=by, at=at, expires_at=given["expires_on"])
        form = TokenForm()
    tokens = list(SystemToken.objects.filter(system=found).order_by("-made_at"))
    context = {
        "system": found,
        "form": form,
        "fresh": fresh,
        "tokens": [
            {"token": token, "is_valid": _is_valid(token), "scopes": [SCOPES[Scope(s)] for s in token.scopes]}
            for token in tokens
        ],
        "names": names_of(token.made_by for token in tokens),
    }
    return show(request, "system", context, tab="systems", status=422 if form.errors else 200)


def _is_valid(token: SystemToken) -> bool:
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > timezone.now())
