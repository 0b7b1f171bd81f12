"""受理憑單: what each agency prints around the facts of a case, shown as the paper it will be."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.catalogue.actions import FaultyReceipt, publish_receipt, roll_back_receipt
from tongban.apps.catalogue.models import ReceiptEdition
from tongban.apps.catalogue.queries import own_receipt
from tongban.apps.catalogue.receipt import LONGEST, Wording
from tongban.apps.correspondence.addresses import lookup_url
from tongban.apps.documents.receipts import qr_code
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.models import Unit, UnitKind
from tongban.apps.org.policy import Deed, Grounds
from tongban.apps.org.queries import units_under
from tongban.core.text import Text
from tongban.web.parts.actors import names_of
from tongban.web.parts.formatting import masked_name
from tongban.web.parts.receipts import Edition, Receipt, receipt_html

from .access import actor_of, door, unit_within
from .showing import said, show


@door(Deed.MANAGE_PACKS)
@require_GET
def receipts(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """Every agency and district office within reach, with its receipt in force."""
    units = list(units_under(reach).filter(active=True).exclude(kind__in=[UnitKind.SECTION, UnitKind.CITY]))
    editions = {e.unit_id: e for e in ReceiptEdition.objects.filter(unit__in=units).order_by("number")}
    names = names_of(edition.published_by for edition in editions.values())
    rows = [{"unit": unit, "edition": editions.get(unit.pk)} for unit in units]
    return show(request, "receipts", {"rows": rows, "names": names}, tab="receipts")


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, reach: Grounds, code: str) -> HttpResponse:
    """GET shows it; POST `publish` puts it in force, `try` only shows the paper."""
    unit = unit_within(reach, code)
    now = own_receipt(unit)
    if request.method == "GET":
        return _page(request, unit, now, Wording.of(now) if now else Wording(unit.name, unit.name_en), {})
    typed = Wording(*(request.POST.get(field, "") for field in LONGEST)).tidied()
    if "publish" not in request.POST:
        return _page(request, unit, now, typed, typed.faults())
    if request.POST.get("seen") != str(now.number if now else 0):
        return _page(request, unit, now, typed, {}, status=409, moved=now)
    try:
        made = publish_receipt(unit=unit, wording=typed, by=actor_of(request), at=timezone.now())
    except FaultyReceipt as faulty:
        return _page(request, unit, now, typed, faulty.faults, status=422)
    done = _("Edition %(number)s is in force: every receipt printed from now on reads so.")
    messages.success(request, done % {"number": made.number})
    return HttpResponseRedirect(reverse("studio_receipt", args=[unit.code]))


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, reach: Grounds, code: str, number: int) -> HttpResponse:
    unit = unit_within(reach, code)
    page = reverse("studio_receipt", args=[unit.code])
    edition = ReceiptEdition.objects.select_related("unit").filter(unit=unit, number=number).first()
    if edition is None:
        return HttpResponseRedirect(page)
    if request.method == "POST":
        made = roll_back_receipt(edition=edition, by=actor_of(request), at=timezone.now())
        done = _("Edition %(number)s is in force; it equals edition %(old)s.")
        messages.success(request, done % {"number": made.number, "old": number})
        return HttpResponseRedirect(page)
    context = {
        "question": _("Go back to edition %(number)s of the receipt?") % {"number": number},
        "consequences": [
            edition.head,
            edition.text,
            _("Receipts printed from now on read so; those in people's hands stay."),
        ],
        "action": _("Publish it again"),
        "action_url": request.path,
        "cancel_url": page,
    }
    return show(request, "sure", context, tab="receipts")


def _page(
    request: HttpRequest,
    unit: Unit,
    now: ReceiptEdition | None,
    typed: Wording,
    faults: Mapping[str, Text],
    *,
    status: int = 200,
    moved: ReceiptEdition | None = None,
) -> HttpResponse:
    labels = {
        "head": _("Head"),
        "head_en": _("Head in English"),
        "text": _("Text"),
        "text_en": _("Text in English"),
    }
    editions = list(ReceiptEdition.objects.filter(unit=unit).order_by("-number")[:20])
    context = {
        "unit": unit,
        "fields": [
            {
                "name": field,
                "label": labels[field],
                "value": getattr(typed, field),
                "longest": longest,
                "is_long": field.startswith("text"),
                "is_english": field.endswith("_en"),
                "fault": said(faults[field]) if field in faults else "",
            }
            for field, longest in LONGEST.items()
        ],
        "papers": [_paper(unit, typed, language) for language in ("zh-Hant", "en")],
        "now": now,
        "moved_by": names_of({moved.published_by})[moved.published_by] if moved else "",
        "editions": editions,
        "names": names_of(edition.published_by for edition in editions),
    }
    return show(request, "receipt", context, tab="receipts", status=status)


def _paper(unit: Unit, typed: Wording, language: str) -> SafeString:
    """The real paper with a made-up case; the template escapes what was typed."""
    today, english = timezone.localdate(), language == "en"
    number = f"{unit.prefix or 'CASE'}-{today.year - 1911}-0001234-5"
    address = lookup_url(number)
    made = Receipt(
        edition=Edition(
            (typed.head_en or typed.head) if english else typed.head,
            (typed.text_en or typed.text) if english else typed.text,
        ),
        number=number,
        kind=Text("（示範案件類別）", "(a made-up kind of case)").in_(language),
        applicant=masked_name("王大明" if not english else "Wang Da-ming"),
        received_on=today,
        due_on=calendar().add_working_days(today, 6),
        limit=Text("6 個工作天", "6 working days").in_(language),
        owner=unit.text.in_(language),
        unit=unit.text.in_(language),
        phone=unit.phone,
        address=unit.address,
        lookup=address,
        lookup_shown=address.partition("://")[2].partition("?")[0],
        qr=qr_code(address),
        language=language,
        printed_at=timezone.now(),
        password="K7QF-2M9X",  # noqa: S106 (made up, for the picture)
    )
    return mark_safe(receipt_html(made))  # noqa: S308 (rendered by a template that escapes)
