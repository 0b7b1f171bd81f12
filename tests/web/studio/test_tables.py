"""Decision tables in the studio: read, taken away, brought back with faults by cell, kept, tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps.cases.conftest import AT, PACKS
from tongban.apps.catalogue.actions import change_draft, publish_draft, publish_folder
from tongban.apps.catalogue.models import Pack, StagedFile
from tongban.apps.catalogue.queries import definition, edition
from tongban.apps.org.models import Person, Position, Role, Unit, UnitKind
from tongban.apps.org.policy import forget
from tongban.core.packs.decisions import DECISIONS

from .conftest import Studio

FIRE = "fire/equipment-inspection"
KIND = f"/studio/kinds/{FIRE}/"
TABLES = f"{KIND}tables/"
PENALTY = f"{TABLES}penalty/"
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def fire(studio: Studio) -> Studio:
    """`owner` looks after the fire department too, `second` only after it."""
    top = Unit.objects.get(code="city")
    unit = Unit.objects.create(code="fire", prefix="FIR", name="消防局", kind=UnitKind.AGENCY, parent=top)
    studio.people["second"] = Person.objects.create(username="second", name="第二人")
    for name in ("owner", "second"):
        Position.objects.create(person=studio.people[name], unit=unit, role=Role.AGENCY_ADMIN, from_on=date(2020, 1, 1))
    forget()
    publish_folder(PACKS / FIRE, at=AT)
    return studio


def pack() -> Pack:
    return Pack.objects.select_related("current", "owner").get(code=FIRE)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def workbook(client: Client, edit: Edit, address: str = PENALTY) -> bytes:
    """The table's workbook, changed by another program."""
    book = openpyxl.load_workbook(BytesIO(client.get(f"{address}workbook/").content))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def amount(place: str, value: object) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book["規則"][place] = value

    return edit


def upload(client: Client, content: bytes, name: str = "基準.xlsx", address: str = PENALTY) -> tuple[int, str]:
    answer = client.post(f"{address}upload/", {"workbook": SimpleUploadedFile(name, content)}, follow=True)
    return answer.status_code, unescape(answer.content.decode())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def keep(client: Client, shown: str, address: str = PENALTY) -> Any:
    given = {name: hidden(shown, name) for name in ("digest", "seen")}
    return client.post(f"{address}keep/", given)


def test_the_decisions_are_listed_with_what_they_look_at_and_where_they_are_asked(fire: Studio) -> None:
    shown = page(fire.client(), TABLES)
    assert "消防法裁罰基準" in shown
    assert "只能有一列成立" in shown
    assert "場所樓地板面積" in shown
    assert "裁罰" in shown
    assert TABLES in page(fire.client(), KIND)


def test_a_table_reads_in_words(fire: Studio) -> None:
    shown = page(fire.client(), PENALTY)
    for words in ("未滿 300", "2 以上、未滿 3", "20,000", "消防安全設備", "消防法第 6 條第 1 項、第 37 條第 1 項"):
        assert words in shown
    assert "Fire Services Act" not in shown
    assert "Fire Services Act" in page(fire.client(language="en"), PENALTY)


def test_the_workbook_bears_the_tables_name(fire: Studio) -> None:
    answer = fire.client().get(f"{PENALTY}workbook/")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.content[:2] == b"PK"


def test_a_table_that_is_not_there_is_not_found(fire: Studio) -> None:
    client = fire.client()
    for way in ("", "workbook/", "try/"):
        assert client.get(f"{TABLES}nothing/{way}").status_code == 404
    assert upload(client, b"", address=f"{TABLES}nothing/")[0] == 404


@pytest.mark.parametrize(
    "address", [TABLES, PENALTY, f"{PENALTY}workbook/", f"{PENALTY}try/", f"{PENALTY}upload/", f"{PENALTY}keep/"]
)
def test_only_who_looks_after_the_kind_comes_in(fire: Studio, address: str) -> None:
    posts = address.endswith(("upload/", "keep/"))
    for name in ("handler", "other"):
        client = fire.client(name)
        assert (client.post(address) if posts else client.get(address)).status_code == 403
    assert Client().get(address).status_code == 302


def test_faults_are_shown_by_cell_and_nothing_is_kept(fire: Studio) -> None:
    client = fire.client()
    status, shown = upload(client, workbook(client, amount("E5", '"六萬"')))
    assert status == 422
    assert "基準.xlsx 規則 E5" in shown
    assert "此欄是數字" in shown
    assert edition(pack()).draft is None
    assert not StagedFile.objects.exists()


def test_a_changed_amount_is_shown_in_words_with_what_the_examples_say(fire: Studio) -> None:
    client = fire.client()
    status, shown = upload(client, workbook(client, amount("E5", 88_000)))
    assert status == 200
    assert "第 2 列「罰鍰（元）」由 60000 改為 88000。" in shown
    assert "沒有缺口" in shown
    assert "examples/1-in-order.yaml" in shown
    assert edition(pack()).draft is None


