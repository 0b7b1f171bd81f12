"""A new district office goes live in the browser: no file of the program is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, expect

from .conftest import Enter
from .second_factor import log_in_with_second_factor
from .town import BRACELET
from .visitor import PHONE, Visitor, content_of

pytestmark = pytest.mark.e2e
Rows = Mapping[str, list[tuple[str, ...]]]
OWN_PASSWORD = "Plum-Blossom-Ferry-7"
HEAD = "桃園市龜山區公所收件憑單"
STEP = "龜山區公所已收到您的申請，三日內與您聯絡。"
NUMBER = re.compile(r"SOC-\d{3}-\d{7}-\d")

GOOD: Rows = {
    "機關": [
        ("district-guishan", "龜山區公所", "", "區公所", "city", "GSD", "龜山區", "03-3202000", "龜山區中山街26號"),
        ("guishan-social", "社會課", "", "科室", "district-guishan", "", "龜山區", "03-3202000", ""),
    ],
    "人員": [
        ("guishan.counter", "簡秀英", "jian@guishan.example", "district-guishan", "書記", "櫃檯人員", "115/1/1", ""),
        ("guishan.clerk", "游家豪", "you@guishan.example", "guishan-social", "課員", "承辦人", "115/1/1", ""),
        ("guishan.chief", "呂文雄", "lu@guishan.example", "guishan-social", "課長", "主管", "115/1/1", ""),
    ],
    "案件類別": [(BRACELET, "district-guishan", "guishan-social")],
    "憑單": [("district-guishan", "桃園市龜山區公所", "", "請妥善保存本憑單。", "")],
}
BAD: Rows = {
    **GOOD,
    "人員": [
        GOOD["人員"][0],
        ("guishan.clerk", "游家豪", "you@", "guishan-social", "課員", "課員", "115/2/30", ""),
    ],
    "案件類別": [*GOOD["案件類別"], *GOOD["案件類別"]],
}


def test_a_new_agency_goes_live_from_one_workbook(enter: Enter) -> None:
    admin = log_in_with_second_factor(enter(), "admin")
    password = set_up(admin)
    reword_a_step(admin)
    reword_the_receipt(admin)
    counter = enter()
    begin_to_work(counter, password)
    number, query_password = register_first_case(counter)
    check_receipt(counter, number)
    citizen = enter(viewport=PHONE)
    citizen.open(f"/progress/?number={number}")
    citizen.fill(password=query_password)
    citizen.press(re.compile("查詢進度"), citizen.page.locator("main"))
    citizen.sees(STEP, "龜山區公所")


def set_up(admin: Visitor) -> str:
    """The workbook is taken, filled in with faults, mended and carried out. Returns the counter's first password."""
    admin.follow("維護")
    admin.follow("新機關")
    with admin.page.expect_download() as template:
        admin.page.get_by_role("link", name="空白活頁簿").click()
    empty = content_of(template.value).getvalue()

    upload(admin, filled(empty, BAD))
    faults = admin.page.get_by_role("alert")
    expect(faults).to_contain_text(re.compile("尚未執行任何變更"))
    for place in (r"人員.*3.*電子郵件", r"人員.*3.*角色", r"人員.*3.*起日", r"案件類別.*3"):
        expect(faults.get_by_role("listitem").filter(has_text=re.compile(place, re.DOTALL))).to_have_count(1)

    upload(admin, filled(empty, GOOD))
    admin.sees("龜山區公所", "guishan.counter", "櫃檯人員", f"{BRACELET}：district-guishan → guishan-social")
    admin.press("建立")
    admin.sees("建立完成")
    with admin.page.expect_download() as handed:
        admin.button(re.compile("下載初始密碼清單")).click()
    sheet = load_workbook(content_of(handed.value)).active
    assert sheet is not None
    passwords = {str(row[0]): str(row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert set(passwords) == {"guishan.counter", "guishan.clerk", "guishan.chief"}
    return passwords["guishan.counter"]


def filled(empty: bytes, rows: Rows) -> bytes:
    book: Workbook = load_workbook(BytesIO(empty))
    for name, lines in rows.items():
        for number, line in enumerate(lines, start=2):
            for column, text in enumerate(line, start=1):
                book[name].cell(number, column, text or None)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(admin: Visitor, content: bytes) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    admin.field("workbook").set_input_files({"name": "龜山.xlsx", "mimeType": kind, "buffer": content})
    admin.press("檢查並預覽")


def reword_a_step(admin: Visitor) -> None:
    """Previewed while it is typed, kept as a draft, published; a placeholder nobody knows is refused."""
    admin.open("/studio/")
    admin.follow("預防走失愛的手鍊")
    admin.follow("收件", admin.page.locator("#texts"))
    admin.fill(**{"zh-Hant-body": f"{STEP}((nonsense))"})
    admin.press("存入草稿")
    expect(admin.page.get_by_role("alert")).to_contain_text("nonsense")
    body = admin.field("zh-Hant-body")
    body.fill("")
    body.press_sequentially(STEP)
    expect(admin.page.locator("#preview")).to_contain_text(STEP)
    admin.press("存入草稿")
    admin.follow("發布…")
    admin.sees("「收件」內文", "此後受理的案件一律適用新版本")
    admin.fill(note="改為本市用語")
    admin.press(re.compile("^發布$"))
    admin.sees("已發布第 2 版")


def reword_the_receipt(admin: Visitor) -> None:
    admin.follow("受理憑單")
    admin.follow(re.compile("龜山區公所"), admin.page.locator("main"))
    admin.fill(head=HEAD, text="領件時請攜帶本憑單。")
    admin.press("預覽")
    papers = admin.page.locator(".receipt-papers")
    expect(papers).to_contain_text(HEAD)
    expect(papers).to_contain_text("領件時請攜帶本憑單。")
    admin.press(re.compile("^發布$"))
    admin.sees("第 2 版憑單已生效")


def begin_to_work(counter: Visitor, password: str) -> None:
    """The password on paper opens nothing but the page where it is changed."""
    counter.log_in("guishan.counter", password)
    counter.sees("請先設定您自己的密碼")
    counter.open("/desk/intake/")
    counter.sees("變更密碼")
    counter.fill(oldpassword=password, password1="guishan", password2="guishan")
    counter.press("變更密碼", form(counter))
    counter.sees("12")
    counter.fill(oldpassword=password, password1=OWN_PASSWORD, password2=OWN_PASSWORD)
    counter.press("變更密碼", form(counter))
    expect(counter.page).to_have_url(re.compile("/desk/$"))


def form(visitor: Visitor) -> Locator:
    return visitor.page.locator("main form")


def register_first_case(counter: Visitor) -> tuple[str, str]:
    counter.follow("受理新案")
    counter.follow("預防走失愛的手鍊")
    counter.fill(name="邱美玉")
    counter.choose("agreement", "none")
    answers = {
        "wearer_name": "邱金水",
        "wearer_id": "A123456789",
        "wearer_born": "35/2/9",
        "wearer_phone": "0912345678",
    }
    counter.fill(**{f"answer-{name}": text for name, text in answers.items()})
    for name, value in {"reason": "dementia", "size": "m", "pickup": "counter"}.items():
        counter.choose(f"answer-{name}", value)
    counter.press(re.compile("^受理$"))
    counter.sees("未留聯絡資料受理", NUMBER)
    number, query_password = counter.page.locator(".spoken").all_inner_texts()
    return number, query_password


def check_receipt(counter: Visitor, number: str) -> None:
    counter.follow(re.compile("列印受理憑單"))
    counter.sees(HEAD, number, "領件時請攜帶本憑單。")
