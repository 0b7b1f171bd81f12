"""The search box of the desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.apps.cases.models import Case
from tongban.apps.org.policy import Rights
from tongban.apps.worklists.actions import record_search
from tongban.apps.worklists.asking import Asking
from tongban.apps.worklists.matching import match
from tongban.apps.worklists.queries import views_of
from tongban.apps.worklists.rows import rows
from tongban.apps.worklists.searching import MOST, Hits, search
from tongban.apps.worklists.view import View

from .asked import rights_at_desk
from .showing import heads, lines
from .views import tabs

COLUMNS = ("number", "kind", "applicant", "phase", "received_on", "due_on", "handler", "unit")
WAYS = {
    "number": gettext_lazy("by case number"),
    "person": gettext_lazy("by ID number or phone"),
    "document": gettext_lazy("by document number"),
    "name": gettext_lazy("by the beginning of the name"),
}


@never_cache
@require_GET
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    """What the box finds; one exact hit opens the case at once."""
    rights = rights_at_desk(request)
    typed, at = request.GET.get("q", "").strip(), timezone.now()
    asking = Asking(rights, timezone.localdate(at))
    hits = search(typed, asking)
    if hits.parties:
        record_search(subjects=[f"party:{pk}" for pk in hits.parties], by=rights, at=at)
    if hits.exact:
        number = Case.objects.values_list("number", flat=True).get(pk=hits.ids[0])
        return HttpResponseRedirect(f"/desk/cases/{number}/")
    return render(request, "desk/search.html", _context(typed, hits, asking, rights))


def _context(typed: str, hits: Hits, asking: Asking, rights: Rights) -> dict[str, object]:
    views = views_of(rights)
    shape = View(views.first.code, _("Search"), columns=COLUMNS, sort="-received_on")
    matched = match(shape, asking)
    found = rows(hits.ids, matched.asking, changes=False)
    plain = [head._replace(sort_text="", sorted="") for head in heads(matched)]
    return {
        "typed": typed,
        "hits": hits,
        "way": WAYS[hits.by],
        "most": MOST,
        "tabs": tabs(views),
        "heads": plain,
        "lines": [line._replace(url=line.url.partition("?")[0]) for line in lines(matched, found, "")],
    }
