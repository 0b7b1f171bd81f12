from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from lxml import html

from tests.web.citizen.conftest import City
from tongban.apps.catalogue.models import Offer
from tongban.apps.org.models import Unit
from tongban.core.text import Text
from tongban.web.citizen.kinds import find

pytestmark = pytest.mark.django_db


def service(name: str, summary: str = "", english: str = "") -> Any:
    texts = SimpleNamespace(
        name=Text(name, english), summary=Text(summary, ""), legal_basis=Text("", ""), documents=(Text("身分證", "ID"),)
    )
    owner = Unit(name="社會局", name_en="Social Welfare")

    class Plain:
        definition = texts
        name = texts.name

        def weighed(self) -> Any:
            from tongban.web.citizen.kinds import PublishedKind

            return PublishedKind("x", texts, owner).weighed()  # type: ignore[arg-type]

    return Plain()


BRACELET = service("預防走失愛的手鍊", "失智者申請刻有代碼的手鍊，走失時通知家屬。", "Wandering-prevention bracelet")
PARKING = service("身心障礙者專用停車位識別證", "身障者停車用的識別證。", "Disability parking permit")
ALL = [BRACELET, PARKING]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("走失", BRACELET),
        ("我想要申請手鍊", BRACELET),
        ("請問停車位怎麼辦理", PARKING),
        ("ＰＡＲＫＩＮＧ", PARKING),
        ("bracelet", BRACELET),
        ("身障停車證", PARKING),
    ],
)
def test_everyday_words_find_the_service(typed: str, first: Any) -> None:
    assert find(ALL, typed)[0] is first


def test_nothing_typed_shows_all_and_nonsense_none() -> None:
    assert find(ALL, "  ") == ALL
    assert find(ALL, "航空母艦") == []
    assert find(ALL, "（）！？") == ALL


def test_the_first_thing_on_the_first_page_is_the_look_up(client: Client, city: City) -> None:
    page = html.document_fromstring(client.get("/").content)
    assert page.xpath("//h1")[0].text_content() == "您要查什麼？"
    first, *_ = page.xpath("//form[@method='post'][.//input[@name='number']]")
    assert first.xpath(".//input[@name='password']")
    assert page.xpath("//a[@href='/services/social/wandering-bracelet/']")


def test_no_page_offers_what_comes_later(client: Client, city: City) -> None:
    page = client.get("/services/social/wandering-bracelet/").content.decode()
    assert "線上申請" not in page


def test_a_service_page_answers_what_people_ask(client: Client, city: City) -> None:
    Unit.objects.filter(pk=city.office.pk).update(phone="03-334-8058", address="縣府路7號")
    page = client.get("/services/social/wandering-bracelet/").content.decode()
    for answer in ("身分證", "6 個工作天", "老人福利法", "桃園區公所", "03-334-8058", "縣府路7號", "臨櫃", "收件"):
        assert answer in page


def test_a_unit_that_no_longer_takes_it_in_is_not_named(client: Client, city: City) -> None:
    Offer.objects.filter(unit=city.office).update(active=False)
    assert "桃園區公所" not in client.get("/services/social/wandering-bracelet/").content.decode()


@pytest.mark.parametrize("code", ["nothing/here", "social/wandering-bracelet%00", "..%2f..%2fetc/passwd"])
def test_an_unknown_service_is_not_found(client: Client, city: City, code: str) -> None:
    assert client.get(f"/services/{code}/").status_code == 404


@pytest.mark.parametrize("q", ["走失", "", "\x00", "<b>", "字" * 5000])
def test_every_search_gets_a_page(client: Client, city: City, q: str) -> None:
    response = client.get("/services/", {"q": q})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


@pytest.mark.parametrize("name", ["accessibility", "privacy", "about"])
def test_the_standing_pages_stand(client: Client, name: str) -> None:
    page = html.document_fromstring(client.get(f"/{name}/").content)
    assert len(page.xpath("//h1")) == 1


def test_the_language_is_changed_by_a_button_and_stays(client: Client, city: City) -> None:
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/progress/"})
    assert response.headers["Location"] == "/progress/"
    assert "Where is my application?" in client.get("/progress/").content.decode()


def test_search_engines_stay_out_of_cases(client: Client) -> None:
    assert "Disallow: /progress/" in client.get("/robots.txt").content.decode()


def test_health_says_whether_the_database_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").status_code == 200

    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/healthz").status_code == 503
