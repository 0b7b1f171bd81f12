from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import openpyxl
import pytest
from django.test import Client

from tests.apps.cases.conftest import BRACELET, City
from tests.apps.insight.conftest import TODAY, Past
from tests.web.board.conftest import Officer
from tongban.apps.cases.models import Case
from tongban.apps.feedback.models import Rating
from tongban.apps.org.models import Position, Unit
from tongban.web.board.months import read_month
from tongban.web.board.urls import urlpatterns

pytestmark = pytest.mark.django_db
PAGES = [str(one.pattern) for one in urlpatterns if "<" not in str(one.pattern)]
TABLES = ["agencies", "units", "kinds", "officers", "months", "channels"]


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


def rows(client: Client, place: str, asked: str = "") -> list[dict[str, str]]:
    body = client.get(f"/board/{place}/csv/{asked}").content.decode()
    assert body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_those_who_lead_and_for_nobody_else(
    page: str, officer: Officer, cases: list[Case]
) -> None:
    for who in ("supervisor", "head", "mayor"):
        text(officer(who), f"/board/{page}")
    for who in ("handler", "counter", "hotline"):
        text(officer(who), f"/board/{page}", 403)
    assert Client().get(f"/board/{page}").status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_every_page_bears_a_city_in_which_nothing_happened(page: str, officer: Officer) -> None:
    Case.objects.all().delete()
    text(officer("mayor"), f"/board/{page}")


@pytest.mark.parametrize("place", ["agencies", "units", "kinds", "channels", "months"])
def test_every_number_leads_to_as_many_cases_on_the_desk(place: str, officer: Officer, cases: list[Case]) -> None:
    client = officer("mayor")
    page = text(client, f"/board/{place}/?from=2026-02&to=2026-05")
    links = re.findall(r'<td class="numeric[^"]*" data-label="[^"]*"><a href="(/desk/[^"]*)">([\d,]+)</a>', page)
    assert len(links) > 5
    for address, number in links:
        totals = client.get(html.unescape(address))
        assert totals.status_code == 200
        assert len(re.findall(r"<tr[^>]* data-row", totals.content.decode())) == min(int(number), 50), address


def test_the_overview_is_two_clicks_from_a_late_case(officer: Officer, past: Past, cases: list[Case]) -> None:
    client = officer("mayor")
    overview = text(client, "/board/")
    late = html.unescape(re.search(r'href="(/desk/[^"]*due_on=[^"]*today-1[^"]*)"', overview)[1])  # type: ignore[index]
    listed = text(client, late)
    case = html.unescape(re.search(r'href="(/desk/cases/[^"]*)" data-open', listed)[1])  # type: ignore[index]
    number = case.split("/")[3]
    assert Case.objects.get(number=number).due_on < TODAY  # type: ignore[operator]


def test_who_may_not_see_the_cases_gets_numbers_without_links(city: City, officer: Officer, cases: list[Case]) -> None:
    officer("head")
    Position.objects.filter(person=city.people["head"]).update(role="agency-admin")
    from tongban.apps.org.policy import forget

    forget()
    client = Client()
    client.force_login(city.people["head"])
    session = client.session
    session["second_factor"] = True
    session.save()
    page = text(client, "/board/units/")
    assert "data-row" in page
    assert "/desk/?" not in page


def test_figures_about_people_stay_with_those_who_lead_them(city: City, officer: Officer, past: Past) -> None:
    """The agency in charge sees its cases at the district office, but not that office's people."""
    mine = past.case(handler_id=city.people["colleague"].pk, unit_id=city.section.pk, received_on=TODAY)
    theirs = past.case(handler_id=city.people["stranger"].pk, unit_id=city.office.pk, received_on=TODAY)
    Case.objects.bulk_create([mine, theirs])
    names = {row["Officer"] for row in rows(officer("head"), "officers")}
    assert city.people["colleague"].name in names
    assert city.people["stranger"].name not in names
    assert {row["Handling unit"] for row in rows(officer("head"), "units")} >= {"桃園區公所"}