def test_what_was_shown_is_kept_and_a_second_person_publishes_it(fire: Studio) -> None:
    client = fire.client()
    _, shown = upload(client, workbook(client, amount("E5", 88_000)))
    assert keep(client, shown)["Location"] == f"{KIND}draft/"
    assert "由 60000 改為 88000" in page(client, f"{KIND}draft/")
    assert "草稿有變更" in page(client, TABLES)
    assert "60,000" in page(client, f"{PENALTY}?of=force")
    assert "88,000" not in page(client, f"{PENALTY}?of=force")
    second = fire.client("second")
    second.post(f"{KIND}draft/publish/", {"draft": edition(pack()).version})
    current = pack().current
    assert current is not None
    assert current.published_by == f"person:{fire.people['second'].pk}"
    model = definition(current.pk).decisions
    assert model is not None
    decided = model.evaluate("penalty", {"violation": "equipment", "venue_size": 100, "times": 2})
    assert decided.value == {"fine": 88_000, "least": 20_000, "most": 300_000}


def test_confirming_twice_keeps_it_once(fire: Studio) -> None:
    client = fire.client()
    _, shown = upload(client, workbook(client, amount("E5", 88_000)))
    keep(client, shown)
    answer = keep(client, shown)
    assert answer["Location"] == PENALTY
    assert edition(pack()).version == 1


def test_a_table_somebody_changed_meanwhile_is_shown_once_more(fire: Studio) -> None:
    client, second = fire.client(), fire.client("second")
    _, shown = upload(client, workbook(client, amount("E5", 88_000)))
    _, others = upload(second, workbook(second, amount("E4", 25_000)))
    keep(second, others)
    answer = keep(client, shown)
    assert answer.status_code == 409
    again = unescape(answer.content.decode())
    assert "由 25000 改為 20000" in again
    assert keep(client, again)["Location"] == f"{KIND}draft/"
    assert "由 60000 改為 88000" in page(client, f"{KIND}draft/")


def test_a_gap_is_shown_with_an_example_that_can_be_tried_and_stops_the_publishing(fire: Studio) -> None:
    client = fire.client()
    _, shown = upload(client, workbook(client, lambda book: book["規則"].delete_rows(5)))
    assert "沒有規則涵蓋" in shown
    assert "例如" in shown
    keep(client, shown)
    drafted = page(client, PENALTY)
    tried = re.search(rf'href="({PENALTY}try/\?[^"]*)"', drafted)
    assert tried
    assert "沒有結果" in page(client, tried[1])
    assert client.get(f"{KIND}draft/publish/").status_code == 302
    assert TABLES in page(client, f"{KIND}draft/")


def test_a_result_that_the_penalty_needs_is_missed_at_once(fire: Studio) -> None:
    client = fire.client()

    def edit(book: openpyxl.Workbook) -> None:
        book["欄位"]["C5"] = "amount"

    _, shown = upload(client, workbook(client, edit))
    assert "決策表沒有輸出「fine」" in shown


def test_the_same_again_is_no_change(fire: Studio) -> None:
    client = fire.client()
    status, shown = upload(client, workbook(client, lambda book: None))
    assert status == 200
    assert "沒有需要存入的變更" in shown
    assert edition(pack()).draft is None


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04no", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_workbook_is_refused(fire: Studio, content: bytes) -> None:
    status, shown = upload(fire.client(), content)
    assert status == 422
    assert 'class="faults"' in shown
    assert edition(pack()).draft is None


def test_the_delivered_tables_come_back(fire: Studio) -> None:
    client = fire.client()
    _, shown = upload(client, workbook(client, amount("E5", 88_000)))
    keep(client, shown)
    client.post(TABLES, {"back": "1", "seen": "another"})
    assert DECISIONS in edition(pack()).overlay
    client.post(TABLES, {"back": "1", "seen": hidden(page(client, TABLES), "seen")})
    assert edition(pack()).draft is None


def test_an_unreadable_file_is_said_so(fire: Studio) -> None:
    change_draft(pack=pack(), files={DECISIONS: b"<no"}, seen={}, by="test", at=AT)
    assert "無法讀取" in page(fire.client(), TABLES)


def test_values_are_tried_in_force_and_in_the_draft(fire: Studio) -> None:
    client = fire.client()
    _, shown = upload(client, workbook(client, amount("E5", 88_000)))
    keep(client, shown)
    given = {"in-violation": "equipment", "in-venue_size": "２９９", "in-times": "2", "try": "1"}
    tried = page(client, f"{PENALTY}try/?{urlencode(given)}")
    assert "60,000" in tried
    assert "88,000" in tried
    assert "「消防法裁罰基準」第 2 列：「違規事項」消防安全設備" in tried
    assert "消防法第 6 條第 1 項、第 37 條第 1 項" in tried


def test_what_cannot_be_read_is_said_at_its_field(fire: Studio) -> None:
    given = {"in-violation": "equipment", "in-venue_size": "很大", "try": "1"}
    tried = page(fire.client(), f"{PENALTY}try/?{urlencode(given)}", 422)
    assert "這不是數字" in tried
    assert "很大" in tried


def test_no_values_at_all_give_a_reason_not_an_error(fire: Studio) -> None:
    assert "沒有結果" in page(fire.client(), f"{PENALTY}try/?try=1")


def test_a_published_table_is_rolled_back_like_any_version(fire: Studio) -> None:
    client = fire.client()
    _, shown = upload(client, workbook(client, amount("E5", 88_000)))
    keep(client, shown)
    publish_draft(pack=pack(), draft_version=1, by="test", at=AT)
    client.post(f"{KIND}versions/1/back/", {"current": pack().current_id})
    assert "60,000" in page(client, PENALTY)
