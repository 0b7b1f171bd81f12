"""裁罰統計 and the list of deviations, as people in different posts meet them."""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.conftest import BRACELET, City
from tests.apps.insight.conftest import NOW, TODAY, Past
from tests.apps.insight.fines import REASON, fine, random_fines
from tests.web.board.conftest import Officer
from tests.web.board.test_pages import rows, text
from tongban.apps.cases.models import Case, Penalty
from tongban.apps.org.models import Position
from tongban.apps.org.policy import forget

pytestmark = pytest.mark.django_db
WAYS = ["kinds", "agencies", "units", "months"]


@pytest.fixture
def fined(past: Past, cases: list[Case]) -> list[Penalty]:
    return random_fines(past, cases)


def agency_admin(city: City, officer: Officer) -> Client:
    """Sees the statistics of the agency and none of its cases."""
    officer("head")
    Position.objects.filter(person=city.people["head"]).update(role="agency-admin")
    forget()
    client = Client(headers={"accept-language": "en"})
    client.force_login(city.people["head"])
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


@pytest.mark.parametrize("way", WAYS)
def test_every_number_of_deviations_leads_to_a_list_of_as_many(
    way: str, officer: Officer, fined: list[Penalty]
) -> None:
    client = officer("mayor")
    page = text(client, f"/board/penalties/{way}/")
    links = re.findall(
        r'<td class="numeric[^"]*" data-label="[^"]*"><a href="(/board/deviations/[^"]*)">([\d,]+)</a>', page
    )
    assert len(links) > 5
    for address, number in links:
        listed = text(client, html.unescape(address))
        assert re.search(r"(\d+) deviations?\b", listed)[1] == number, address  # type: ignore[index]


def test_the_overview_is_two_clicks_from_the_case_behind_a_deviation(officer: Officer, fined: list[Penalty]) -> None:
    client = officer("mayor")
    overview = text(client, "/board/")
    listed = text(client, html.unescape(re.search(r'href="(/board/deviations/[^"]*)"', overview)[1]))  # type: ignore[index]
    case = html.unescape(re.search(r'href="(/desk/cases/[^"]*)" data-open', listed)[1])  # type: ignore[index]
    assert Penalty.objects.filter(case__number=case.split("/")[3], is_deviation=True).exists()


def test_a_city_without_penalties_shows_no_tile_and_says_where_they_will_be(
    officer: Officer, cases: list[Case]
) -> None:
    client = officer("mayor")
    assert "/board/deviations/" not in text(client, "/board/")
    assert "No penalties" in text(client, "/board/penalties/")
    assert "No deviations" in text(client, "/board/deviations/")


def test_who_may_not_see_the_cases_reads_neither_reasons_nor_links(
    city: City, officer: Officer, fined: list[Penalty]
) -> None:
    client = agency_admin(city, officer)
    page = text(client, "/board/deviations/")
    assert "data-row" in page
    assert REASON not in page
    assert "/desk/cases/" not in page
    listed = rows(client, "deviations")
    assert listed
    assert {row["Reason"] for row in listed} == {"only for those who may see the case"}
    assert REASON in text(officer("supervisor"), "/board/deviations/")


def test_nobody_sees_penalties_of_units_he_does_not_lead(city: City, past: Past, officer: Officer) -> None:
    mine, theirs = past.case(unit_id=city.section.pk, received_on=TODAY), past.case(unit_id=city.office.pk)
    theirs.owner_id = city.office.pk
    for case in (mine, theirs):
        case.save()
        fine(past, case)
    assert {row["Number"] for row in rows(officer("supervisor"), "deviations")} == {mine.number}
    assert {row["Number"] for row in rows(officer("mayor"), "deviations")} == {mine.number, theirs.number}
    [_one, total] = rows(officer("supervisor"), "penalties/kinds")
    assert total["Penalties (in force)"] == "1"