def test_filters_narrow_and_what_is_not_understood_is_said(officer: Officer, cases: list[Case]) -> None:
    client = officer("mayor")
    page = text(client, "/board/kinds/?kind=nonsense&agency=nowhere&unit=%00&channel=pigeon&from=xx&to=2026-13")
    assert page.count('class="alert is-soon"') == 6
    assert "There is no unit “nowhere”; left out." in page
    posted = rows(client, "channels", f"?channel=post&kind={BRACELET}&from=115/2&to=2026-04")
    assert [row["Channel"] for row in posted] == ["Post", "Total"]
    expected = [c for c in cases if c.channel == "post" and c.kind == BRACELET]
    within = [c for c in expected if date(2026, 2, 1) <= c.received_on <= date(2026, 4, 30)]
    assert posted[0]["Received"] == str(len(within))


def test_a_period_that_ended_before_it_began_is_turned_and_a_long_one_is_cut(officer: Officer) -> None:
    page = text(officer("mayor"), "/board/months/?from=2026-05&to=2026-02")
    assert "its ends were exchanged" in page
    assert "At most ten years" in text(officer("mayor"), "/board/months/?from=1990-01&to=2026-02")


@pytest.mark.parametrize("place", TABLES)
def test_a_table_can_be_sorted_by_every_column_both_ways(place: str, officer: Officer, cases: list[Case]) -> None:
    client = officer("supervisor")
    page = text(client, f"/board/{place}/")
    for address in set(re.findall(r'href="\?([^"]*sort=[^"]*)"', page)):
        again = text(client, f"/board/{place}/?{html.unescape(address)}")
        assert again.count('aria-sort="') == 1
    first, *rest = (int(row["Received"]) for row in rows(client, place, "?sort=-received")[:-1])
    assert all(first >= other for other in rest)


def test_files_hold_the_same_numbers_and_nothing_a_spreadsheet_would_run(officer: Officer, cases: list[Case]) -> None:
    Unit.objects.filter(code="other").update(name="=cmd|'/c calc'!A1", kind="agency")
    client = officer("mayor")
    written = rows(client, "units")
    names = {row["Handling unit"] for row in written}
    assert "'=cmd|'/c calc'!A1" in names
    book = openpyxl.load_workbook(io.BytesIO(client.get("/board/units/xlsx/").content))
    sheet = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=6)]  # type: ignore[union-attr]
    assert {line[0] for line in sheet} == names
    assert sheet[-1][1] == int(written[-1]["Received"]) == sum(int(row["Received"]) for row in written[:-1])
    assert client.get("/board/units/pdf/").status_code == 404


def test_few_answers_are_shown_to_nobody_and_are_in_no_sum(city: City, officer: Officer) -> None:
    def rate(kind: str, n: int, score: int) -> None:
        given = dict.fromkeys(("overall", "speed", "clarity", "attitude"), score)
        for _one in range(n):
            Rating.objects.create(owner=city.agency, kind=kind, month=date(2026, 5, 1), **given)

    rate(BRACELET, 5, 5)
    rate("civil/trip-abroad", 4, 1)
    found = {row["Kind of case"]: row for row in rows(officer("head"), "satisfaction")}
    assert found["civil/trip-abroad"]["Answers"] == "fewer than 5"
    assert found["civil/trip-abroad"]["Overall"] == ""
    page = text(officer("head"), "/board/satisfaction/")
    assert "100.0 %" in page
    assert "of 5 answers" in page
    assert "100.0 %" in text(officer("head"), "/board/")


def test_the_monthly_report_adds_up(officer: Officer, cases: list[Case]) -> None:
    for row in rows(officer("mayor"), "monthly", "?from=2026-03&to=2026-03"):
        number = {name: int(value) for name, value in row.items() if value.isdigit()}
        assert number["To be handled"] == number["Carried over"] + number["Newly received"]
        assert number["To be handled"] == number["Decided"] + number["Withdrawn"] + number["Not yet decided"]
        assert number["Decided"] == number["Decided on time"] + number["Decided overdue"]


def test_the_dunning_list_names_every_late_case_and_how_late_it_is(officer: Officer, cases: list[Case]) -> None:
    late = {case.number: case for case in Case.objects.filter(closed_on=None, due_on__lt=TODAY)}
    listed = rows(officer("mayor"), "late")
    assert {row["Number"] for row in listed} == late.keys()
    assert all(int(row["Days late"]) == (TODAY - late[row["Number"]].due_on).days for row in listed)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("115/11", date(2026, 11, 1)),
        ("１１５年２月", date(2026, 2, 1)),
        ("115-13", None),
        ("1-1", None),
        ("", None),
        ("999999-01", None),
    ],
)
def test_months_are_read_as_people_write_them(written: str, month: date | None) -> None:
    assert read_month(written) == month
