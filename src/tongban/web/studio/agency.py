"""A new agency from one workbook: template, preview with every fault at its row, confirmation, first passwords once."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.apps.catalogue.actions import Opened, open_agency, stage_file, staged_file, take_staged
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.workbook import AgencyPlan, agency_template, plan_agency, read_agency
from tongban.apps.org.models import Role, UnitKind
from tongban.apps.org.policy import Deed, Grounds
from tongban.apps.org.queries import units_under
from tongban.apps.parties.protect import Undecryptable, vault
from tongban.core.text import Fault

from .access import actor_of, door, rights_of
from .kinds.index import packs_within
from .sending import attachment, sent_file, stamp
from .showing import fault_lines, show

PURPOSE = "agency"
PASSWORDS = "first_passwords"
KEPT = timedelta(minutes=30)


@door(Deed.MANAGE_UNITS)
@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """GET explains; POST reads the workbook and shows what would happen, or every fault."""
    if request.method == "GET":
        return show(request, "agency", {"has_passwords": _kept(request) is not None}, tab="agency")
    name, content, faults = sent_file(request, "workbook")
    plan: AgencyPlan | None = None
    if not faults:
        plan, faults = _plan(request, name, content)
    if faults or plan is None:
        return show(request, "agency", {"faults": fault_lines(faults), "file": name}, tab="agency", status=422)
    digest = stage_file(
        person_id=rights_of(request).person_id, purpose=PURPOSE, name=name, content=content, at=timezone.now()
    )
    return _preview(request, plan, digest, name)


@door(Deed.MANAGE_UNITS)
@require_POST
def confirm(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """All of it or nothing; what is carried out is the workbook that was shown, planned once more."""
    person_id, now = rights_of(request).person_id, timezone.now()
    digest = request.POST.get("digest", "")
    staged = staged_file(person_id=person_id, purpose=PURPOSE, digest=digest, at=now)
    if staged is None:
        messages.warning(request, _("This preview is no longer there. Upload the workbook once more."))
        return HttpResponseRedirect(reverse("studio_agency"))
    name, content = staged
    plan, faults = _plan(request, name, content)
    if faults:
        return show(request, "agency", {"faults": fault_lines(faults), "file": name}, tab="agency", status=409)
    try:
        opened = open_agency(
            plan=plan, by=actor_of(request), at=now, with_passwords=bool(request.POST.get("passwords"))
        )
    except ValidationError as refused:
        return _preview(request, plan, digest, name, refusal=" ".join(refused.messages), status=409)
    take_staged(person_id=person_id, purpose=PURPOSE)
    _keep(request, opened)
    return show(request, "agency_done", {"plan": plan, "opened": len(opened)}, tab="agency")


@door(Deed.MANAGE_UNITS)
@require_POST
def passwords(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """The list of first passwords, once: afterwards nobody has it but who holds the file."""
    opened = _kept(request)
    request.session.pop(PASSWORDS, None)
    if opened is None:
        messages.warning(request, _("The list is gone: it can be taken once, within half an hour."))
        return HttpResponseRedirect(reverse("studio_agency"))
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("First passwords"))
    sheet.set_column(0, 2, 24)
    sheet.write_row(0, 0, [_("Account"), _("Name"), _("First password")], book.add_format({"bold": True}))
    for row, one in enumerate(opened, 1):
        for column, cell in enumerate(one):
            sheet.write_string(row, column, cell)
    book.close()
    return attachment(out.getvalue(), f"first-passwords-{stamp(timezone.localtime())}.xlsx")


@door(Deed.MANAGE_UNITS)
@require_GET
def template(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """The workbook to fill in; with `filled`, the units there are already stand in it."""
    units = units_under(reach).filter(active=True).select_related("parent")
    listed = list(units) if "filled" in request.GET else []
    packs: list[Pack] = list(packs_within(reach).filter(current__isnull=False))
    return attachment(agency_template(listed, packs), "agency.xlsx")


def _plan(request: HttpRequest, name: str, content: bytes) -> tuple[AgencyPlan, list[Fault]]:
    sheets, faults = read_agency(content, name)
    plan, planned = plan_agency(sheets, name, rights_of(request))
    # A row that cannot be read is unknown to all that name it: saying so too would only hide the cause.
    return plan, faults or planned


def _preview(
    request: HttpRequest, plan: AgencyPlan, digest: str, name: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    people = plan.organisation.people
    context: dict[str, Any] = {
        "plan": plan,
        "digest": digest,
        "file": name,
        "refusal": refusal,
        "new_people": sum(person.is_new for person in people),
        "new_units": sum(unit.is_new for unit in plan.organisation.units),
        "roles": {str(role.value): role.label for role in Role},
        "kinds": {str(kind.value): kind.label for kind in UnitKind},
    }
    return show(request, "agency_preview", context, tab="agency", status=status)


def _keep(request: HttpRequest, opened: list[Opened]) -> None:
    if not opened:
        return
    clear = json.dumps(opened).encode()
    sealed = base64.b64encode(vault().encrypt(clear, _place(request))).decode()
    request.session[PASSWORDS] = {"sealed": sealed, "until": (timezone.now() + KEPT).timestamp()}


def _kept(request: HttpRequest) -> list[Opened] | None:
    kept = request.session.get(PASSWORDS)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    try:
        clear = vault().decrypt(base64.b64decode(kept["sealed"]), _place(request))
    except Undecryptable:
        return None
    return [Opened(*one) for one in json.loads(clear)]


def _place(request: HttpRequest) -> str:
    return f"first-passwords:{rights_of(request).person_id}"
