"""One application from the counter to the statistics, every page of the way in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tongban.apps.cases.models import Case
from tongban.core.calendar import day_of
from tongban.web.parts.formatting import date_for

from .conftest import Enter
from .earlier import closed_and_rated, registered
from .site import Site, links_in
from .town import HEAD
from .visitor import PHONE, Visitor, content_of

pytestmark = pytest.mark.e2e
MAIL, MOBILE = "wang@citizen.example", "0912345678"
NUMBER = re.compile(r"SOC-\d{3}-\d{7}-\d")
MISSING = "發票正本"
KIND = "身心障礙者生活輔助器具費用補助"
REGISTER = re.compile("^受理$")
CAME, ASKED = 14, 10
"""Days ago on which the application came and the correction was asked for: keyed in late, so that time has passed."""


def roc(days_ago: int) -> str:
    day = day_of(timezone.now()) - timedelta(days=days_ago)
    return f"{day.year - 1911}/{day.month}/{day.day}"


def test_from_the_counter_to_the_statistics(site: Site, enter: Enter) -> None:
    counter, citizen, clerk = enter("counter"), enter(viewport=PHONE, is_mobile=True, has_touch=True), enter("clerk")
    number, password = take_in(counter)
    check_receipt(counter, number, password)
    check_first_messages(site, number, password)
    look_up(citizen, number, password)
    due = ask_for_correction(clerk, number)
    check_what_is_missing(site, citizen)
    record_correction(clerk, number, due)
    review(enter, number)
    rate(site, citizen, number)
    closed_and_rated(site.town, 4)
    check_statistics(enter("director"))
    assert Case.objects.get(number=number).outcome == "approved"


def take_in(counter: Visitor) -> tuple[str, str]:
    """A form with faults first: what was typed stays, and a summary leads to each fault."""
    counter.open("/desk/")
    counter.follow("受理新案")
    counter.follow(KIND)
    counter.fill(name="王大明", identifier="A123456788", phone=MOBILE, email="wang@")
    fill_in_application(counter, price="18000", amount="20000")
    counter.fill(effective_on=roc(CAME))
    counter.press(REGISTER)
    summary = counter.page.locator("[data-fault-summary]")
    for link in ("補登原因", "身分證號或統一編號", "電子郵件", "申請人是否同意留存聯絡資料", "申請補助金額（元）"):
        expect(summary.get_by_role("link", name=link).first).to_be_visible()
    expect(counter.field("email")).to_have_value("wang@")
    expect(counter.field("answer-bank_name")).to_have_value("臺灣銀行桃園分行")
    summary.get_by_role("link", name="申請補助金額（元）").click()
    expect(counter.field("answer-requested_amount")).to_be_focused()

    right = {"identifier": "A123456789", "email": MAIL, "late_reason": "中壢區公所轉來"}
    counter.fill(**right, **{"answer-requested_amount": "15000"})
    counter.choose("agreement", "paper")
    counter.page.get_by_label("輔具購買統一發票或收據正本").check()
    counter.press(REGISTER)
    counter.sees("社會課", NUMBER)
    number, password = counter.page.locator(".spoken").all_inner_texts()
    return number, password


def fill_in_application(counter: Visitor, price: str, amount: str) -> None:
    answers = {
        "applicant_id": "A123456789",
        "applicant_phone": "03-332-2101",
        "disability_card": "第 7 類 中度",
        "invoice_on": roc(20),
        "purchase_price": price,
        "requested_amount": amount,
        "bank_name": "臺灣銀行桃園分行",
        "bank_account": "012345678901",
    }
    counter.fill(**{f"answer-{name}": text for name, text in answers.items()})
    for name, value in {"income": "mid-low", "filed_by": "self", "device": "wheelchair"}.items():
        counter.choose(f"answer-{name}", value)


def check_receipt(counter: Visitor, number: str, password: str) -> None:
    counter.follow("列印受理憑單")
    counter.sees(HEAD, number, password)
    with counter.page.expect_download() as waiting:
        counter.page.get_by_role("link", name="PDF").evaluate("link => { link.download = ''; link.click() }")
    paper = PdfReader(content_of(waiting.value))
    text = "".join(page.extract_text() for page in paper.pages).replace(" ", "")
    assert HEAD in text
    assert number in text
    assert password in text
    assert fonts_embedded_in(paper)


def fonts_embedded_in(paper: PdfReader) -> bool:
    """Whether every font of the first page comes with the file."""
    fonts = paper.pages[0]["/Resources"]["/Font"].values()
    inside = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    return bool(inside) and all("/FontFile2" in one.get_object() or "/FontFile3" in one.get_object() for one in inside)


def check_first_messages(site: Site, number: str, password: str) -> None:
    letter = site.letter(MAIL, "已受理", number)
    assert password in letter
    assert f"{site.address}/progress/" in letter
    assert password in site.short_message(MOBILE, number)


def look_up(citizen: Visitor, number: str, password: str) -> None:
    """A wrong password and a wrong number are answered with the same words."""
    citizen.open("/")
    citizen.follow("查詢進度")
    said = set()
    for typed in ((number, "ABCD-2345"), ("SOC-115-9999999-9", password)):
        citizen.fill(number=typed[0], password=typed[1])
        citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
        said.add(citizen.page.get_by_role("alert").inner_text())
        expect(citizen.field("number")).to_have_value(typed[0])
    assert len(said) == 1
    citizen.fill(number=number.lower().replace("-", ""), password=password.lower())
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.sees(number, "目前在「區公所初審」階段", "收件", "撥款", "社會課", "王○明")
    citizen.does_not_see("王大明", MAIL, MOBILE)
    assert not citizen.beyond_the_screen()


def ask_for_correction(clerk: Visitor, number: str) -> date:
    """Found in the worklist, taken, and sent to the citizen: the clock stands still. Returns the due date before."""
    due = due_on(number)
    assert due is not None
    clerk.open("/desk/")
    clerk.follow("待我單位辦理")
    clerk.follow(number)
    clerk.sees("區公所初審", shown(due), "尚無人接辦")
    clerk.press(re.compile("接辦"))
    clerk.sees("由我辦理")
    clerk.press(re.compile("文件不齊，通知補正"))
    asked = {"missing": MISSING, "reason": "檢附者為影本"}
    clerk.fill(**{f"correction-{name}": text for name, text in asked.items()})
    clerk.page.get_by_text("補登較早的生效日").click()
    clerk.page.get_by_label("生效日", exact=True).fill(roc(ASKED))
    clerk.page.get_by_label("補登原因（逾三日者必填）").fill("先以電話通知")
    clerk.press(re.compile("通知補正"), clerk.page.locator(".task-form"))
    expect(clerk.page.locator(".clock-day")).to_have_text("停止計算")
    clerk.sees(MISSING, "等待申請人補正")
    assert due_on(number) is None
    return due


def due_on(number: str) -> date | None:
    return Case.objects.get(number=number).due_on


def shown(day: date) -> str:
    return date_for(day, "zh-hant")


def check_what_is_missing(site: Site, citizen: Visitor) -> None:
    letter = site.letter(MAIL, "請補正", MISSING)
    assert "檢附者為影本" in letter
    citizen.open("/progress/case/")
    citizen.sees(MISSING, "檢附者為影本", "目前停止計算期限")
    assert not citizen.beyond_the_screen()


def record_correction(clerk: Visitor, number: str, due: date) -> None:
    """What came is written into the application; the clock goes on and says how the new date came about."""
    clerk.follow("登錄補正")
    clerk.page.get_by_text("依補正內容更正申請資料").click()
    clerk.fill(**{"answer-requested_amount": "14500"})
    clerk.press(re.compile("登錄補正，恢復計算"))
    clerk.sees("14,500", "區公所初審")
    later = due_on(number)
    assert later is not None
    assert later > due
    expect(clerk.page.locator(".clock-day")).to_have_text(shown(later))
    clerk.page.get_by_text("期限如何計算").click()
    expect(clerk.page.locator(".clock-card .reasons").first).to_contain_text("通知補正期間")


def review(enter: Enter, number: str) -> None:
    """Two levels in two agencies, each by whom the drawing names."""
    ways = (
        ("clerk", "文件齊備，送區公所複核", "區公所主管複核"),
        ("chief", "初審符合，報社會局", "社會局審查"),
        ("examiner", "完成此步驟", "社會局核定"),
        ("director", "核定補助", "撥款"),
        ("examiner", "完成此步驟", "已辦結：核定補助"),
    )
    for username, outcome, then in ways:
        officer = enter(username)
        officer.open(f"/desk/cases/{number}/")
        officer.press(re.compile(outcome))
        officer.sees(then)


def rate(site: Site, citizen: Visitor, number: str) -> None:
    """The closing letter leads to the questionnaire; a second answer is not asked for."""
    letter = site.letter(MAIL, "已核定並撥款", number)
    assert "輔具補助已撥款" in site.short_message(MOBILE, number, "已撥款")
    questionnaire = next(link for link in links_in(letter) if "/rate/" in link)
    citizen.open(questionnaire)
    assert not citizen.beyond_the_screen()
    for question, score in {"overall": 5, "speed": 4, "clarity": 5}.items():
        citizen.choose(question, str(score))
    citizen.page.locator("main form").evaluate("form => { form.noValidate = true }")
    citizen.press("送出")
    expect(citizen.page.get_by_role("alert")).to_contain_text("還有題目沒有填好")
    expect(citizen.page.locator('[name="overall"][value="5"]')).to_be_checked()
    citizen.choose("attitude", "5")
    citizen.press("送出")
    citizen.sees("謝謝您")
    citizen.open(questionnaire)
    citizen.sees("謝謝您")
    assert citizen.page.get_by_role("radio").count() == 0


def check_statistics(director: Visitor) -> None:
    """Five answers are the fewest that say nothing about anybody."""
    director.follow("統計")
    director.sees("依限辦出率", "100.0 %", "共 5 份問卷")
    director.follow("案件類別")
    cells = director.page.locator("tr", has_text=KIND).get_by_role("cell")
    for column, shown_there in enumerate(("5", "5", "0", "100.0 %"), start=1):  # decided, on time, overdue, rate
        expect(cells.nth(column)).to_have_text(shown_there)
    director.follow("滿意度")
    expect(director.page.locator("tr", has_text=KIND)).to_contain_text("4.80")


def test_the_citizen_needs_no_javascript(site: Site, enter: Enter) -> None:
    number, password = registered(site.town)
    citizen = enter(viewport=PHONE, java_script_enabled=False)
    citizen.open("/")
    citizen.follow("查詢進度")
    citizen.fill(number=number, password="WRONG-234")
    citizen.press("查詢進度", citizen.page.locator("main"))
    citizen.sees("案號或查詢密碼不正確")
    citizen.fill(password=password)
    citizen.press("查詢進度", citizen.page.locator("main"))
    citizen.sees(number, "目前在「區公所初審」階段", "撥款")
    citizen.follow("歷程紀錄證明")
    citizen.sees("今晚封存")
    citizen.open("/progress/case/")
    citizen.press("離開", citizen.page.locator("main"))
    assert citizen.open("/progress/case/") == 200
    expect(citizen.page).to_have_url(re.compile("/progress/$"))
