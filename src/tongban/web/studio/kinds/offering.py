"""Which units take a kind in, and whose work it becomes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.apps.catalogue.actions import offer_kind, withdraw_offer
from tongban.apps.catalogue.models import Offer
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds
from tongban.web.studio.access import actor_of, door, pack_within

from .addresses import kind_url


@door(Deed.MANAGE_PACKS)
@require_POST
def offer(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """`unit` takes it in for `handled_by`; or `withdraw` is the offer that ends."""
    pack = pack_within(reach, f"{domain}/{name}")
    by, at = actor_of(request), timezone.now()
    if (ended := request.POST.get("withdraw", "")).isdecimal():
        found = Offer.objects.select_related("unit").filter(pack=pack, pk=int(ended)).first()
        if found:
            withdraw_offer(offer=found, by=by, at=at)
            messages.success(request, _("%(unit)s takes in no new cases of this kind.") % {"unit": found.unit})
        return HttpResponseRedirect(kind_url(pack.code) + "#offers")
    units = {
        unit.code: unit
        for unit in Unit.objects.filter(code__in=[request.POST.get("unit"), request.POST.get("handled_by")])
    }
    unit, handled_by = units.get(request.POST.get("unit", "")), units.get(request.POST.get("handled_by", ""))
    if unit is None or handled_by is None:
        messages.error(request, _("Choose the unit that takes it in and the one that handles it."))
    else:
        try:
            offer_kind(code=pack.code, unit=unit, handled_by=handled_by, by=by, at=at)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("%(unit)s takes in cases of this kind.") % {"unit": unit})
    return HttpResponseRedirect(kind_url(pack.code) + "#offers")
