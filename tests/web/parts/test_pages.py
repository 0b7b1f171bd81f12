"""The pieces as a reader, a screen reader and the content security policy meet them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from tongban.apps.org.models import Role
from tongban.apps.org.policy import Post, Rights
from tongban.web.parts.gallery import sample

CODES = ["400", "403", "403_csrf", "404", "409", "429", "500"]
LAYOUTS = ["parts/inside.html", "parts/outside.html"]
LANGUAGES = ["zh-hant", "en"]


HANDLER = Rights(1, 1, (Post(1, Role.HANDLER, 1, frozenset([1]), 1),))


def a_request() -> HttpRequest:
    request = RequestFactory().get("/somewhere/?q=%22%3E%3Cscript%3E")
    request.rights = HANDLER  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def page(
    template: str, language: str = "zh-hant", request: HttpRequest | None = None, **context: Any
) -> html.HtmlElement:
    with translation.override(language):
        text = render_to_string(template, context, request=request or a_request())
    return html.document_fromstring(text)


def gallery(layout: str, language: str) -> html.HtmlElement:
    return page("parts/gallery.html", language, layout=layout, **sample(date(2026, 11, 20), language))


def every_page(language: str) -> list[html.HtmlElement]:
    return [gallery(layout, language) for layout in LAYOUTS] + [page(f"{code}.html", language) for code in CODES]


@pytest.fixture(params=LANGUAGES)
def pages(request: pytest.FixtureRequest) -> list[html.HtmlElement]:
    return every_page(request.param)


def test_no_page_holds_a_script_or_a_style_of_its_own(pages: list[html.HtmlElement]) -> None:
    for one in pages:
        assert not one.xpath("//style | //*[@style] | //script[not(@src)]")
        assert not one.xpath("//@*[starts-with(name(), 'on')]")
        assert not one.xpath("//@href[starts-with(., 'javascript:')]")


def test_every_page_has_one_heading_landmarks_and_a_way_past_the_top(pages: list[html.HtmlElement]) -> None:
    for one in pages:
        assert len(one.xpath("//h1")) == len(one.xpath("//main[@id='main']")) == 1
        assert one.xpath("//body/*[1][@class='skip-link']/@href") == ["#main"]
        assert one.xpath("//title")[0].text_content().strip(" ·")


def test_no_heading_level_is_skipped(pages: list[html.HtmlElement]) -> None:
    for one in pages:
        headings = one.xpath("//body//*[self::h1 or self::h2 or self::h3 or self::h4][not(ancestor::dialog)]")
        levels = [int(heading.tag[1]) for heading in headings]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_id_is_used_twice_and_every_reference_leads_somewhere(pages: list[html.HtmlElement]) -> None:
    for one in pages:
        ids = one.xpath("//@id")
        assert len(ids) == len(set(ids))
        wanted = one.xpath("//@for | //@aria-describedby | //@aria-labelledby")
        wanted += [href[1:] for href in one.xpath("//@href[starts-with(., '#')]") if href != "#"]
        assert set(wanted) <= set(ids)


def test_every_field_button_and_picture_has_a_name(pages: list[html.HtmlElement]) -> None:
    for one in pages:
        labelled = set(one.xpath("//label/@for"))
        fields = one.xpath("//input[not(@type='hidden')] | //select | //textarea")
        assert all(field.get("id") in labelled or field.get("aria-label") for field in fields)
        buttons = one.xpath("//button | //a[@href] | //summary")
        assert all(button.text_content().strip() or button.get("aria-label") for button in buttons)
        assert not one.xpath("//img[not(@alt)]")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_taiwan_s_markers_lead_to_top_content_and_foot(layout: str) -> None:
    markers = gallery(layout, "zh-hant").xpath("//a[@accesskey]")
    assert [(m.get("accesskey"), m.text_content(), m.get("href")) for m in markers] == [
        ("U", ":::", "#top"),
        ("C", ":::", "#main"),
        ("Z", ":::", "#foot"),
    ]
    assert all(m.get("title") for m in markers)


def test_the_page_says_its_language() -> None:
    assert gallery(LAYOUTS[1], "zh-hant").get("lang") == "zh-Hant"
    assert gallery(LAYOUTS[1], "en").get("lang") == "en"


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", "dark"), ("light", "light"), ("auto", None), ('"><script>', None)]
)
def test_the_chosen_theme_is_written_by_the_server_and_nothing_else_is(cookie: str, attribute: str | None) -> None:
    request = a_request()
    request.COOKIES["theme"] = cookie
    assert page("404.html", request=request).get("data-bs-theme") == attribute


def test_what_was_searched_is_shown_again_and_harmless() -> None:
    found = gallery(LAYOUTS[0], "zh-hant")
    assert found.xpath("//input[@name='q']/@value") == ['"><script>']


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_an_error_page_says_what_happened_what_is_kept_and_what_to_do(code: str, language: str) -> None:
    one = page(f"{code}.html", language)
    assert len([answer for answer in one.xpath("//dd") if answer.text_content().strip()]) == 3
    assert one.xpath("//body/@data-error") == [code[:3]]
    home = "/desk/" if code == "403" else "/"
    assert one.xpath(f"//main//a[@href='{home}']")


def test_the_page_for_our_own_faults_needs_no_request() -> None:
    assert "500" in render_to_string("500.html")


def test_who_must_wait_is_told_how_long() -> None:
    assert "30" in page("429.html", "en", wait_seconds=30).text_content()


def test_messages_are_in_a_live_region_by_their_meaning() -> None:
    request = a_request()
    request._messages.add(constants.ERROR, "<b>壞了</b>")  # type: ignore[attr-defined]
    request._messages.add(constants.SUCCESS, "好了")  # type: ignore[attr-defined]
    with translation.override("zh-hant"):
        context = {"messages": request._messages}  # type: ignore[attr-defined]
        region = html.fromstring(render_to_string("parts/messages.html", context, request=request))
    assert region.get("role") == "status"
    assert [alert.get("class") for alert in region.xpath(".//*[@data-dismissible]")] == [
        "alert is-late",
        "alert is-done",
    ]
    assert "<b>壞了</b>" in region.text_content()


def test_steps_say_their_state_without_colour_or_sign() -> None:
    steps = gallery(LAYOUTS[1], "en").xpath("//ol[@class='steps']/li")
    said = [" ".join(step.xpath("string(.//*[@class='step-when'])").split()).split(" ·")[0] for step in steps]
    assert said == ["done", "done", "waiting for you", "to come", "to come"]
    assert [step.get("aria-current") for step in steps].count("step") == 1


def test_a_chart_s_numbers_are_in_the_page_without_script() -> None:
    figure = gallery(LAYOUTS[1], "zh-hant").xpath("//figure[@data-chart]")[0]
    assert [cell.text_content() for cell in figure.xpath(".//tbody/tr[1]/*")] == ["115/6", "812", "31"]


def test_a_confirmation_names_what_follows_and_offers_the_way_back() -> None:
    one = page(
        "parts/confirm.html",
        "en",
        question="Approve?",
        consequences=["The applicant is told."],
        fields=[("version", 3)],
        action="Approve",
        action_url="/approve/",
        cancel_url="/case/",
    )
    form = one.xpath("//main//form")[0]
    assert (form.get("method"), form.get("action")) == ("post", "/approve/")
    assert form.xpath(".//input[@name='version']/@value") == ["3"]
    assert form.xpath(".//a/@href") == ["/case/"]
    assert "The applicant is told." in one.text_content()


def test_the_two_ends_of_a_list_have_no_way_beyond() -> None:
    only_next = html.fromstring(render_to_string("parts/pagination.html", {"next_url": "?after=50"}))
    assert only_next.xpath(".//a/@rel") == ["next"]
    assert len(only_next.xpath(".//*[@aria-disabled='true']")) == 1


def test_nothing_is_written_for_what_is_not_there() -> None:
    template = Template(
        "{% load tongban %}[{{ none|roc_date }}{{ none|roc_datetime }}{{ none|date_for }}{{ none|masked }}"
        "{{ none|thousands }}{{ none|iso }}]"
    )
    assert template.render(Context({"none": None})) == "[]"


def test_a_card_is_a_section_named_by_its_heading_and_escapes_it() -> None:
    card = Template('{% load tongban %}{% card title=name id="x" %}<p>{{ name }}</p>{% endcard %}')
    section = html.fromstring(card.render(Context({"name": "a & <b>"})))
    assert (section.tag, section.get("id")) == ("section", "x")
    assert section.xpath("string(.//h2)") == section.xpath("string(.//p)") == "a & <b>"