def test_figures_about_officers_and_approvers_want_a_unit_city_wide(city: City, officer: Officer, past: Past) -> None:
    case = past.case(unit_id=city.section.pk, handler_id=city.people["colleague"].pk, received_on=TODAY)
    case.save()
    fine(past, case)
    admin = text(officer("mayor"), f"/board/penalties/officers/?unit={city.section.code}")
    assert city.people["colleague"].name in admin
    mine = text(officer("supervisor"), "/board/penalties/officers/")
    assert "Who approves whose deviations" in mine
    assert city.people["supervisor"].name in mine


def test_a_pair_that_never_says_no_is_pointed_out(city: City, officer: Officer, past: Past) -> None:
    for _ in range(5):
        case = past.case(unit_id=city.section.pk, received_on=TODAY)
        case.save()
        fine(past, case)
    client = officer("supervisor")
    assert "one pair of asker and approver" in text(client, "/board/penalties/")
    page = text(client, "/board/penalties/officers/")
    assert page.count("always approved") == 1
    address = html.unescape(re.search(r'href="(/board/deviations/\?[^"]*asked_by=[^"]*)"', page)[1])  # type: ignore[index]
    assert "5 deviations" in text(client, address)


def test_the_list_is_narrowed_by_standing_direction_and_people_and_ignores_nonsense(
    city: City, officer: Officer, past: Past
) -> None:
    for standing, amount in (("in-force", 60_000), ("refused", 150_000), ("awaiting", 10_000)):
        case = past.case(unit_id=city.section.pk, received_on=TODAY, kind=BRACELET)
        case.save()
        fine(past, case, standing=standing, amount=amount)
    client = officer("supervisor")
    assert [row["Amount"] for row in rows(client, "deviations", "?standing=refused")] == ["150000"]
    assert {row["Amount"] for row in rows(client, "deviations", "?direction=less")} == {"60000", "10000"}
    decided = f"?decided_by=person:{city.people['supervisor'].pk}"
    assert {row["Amount"] for row in rows(client, "deviations", decided)} == {"60000", "150000"}
    assert rows(client, "deviations", "?asked_by=person:999999") == []
    nonsense = "?standing=x&direction=up&of=unit:x&of=officer:99999999999999999999&page=-3&sort=%00"
    assert len(rows(client, "deviations", nonsense)) == 3
    assert "No deviations" in text(client, "/board/deviations/?page=999999")


def test_months_begin_at_midnight_in_taipei(city: City, officer: Officer, past: Past) -> None:
    case = past.case(unit_id=city.section.pk)
    case.save()
    fine(past, case, 1, changed_at="2026-03-31T16:00:00Z")
    fine(past, case, 2, changed_at="2026-03-31T15:59:59.999999Z", amount=100_000)
    found = {row["Month"]: row for row in rows(officer("supervisor"), "penalties/months")}
    assert found["April 2026"]["Sum (NT$)"] == "60000"
    assert found["March 2026"]["Sum (NT$)"] == "100000"


def test_files_hold_the_list_and_the_figures_and_nothing_a_spreadsheet_would_run(
    city: City, officer: Officer, past: Past
) -> None:
    case = past.case(unit_id=city.section.pk, received_on=TODAY)
    case.save()
    fine(past, case, reason="=HYPERLINK(1)")
    client = officer("supervisor")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/board/deviations/xlsx/").content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert {case.number, 100_000, 60_000, -0.4, "'=HYPERLINK(1)"} <= set(cells)
    assert client.get("/board/deviations/pdf/").status_code == 404
    assert openpyxl.load_workbook(io.BytesIO(client.get("/board/penalties/kinds/xlsx/").content)).active.max_row > 4  # type: ignore[union-attr]


def test_the_pages_take_as_many_queries_for_many_penalties_as_for_few(
    officer: Officer, past: Past, cases: list[Case]
) -> None:
    client = officer("mayor")
    fine(past, cases[0], 9, changed_at=NOW)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            text(client, address)
        return len(found)

    addresses = ("/board/penalties/", "/board/penalties/units/", "/board/deviations/")
    for address in addresses:
        queries(address)
    few = [queries(address) for address in addresses]
    random_fines(past, cases)
    many = [queries(address) for address in addresses]
    assert all(after <= before + 1 for before, after in zip(few, many, strict=True)), "one more to count a full page"
    assert max(many) <= 22
