from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps.cases.conftest import AT, BRACELET, application
from tongban.apps.cases.actions import register_case
from tongban.apps.catalogue.models import Offer, ReceiptEdition, StagedFile
from tongban.apps.catalogue.workbook import agency_template, read_agency
from tongban.apps.org.models import Person, Unit
from tongban.apps.org.policy import current_version, forget, rights_of

from .conftest import Studio

ADDRESS = "/studio/agency/"
SHEETS = {
    "機關": [
        ["代碼", "名稱", "英文名稱", "類型", "上級代碼", "案號字首", "行政區", "電話", "地址"],
        ["sports", "體育局", "Sports", "機關", "city", "SPT", "", "03-3194510", ""],
        ["sports-counter", "體育局綜合科", "", "科室", "sports", "", "", "", ""],
    ],
    "人員": [
        ["帳號", "姓名", "電子郵件", "機關代碼", "職務", "角色", "起日", "迄日"],
        ["spt.chen", "陳小美", "chen@city.example", "sports-counter", "科員", "櫃檯人員", "115/1/1", ""],
        ["spt.lin", "林大同", "lin@city.example", "sports", "局長", "機關管理者", "115/1/1", ""],
    ],
    "案件類別": [
        ["案件代碼", "受理機關代碼", "承辦單位代碼"],
        [BRACELET, "sports-counter", "elderly"],
    ],
    "憑單": [
        ["機關代碼", "抬頭", "英文抬頭", "說明", "英文說明"],
        ["sports", "桃園市政府體育局", "Department of Sports", "請妥善保管。", "Keep it."],
        ["sports", "", "", "查詢請撥 1999。", ""],
    ],
}


