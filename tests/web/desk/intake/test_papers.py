"""The receipt and the consent form as PDF, read back with another library."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.apps.cases.conftest import AT, City
from tests.web.desk.intake.conftest import FORM, filled, words
from tongban.apps.cases.models import Case
from tongban.apps.catalogue.models import ReceiptEdition
from tongban.apps.documents.receipts import PaperFault, make_pdf, qr_code


def _registered(counter: Client, **changes: object) -> str:
    counter.post(FORM, filled(**changes))
    return f"/desk/cases/{Case.objects.get().number}/"


def _fonts(reader: PdfReader) -> list[Any]:
    found = []
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found.append(font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object())
    return found


def test_the_receipt_says_everything_the_citizen_needs(counter: Client) -> None:
    page = words(counter.get(_registered(counter) + "receipt/"))
    case = Case.objects.get()
    for said in (
        "桃園區公所",
        "受理憑單",
        case.number,
        "預防走失愛的手鍊",
        "115/2/13 (五)",
        "王○明",
        "☑ 申請人身分證正本",
        "1999",
        "data:image/svg+xml",
    ):
        assert said in page, said
    assert "王大明" not in page


def test_the_agencys_own_head_and_text_stand_on_it(counter: Client, city: City) -> None:
    ReceiptEdition.objects.create(unit=city.office, number=1, head="舊", published_at=AT, published_by="t")
    ReceiptEdition.objects.create(
        unit=city.office,
        number=2,
        head="桃園區公所 服務中心",
        text="請於三日內\n攜帶正本",
        published_at=AT,
        published_by="t",
    )
    page = words(counter.get(_registered(counter) + "receipt/"))
    assert "桃園區公所 服務中心" in page
    assert "請於三日內" in page
    assert "舊" not in page


def test_the_pdf_holds_readable_chinese_in_an_embedded_font(counter: Client) -> None:
    answer = counter.get(_registered(counter) + "receipt.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    text = reader.pages[0].extract_text().replace(" ", "")
    assert len(reader.pages) == 1
    assert "桃園區公所" in text
    assert Case.objects.get().number in text
    fonts = _fonts(reader)
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert all("+" in font["/FontName"] for font in fonts), "subsetted"
    assert len(answer.content) < 300_000


def test_a_citizen_who_reads_english_gets_an_english_receipt(counter: Client) -> None:
    page = words(counter.get(_registered(counter, language="en", name="John Smith") + "receipt/"))
    assert "Receipt of application" in page
    assert "J○○ S○○" in page


def test_another_officer_cannot_print_the_password(counter: Client, log_in: Callable[[str], Client]) -> None:
    url = _registered(counter)
    assert log_in("handler").get(url + "receipt/").status_code == 410
    assert log_in("handler").get(url + "receipt.pdf").status_code == 410


def test_a_copied_session_entry_opens_nothing_in_another_session(
    counter: Client, log_in: Callable[[str], Client]
) -> None:
    url = _registered(counter)
    other = log_in("counter")
    session = other.session
    session["receipts"] = counter.session["receipts"]
    session.save()
    assert other.get(url + "receipt/").status_code == 410


def test_the_qr_code_leads_to_the_number_only(counter: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("tongban.web.parts.receipts.qr_code", lambda text: asked.append(text) or qr_code(text))
    url = _registered(counter)
    counter.get(url + "receipt/")
    assert asked == [f"http://127.0.0.1:8000/progress/?number={Case.objects.get().number}"]


def test_the_consent_form_is_a_pdf_too(counter: Client) -> None:
    reader = PdfReader(BytesIO(counter.get(f"{FORM}consent.pdf").content))
    text = "".join(page.extract_text() for page in reader.pages).replace(" ", "")
    assert "同意書" in text
    assert "個人資料保護法" in text


def test_a_paper_loads_nothing_from_elsewhere() -> None:
    for address in ("http://127.0.0.1:9/x.png", "file:///etc/passwd"):
        with pytest.raises(PaperFault):
            make_pdf(f'<img src="{address}">', "")


def test_missing_fonts_are_said_with_a_remedy(settings: Any, tmp_path: Any) -> None:
    settings.FONTS = tmp_path
    with pytest.raises(PaperFault, match="NotoSansTC-Regular"):
        make_pdf("<p>x", "")
