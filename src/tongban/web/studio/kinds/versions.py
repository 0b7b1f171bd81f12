"""Published versions beside each other, and the way back to an older one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.catalogue.actions import FaultyPack, roll_back
from tongban.apps.catalogue.differences import differences
from tongban.apps.catalogue.models import Pack, PackVersion
from tongban.apps.catalogue.queries import definition, edition
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.casework import Definition
from tongban.web.parts.actors import names_of
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.showing import show

from .addresses import kind_url
from .drafts import change_rows, consequences
from .kind import head


@door(Deed.MANAGE_PACKS)
@require_GET
def versions(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """Any two versions: `from` and `to` are their numbers; without them the last two."""
    pack = pack_within(reach, f"{domain}/{name}")
    listed = list(pack.versions.order_by("-number")[:200])
    newer = _chosen(request, "to", listed, 0)
    older = _chosen(request, "from", listed, 1)
    read = [_read(version) for version in (older, newer)]
    context = {
        **_head(pack),
        "versions": listed,
        "names": names_of({version.published_by for version in listed}),
        "older": older,
        "newer": newer,
        "has_process": all(one is not None and one.process is not None for one in read),
        "changes": change_rows(differences(read[0], read[1])) if read[0] and read[1] else None,
    }
    return show(request, "versions", context, tab="kinds")


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, reach: Grounds, domain: str, name: str, number: int) -> HttpResponse:
    pack = pack_within(reach, f"{domain}/{name}")
    version = pack.versions.filter(number=number).first()
    if version is None:
        raise Http404
    if request.method == "POST":
        return _back(request, pack, version)
    wanted, current = _read(version), _read(pack.current)
    context = {
        **_head(pack),
        "version": version,
        "changes": change_rows(differences(current, wanted)) if wanted and current else [],
        "consequences": consequences(pack),
        "is_readable": wanted is not None,
        "has_draft": edition(pack).draft is not None,
    }
    return show(request, "back", context, tab="kinds")


def _back(request: HttpRequest, pack: Pack, version: PackVersion) -> HttpResponse:
    # Pressed by two people, or twice: once is enough.
    if request.POST.get("current") != str(pack.current_id):
        messages.warning(request, _("Another version was published meanwhile; nothing was done."))
        return HttpResponseRedirect(kind_url(pack.code))
    note = _("Back to version %(number)s") % {"number": version.number}
    try:
        made = roll_back(version=version, by=actor_of(request), at=timezone.now(), note=note)
    except FaultyPack:
        messages.error(request, _("That version can no longer be used: today's checks find faults in it."))
    else:
        done = _("Version %(number)s is published; it equals version %(old)s.")
        messages.success(request, done % {"number": made.number, "old": version.number})
    return HttpResponseRedirect(kind_url(pack.code))


def _chosen(request: HttpRequest, name: str, listed: list[PackVersion], place: int) -> PackVersion | None:
    asked = request.GET.get(name, "")
    if asked.isdecimal():
        return next((version for version in listed if version.number == int(asked)), None)
    return listed[place] if len(listed) > place else None


def _read(version: PackVersion | None) -> Definition | None:
    """None where the version no longer reads: the rules for packs have become stricter since."""
    try:
        return definition(version.pk) if version else None
    except ValueError:
        return None


def _head(pack: Pack) -> dict[str, Any]:
    return head(pack, edition(pack), _read(pack.current))