def workbook(**changed: list[list[str]]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in {**SHEETS, **changed}.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    book.close()
    return out.getvalue()


def upload(client: Client, data: bytes, name: str = "新機關.xlsx") -> object:
    return client.post(ADDRESS, {"workbook": SimpleUploadedFile(name, data)})


def confirm(client: Client, previewed: object, **more: str) -> object:
    digest = previewed.context["digest"]  # type: ignore[attr-defined]
    return client.post(f"{ADDRESS}confirm/", {"digest": digest, **more})


def test_an_agency_goes_live_from_one_workbook_and_registers_its_first_case(studio: Studio) -> None:
    client = studio.client("chief")
    previewed = upload(client, workbook())
    assert not Unit.objects.filter(code="sports").exists()
    assert "體育局綜合科" in previewed.content.decode()  # type: ignore[attr-defined]
    done = confirm(client, previewed)
    assert done.status_code == 200  # type: ignore[attr-defined]
    unit = Unit.objects.get(code="sports-counter")
    forget()
    rights = rights_of(Person.objects.get(username="spt.chen").pk, AT.date(), current_version())
    made = register_case(application=application(studio.city, unit_id=unit.pk), by=rights, at=AT)
    assert made.number.startswith("SOC-")
    receipt = ReceiptEdition.objects.get(unit__code="sports")
    assert (receipt.head, receipt.text) == ("桃園市政府體育局", "請妥善保管。\n查詢請撥 1999。")


def test_first_passwords_can_be_taken_once_and_must_be_changed(studio: Studio) -> None:
    client = studio.client("chief")
    confirm(client, upload(client, workbook()), passwords="1")
    taken = client.post(f"{ADDRESS}passwords/")
    sheet = openpyxl.load_workbook(BytesIO(taken.content)).active
    listed = {row[0]: row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    person = Person.objects.get(username="spt.chen")
    assert person.check_password(listed["spt.chen"])
    assert person.must_change_password
    assert client.post(f"{ADDRESS}passwords/").status_code == 302


def test_passwords_lie_in_no_session_in_clear(studio: Studio) -> None:
    client = studio.client("chief")
    confirm(client, upload(client, workbook()), passwords="1")
    kept = str(dict(client.session))
    sheet = openpyxl.load_workbook(BytesIO(client.post(f"{ADDRESS}passwords/").content)).active
    assert all(row[2] not in kept for row in sheet.iter_rows(min_row=2, values_only=True))


def test_the_same_workbook_again_changes_nothing_and_says_so(studio: Studio) -> None:
    client = studio.client("chief")
    confirm(client, upload(client, workbook()))
    again = upload(client, workbook())
    assert again.context["plan"].changes_nothing  # type: ignore[attr-defined]
    assert "沒有新內容" in again.content.decode()  # type: ignore[attr-defined]
    confirm(client, again)
    assert ReceiptEdition.objects.filter(unit__code="sports").count() == 1
    assert Person.objects.filter(username="spt.chen").count() == 1


def test_what_would_change_is_shown_before_it_does(studio: Studio) -> None:
    client = studio.client("chief")
    confirm(client, upload(client, workbook()))
    kinds = [SHEETS["案件類別"][0], [BRACELET, "sports-counter", "sports-counter"]]
    previewed = upload(client, workbook(案件類別=kinds))
    assert "原為 elderly" in previewed.content.decode()  # type: ignore[attr-defined]
    assert Offer.objects.get(unit__code="sports-counter").handled_by.code == "elderly"
    confirm(client, previewed)
    assert Offer.objects.get(unit__code="sports-counter").handled_by.code == "sports-counter"


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_fault_is_named_with_sheet_and_row_and_nothing_is_done(studio: Studio, language: str) -> None:
    kinds = [SHEETS["案件類別"][0], ["social/nothing", "sports", "elderly"], [BRACELET, "nowhere", "elderly"]]
    receipts = [SHEETS["憑單"][0], ["sports", "", "", "", ""]]
    page = upload(studio.client("chief", language), workbook(案件類別=kinds, 憑單=receipts))
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "憑單 第 2 列" in page.content.decode()  # type: ignore[attr-defined]
    receipts = SHEETS["憑單"]
    page = upload(studio.client("chief", language), workbook(案件類別=kinds, 憑單=receipts))
    text = page.content.decode()  # type: ignore[attr-defined]
    assert "案件類別 第 2 列" in text
    assert "案件類別 第 3 列" in text
    assert ("找不到代碼" if language == "zh-hant" else "There is no unit") in text
    assert not Unit.objects.filter(code="sports").exists()
    assert not StagedFile.objects.exists()


def test_an_agencys_administrator_cannot_reach_beyond_his_agency(studio: Studio) -> None:
    page = upload(studio.client("owner"), workbook())
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "超出您可管理的範圍" in page.content.decode()  # type: ignore[attr-defined]


def test_a_stranger_cannot_confirm_what_somebody_else_uploaded(studio: Studio) -> None:
    previewed = upload(studio.client("chief"), workbook())
    confirm(studio.client("owner"), previewed)
    assert not Unit.objects.filter(code="sports").exists()


def test_when_the_city_changed_since_the_preview_nothing_is_done_by_halves(studio: Studio) -> None:
    client = studio.client("chief")
    previewed = upload(client, workbook())
    Unit.objects.create(code="thief", prefix="SPT", name="搶先", kind="section", parent=studio.city.agency)
    page = confirm(client, previewed)
    assert page.status_code == 409  # type: ignore[attr-defined]
    assert not Unit.objects.filter(code="sports").exists()
    assert not Person.objects.filter(username="spt.chen").exists()


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", "帳號\n".encode()])
def test_a_file_that_is_no_workbook_is_said_so(studio: Studio, data: bytes) -> None:
    assert upload(studio.client("chief"), data).status_code == 422  # type: ignore[attr-defined]


def test_people_alone_come_as_csv(studio: Studio) -> None:
    line = "帳號,姓名,電子郵件,機關代碼,職務,角色,起日,迄日\r\nnew.one,新同仁,new@city.example,elderly,,承辦人,115/1/1,\r\n"
    client = studio.client("owner")
    confirm(client, upload(client, line.encode("cp950"), "人員.csv"))
    assert Person.objects.get(username="new.one").positions.get().unit.code == "elderly"


def test_the_template_is_read_as_an_empty_workbook_of_the_units_there_are(studio: Studio) -> None:
    data = agency_template(Unit.objects.select_related("parent"), [studio.pack])
    sheets, faults = read_agency(data, "template.xlsx")
    assert faults == []
    assert {line.code for line in sheets.units} == set(Unit.objects.values_list("code", flat=True))
