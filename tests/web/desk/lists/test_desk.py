"""The desk's lists over HTTP, as a browser meets them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.conftest import AT, BRACELET, City, build_city
from tests.apps.worklists.conftest import Register, register
from tongban.apps.cases.actions import take_task
from tongban.apps.cases.actions.seeing import record_seen
from tongban.apps.cases.models import Case, CaseParty, Task
from tongban.apps.journal.models import JournalEvent, JournalLook
from tongban.apps.parties.rows import put
from tongban.apps.worklists import exporting
from tongban.apps.worklists.models import Draft, SavedView
from tongban.apps.worklists.queries import draft
from tongban.web.desk.lists.export import harmless

pytestmark = pytest.mark.django_db
__all__ = ["register"]
Officer = Callable[[str], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT + timedelta(hours=6), tick=False):
        yield


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def officer(city: City) -> Officer:
    def make(who: str) -> Client:
        client = Client()
        client.force_login(city.people[who])
        return client

    return make


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


def test_a_page_needs_at_most_twelve_queries_however_long_it_is(officer: Officer, register: Register) -> None:
    made = [register() for _ in range(60)]
    client = officer("supervisor")
    columns = "due_on,number,kind,applicant,step,unit,handler,why,unread,answers.size"
    for one in made[:30]:
        Case.objects.filter(pk=one.case_id).update(version=5)
    address = f"/desk/?view=unit&kind={BRACELET}&columns={columns}&sort=number"
    text(client, address)
    for place in ("", f"&after={made[5].case_id}"):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page = text(client, address + place)
        assert page.count("data-row>") >= 50
        assert len(seen) <= 12, [query["sql"][:90] for query in seen]


@pytest.mark.parametrize(
    "address",
    [
        "?view=nothing",
        "?due_on=soon",
        "?phase=x&handler=<script>&unit=1;drop",
        "?sort=password_mac",
        "?columns=,,,&sort=",
        "?after=99999999999999999999",
        "?after=-1&in=moon",
        "?answers.wearer_id=A123456789",
        "?due_on=today%2B999999w",
        "?kind=" + "x" * 500,
        "?%00=%00&number=%00",
        "?days_left=1e400",
        "?" + "&".join(f"a{n}=1" for n in range(300)),
    ],
)
def test_no_address_breaks_the_desk(officer: Officer, register: Register, address: str) -> None:
    register()
    client = officer("handler")
    for page in ("/desk/", "/desk/totals/", "/desk/counts/", "/desk/views/"):
        answer = client.get(page + address, follow=True)
        assert answer.status_code == 200, page


def test_what_is_wrong_in_an_address_is_said(officer: Officer, register: Register) -> None:
    made = register(taken_by="handler")
    page = text(officer("handler"), "/desk/?view=mine&due_on=soon")
    assert "不是日期" in page
    assert made.number in page
    assert "不存在或已刪除" in text(officer("handler"), "/desk/?view=v99")


def test_the_filter_form_leads_to_a_short_address(officer: Officer) -> None:
    sent = "/desk/?view=unit&phase=received&phase=in-progress&due_on.from=115/2/1&due_on.to=&applicant=&handler=me"
    answer = officer("handler").get(sent)
    assert answer["Location"] == "/desk/?view=unit&phase=received,in-progress&handler=me&due_on=115/2/1.."
    assert officer("handler").get(answer["Location"]).status_code == 200


def test_the_hotline_sees_masked_names(officer: Officer, register: Register) -> None:
    register("王大明")
    page = text(officer("hotline"), "/desk/?view=all")
    assert "王○明" in page
    assert "王大明" not in page


def test_a_stranger_sees_no_case(officer: Officer, register: Register) -> None:
    made = register()
    for view in ("mine", "unit", "tasks", "all", "late"):
        assert made.number not in text(officer("stranger"), f"/desk/?view={view}")


def test_counts_come_after_the_page_and_do_not_keep_anyone_logged_in(officer: Officer, register: Register) -> None:
    register(taken_by="handler")
    client = officer("handler")
    page = text(client, "/desk/")
    assert '"X-Background": "1"' in page
    counted = client.get("/desk/counts/", headers=HTMX).content.decode()
    assert '<span class="count" id="count-mine" hx-swap-oob="true">1</span>' in counted


def test_a_case_carries_the_way_back_to_its_list(officer: Officer, register: Register) -> None:
    made = register()
    page = text(officer("handler"), "/desk/?view=unit&sort=-number")
    assert f'href="/desk/cases/{made.number}/?view=unit%26sort%3D-number"' in page


def test_taking_with_one_key(officer: Officer, register: Register, city: City) -> None:
    made = register()
    client = officer("handler")
    assert f'name="take" value="{made.number}" data-key="t"' in text(client, "/desk/?view=tasks")
    answer = client.post("/desk/bulk/", {"take": made.number, "next": "/desk/?view=tasks"})
    assert answer["Location"] == "/desk/?view=tasks"
    assert Case.objects.get(pk=made.case_id).handler_id == city.people["handler"].pk


def test_assigning_many_is_shown_first_and_told_case_by_case(officer: Officer, register: Register, city: City) -> None:
    first, second = register(), register()
    client = officer("supervisor")
    page = client.post("/desk/bulk/", {"act": "assign", "case": [first.number, second.number], "next": "/desk/"})
    shown = page.content.decode()
    assert "示範colleague" in shown
    assert Case.objects.filter(handler=None).count() == 2
    values = [
        f"{one.number}|{Case.objects.get(pk=one.case_id).version}|{_task(one.case_id)}" for one in (first, second)
    ]
    assert all(value in shown for value in values)
    take_task(number=second.number, task=_task(second.case_id), by=city.rights("handler"), at=AT)
    to = city.people["colleague"].pk
    told = client.post("/desk/bulk/do/", {"act": "assign", "case": values, "person": to, "next": "/desk/"})
    assert "已完成 1 件" in told.content.decode()
    assert "1 件未變更" in told.content.decode()
    assert Case.objects.get(pk=first.case_id).handler_id == to
    assert Case.objects.get(pk=second.case_id).handler_id == city.people["handler"].pk


def _task(case_id: int) -> int:
    return Task.objects.get(case_id=case_id, state="open").number


@pytest.mark.parametrize("value", ["", "x", "SOC-115-0000001-1|a|b", "NO-1|1|1", "||", "a|1|99999999999999999999999"])
def test_a_broken_confirmation_does_nothing_and_says_so(officer: Officer, value: str) -> None:
    answer = officer("handler").post("/desk/bulk/do/", {"act": "take", "case": [value]})
    assert answer.status_code == 200
    assert "已完成" not in answer.content.decode()


def test_nobody_is_sent_to_a_foreign_page(officer: Officer, register: Register) -> None:
    made = register()
    answer = officer("handler").post("/desk/bulk/", {"take": made.number, "next": "https://evil.example/"})
    assert answer["Location"] == "/desk/"


def test_an_export_is_what_is_seen_and_is_recorded(officer: Officer, register: Register, city: City) -> None:
    register("王大明", taken_by="handler")
    register("=HYPERLINK(1)", taken_by="handler")
    client = officer("handler")
    columns = "columns=number,applicant,due_on,on_time&sort=number"
    answer = client.post(f"/desk/export/csv/?view=mine&{columns}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert table[0] == ["案號", "當事人", "到期", "依限辦結"]
    assert [row[1] for row in table[1:]] == ["王大明", "'=HYPERLINK(1)"]
    event = JournalEvent.objects.get(kind="CasesExported")
    assert event.data["rows"] == 2
    assert JournalLook.objects.get(what="export:2").actor == city.rights("handler").actor
    sheet = client.post(f"/desk/export/xlsx/?view=mine&{columns}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
    assert book.active is not None
    cells = list(book.active.values)
    assert cells[1][1] == "王大明"
    assert cells[1][2].isoformat()[:10] == table[1][2]


def test_who_may_not_export_gets_nothing(officer: Officer, register: Register) -> None:
    register()
    assert officer("counter").post("/desk/export/csv/?view=all").status_code == 403
    assert officer("handler").get("/desk/export/csv/?view=all").status_code == 405
    assert not JournalLook.objects.exists()


def test_too_much_for_one_file_is_said_before_anything_leaves(
    officer: Officer, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    register()
    monkeypatch.setattr(exporting, "MOST", 0)
    monkeypatch.setattr("tongban.web.desk.lists.export.MOST", 0)
    assert officer("handler").post("/desk/export/xlsx/?view=unit").status_code == 422
    assert not JournalEvent.objects.filter(kind="CasesExported").exists()


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    assert harmless(start) == f"'{start}"
    assert harmless("王=1") == "王=1"


def test_a_number_typed_badly_opens_its_case(officer: Officer, register: Register) -> None:
    made = register()
    typed = made.number.replace("-", " ").lower()
    assert officer("handler").get("/desk/search/", {"q": typed})["Location"] == f"/desk/cases/{made.number}/"
    assert "查無資料" in text(officer("stranger"), f"/desk/search/?q={made.number}")


def test_a_search_by_identifier_is_a_look(officer: Officer, register: Register) -> None:
    made = register()
    party = CaseParty.objects.get(case_id=made.case_id).party
    put(party, "identifier", "A123456789")
    party.save()
    answer = officer("handler").get("/desk/search/", {"q": "a123456789"})
    assert answer["Location"] == f"/desk/cases/{made.number}/"
    assert JournalLook.objects.get().subject == f"party:{party.pk}"


def test_names_are_found_by_their_beginning(officer: Officer, register: Register) -> None:
    made, other = register("王大明"), register("陳小華")
    page = text(officer("handler"), "/desk/search/?q=王")
    assert made.number in page
    assert other.number not in page
    assert "查無資料" in text(officer("handler"), "/desk/search/?q=不存在")
    assert text(officer("handler"), "/desk/search/?q=%00")


def test_a_document_number_opens_its_case(officer: Officer, register: Register) -> None:
    made = register()
    Case.objects.filter(pk=made.case_id).update(document_number="府社字第1150001號")
    answer = officer("handler").get("/desk/search/", {"q": "府社字第1150001號"})
    assert answer["Location"] == f"/desk/cases/{made.number}/"


def test_a_view_is_set_up_tried_and_saved_without_a_script(officer: Officer, register: Register) -> None:
    register()
    client = officer("supervisor")
    form = {
        "name": "手鍊",
        "in": "unit",
        "sort": "answers.size",
        "down": "1",
        "show": ["number", "due_on", "answers.size"],
        "rank.number": "2",
        "rank.due_on": "1",
        "total": ["answers.size"],
        "f.kind": BRACELET,
        "f.due_on.from": "115/2/1",
    }
    tried = client.post("/desk/views/", {**form, "try": "1"})
    assert 'value="answers.pickup"' in tried.content.decode()
    assert not SavedView.objects.exists()
    saved = client.post("/desk/views/", {**form, "save": "1"})
    row = SavedView.objects.get()
    assert saved["Location"] == f"/desk/?view=v{row.pk}"
    assert row.settings["columns"] == ["due_on", "number", "answers.size"]
    assert row.settings["filters"] == {"kind": BRACELET, "due_on": "115/2/1.."}
    assert "手鍊" in text(client, saved["Location"])
    nameless = client.post(f"/desk/views/{row.pk}/", {**form, "name": " ", "save": "1"})
    assert nameless.status_code == 422
    assert "請為檢視命名" in nameless.content.decode()
    assert officer("handler").get(f"/desk/views/{row.pk}/").status_code == 404
    assert client.post(f"/desk/views/{row.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_draft_is_kept_as_the_browser_sends_it(officer: Officer, city: City) -> None:
    client = officer("handler")
    body = {"draft": "case:1", "reason": "缺照片", "box": ["1", "2"], "csrfmiddlewaretoken": "x"}
    assert client.post("/desk/drafts/", body).status_code == 204
    kept = draft(city.people["handler"].pk, "case:1")
    assert kept is not None
    assert kept.values == {"reason": ["缺照片"], "box": ["1", "2"]}
    assert client.post("/desk/drafts/", {"draft": ""}).status_code == 422
    assert Draft.objects.count() == 1


def test_two_people_on_a_case_see_each_other(officer: Officer, register: Register, city: City) -> None:
    made = register()
    address = f"/desk/cases/{made.number}/presence/"
    assert officer("handler").post(address).json() == {"people": []}
    assert officer("colleague").post(address).json() == {"people": ["示範handler"]}
    record_seen(case_id=made.case_id, version=1, by=city.rights("handler"), at=AT)
    assert officer("stranger").post(address).status_code == 404
    with time_machine.travel(AT + timedelta(hours=6, minutes=2), tick=False):
        assert officer("supervisor").post(address).json() == {"people": []}


@pytest.mark.parametrize("address", ["", "counts/", "totals/", "search/", "views/"])
def test_who_is_not_logged_in_is_asked_to(client: Client, db: None, address: str) -> None:
    assert client.get(f"/desk/{address}")["Location"].startswith("/accounts/login/")


def test_empty_lists_show_a_way_on(officer: Officer) -> None:
    assert "目前沒有待辦案件" in text(officer("handler"), "/desk/?view=mine")
    assert "沒有逾期案件" in text(officer("handler"), "/desk/?view=late")
