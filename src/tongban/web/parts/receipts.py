"""受理憑單 and consent form: as a page to print and as PDF, from the same template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from tongban.apps.cases.models import Case
from tongban.apps.catalogue.models import ReceiptEdition
from tongban.apps.correspondence.addresses import lookup_url
from tongban.apps.documents.receipts import make_pdf, qr_code
from tongban.apps.org.models import Unit, UnitKind
from tongban.apps.parties.consent_text import CURRENT, DECLARATION, TITLE, NoticeValues, notice
from tongban.core.casework import Definition
from tongban.web.parts.formatting import masked_name

CSS = Path(__file__).parents[1] / "static" / "paper.css"


class Edition(NamedTuple):
    """What an agency prints around the facts: its head, and its own words (empty: the usual ones)."""

    head: str
    text: str = ""


class Paper(NamedTuple):
    """A document of the list of what to bring, and whether it came."""

    name: str
    is_received: bool


@dataclass(frozen=True)
class Receipt:
    """Everything a receipt says. Its `repr` shows no password."""

    edition: Edition
    number: str
    kind: str
    applicant: str
    """Masked: a receipt left on a bus must not say whose it is."""
    received_on: date
    due_on: date | None
    limit: str
    owner: str
    unit: str
    phone: str
    address: str
    lookup: str
    lookup_shown: str
    qr: str
    language: str
    printed_at: datetime
    papers: Sequence[Paper] = ()
    password: str = field(default="", repr=False)
    is_renewed: bool = False
    officer: str = ""


def receipt_of(
    case: Case,
    definition: Definition,
    *,
    password: str,
    received: Iterable[int] = (),
    officer: str = "",
    is_renewed: bool = False,
    at: datetime,
) -> Receipt:
    """The receipt of a case (with `owner`, `unit`, `taken_in`). `received`: places in the kind's list of documents."""
    language, came = case.language, frozenset(received)
    base = str(settings.BASE_URL).rstrip("/").partition("://")[2]
    return Receipt(
        edition=edition_for(case.taken_in, case.owner, language),
        number=case.number,
        password=password,
        kind=definition.name.in_(language),
        applicant=masked_name(case.applicant),
        received_on=case.received_on,
        due_on=case.due_on,
        limit=definition.limit.text.in_(language),
        owner=case.owner.text.in_(language),
        unit=case.unit.title.in_(language),
        phone=case.unit.phone or case.owner.phone,
        address=case.taken_in.address or case.unit.address,
        lookup=lookup_url(case.number),
        lookup_shown=f"{base}/progress/",
        qr=qr_code(lookup_url(case.number)),
        language=language,
        printed_at=at,
        papers=[Paper(name.in_(language), index in came) for index, name in enumerate(definition.documents)]
        if came
        else [],
        is_renewed=is_renewed,
        officer=officer,
    )


def edition_for(taken_in: Unit, owner: Unit, language: str) -> Edition:
    """The newest edition of the unit that took it in, of the agency it belongs to, or of the owner; else a plain one."""
    chain = [*_upwards(taken_in), owner]
    ids = [unit.pk for unit in chain]
    found = {e.unit_id: e for e in ReceiptEdition.objects.filter(unit_id__in=ids).order_by("number")}
    for unit in chain:
        if (edition := found.get(unit.pk)) is not None:
            english = language.lower().startswith("en")
            if english:
                return Edition(edition.head_en or edition.head, edition.text_en or edition.text)
            return Edition(edition.head, edition.text)
    agency = next((unit for unit in chain if unit.kind != UnitKind.SECTION), owner)
    return Edition(agency.text.in_(language))


def _upwards(unit: Unit) -> list[Unit]:
    """The unit and those above it, up to its agency or district office."""
    chain = [unit]
    while chain[-1].kind == UnitKind.SECTION and chain[-1].parent_id is not None:
        chain.append(Unit.objects.get(pk=chain[-1].parent_id))
    return chain


def receipt_html(receipt: Receipt, template: str = "parts/receipt.html", **more: object) -> str:
    with override(_code(receipt.language)):
        return render_to_string(template, {"receipt": receipt, "language": receipt.language, **more})


def receipt_pdf(receipt: Receipt) -> bytes:
    """PDF of the receipt: half a page of A4. Raises PaperFault."""
    paper = receipt_html(receipt)
    return _pdf(paper, title=f"{receipt.number}", language=receipt.language)


def consent_form_html(values: NoticeValues, language: str) -> str:
    """The notice of 個資法 §8 with lines to fill in and sign."""
    sections = [(s.heading.in_(language), s.body.in_(language)) for s in notice(CURRENT, values)]
    context = {
        "title": TITLE.in_(language),
        "declaration": DECLARATION.in_(language),
        "sections": sections,
        "agency": values.agency.in_(language),
        "service": values.service.in_(language),
        "version": CURRENT,
    }
    with override(_code(language)):
        return render_to_string("parts/receipt_consent.html", context)


def consent_form_pdf(values: NoticeValues, language: str) -> bytes:
    return _pdf(consent_form_html(values, language), title=TITLE.in_(language), language=language)


def _pdf(paper: str, *, title: str, language: str) -> bytes:
    page = render_to_string("parts/receipt_pdf.html", {"paper": paper, "title": title, "language": language})
    return make_pdf(page, _css())


@lru_cache(maxsize=1)
def _css() -> str:
    return CSS.read_text(encoding="utf-8")


def _code(language: str) -> str:
    return "en" if language.lower().startswith("en") else "zh-hant"
