"""A form as a browser, a screen reader and a person without JavaScript meet it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tongban.core.forms import FormSchema, read_form
from tongban.web.parts.forms import answer_groups, form_view, sent_answers

AT = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Taipei"))
SOURCE = """
| survey | type | name | label::中文 (zh-Hant) | label::English (en) | hint::English (en) | required | relevant | bind::check | appearance |
| | begin_group | who | 申請人 | Applicant | | | | | |
| | text | id_no | 身分證字號 | ID number | As on the card | yes | | national_id | |
| | date | born | 生日 | Born | | | | | |
| | decimal | income | 所得 | Income | | | | | |
| | end_group | | | | | | | | |
| | select_one yn | again | 補發 | Again | | | | | |
| | select_one yn | kind | 類別 | Kind | | yes | | | minimal |
| | select_multiple yn | both | 兩者 | Both | Tick all | yes | ${again} = 'y' | | |
| | note | mind | 請注意 ${income} | Mind ${income} | | | | | |
| | text | why | 原因 | Why | | | string-length(${id_no}) > 1 | | multiline |
| choices | list_name | name | label::中文 (zh-Hant) | label::English (en) |
| | yn | y | 是 | Yes |
| | yn | n | 否 | No |
"""


def schema() -> FormSchema:
    found, faults = read_form(SOURCE.encode(), "form.md")
    assert found, faults
    return found


SCHEMA = schema()


def page(values: Mapping[str, object], language: str = "en", *, check: bool = False, **more: Any) -> html.HtmlElement:
    checked = SCHEMA.check(values, at=AT) if check else None
    with translation.override(language):
        view = form_view(SCHEMA, values, at=AT, checked=checked, **more)
        return html.fragment_fromstring(render_to_string("parts/form/form.html", {"form": view}), create_parent="main")


def by_id(document: html.HtmlElement, name: str) -> html.HtmlElement:
    (found,) = document.xpath("//*[@id=$name]", name=name)
    return found


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("check", [True, False])
def test_every_field_has_a_name_a_label_and_existing_descriptions(language: str, check: bool) -> None:
    document = page({"born": "115/2/30", "again": "y"}, language, check=check)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    for described in document.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)
    fields = document.xpath("//input|//select|//textarea")
    assert len(fields) == 10
    for field in fields:
        assert field.get("name").startswith("answer-")
        assert text(document.xpath("//label[@for=$id]", id=field.get("id"))[0])
    for fieldset in document.xpath("//fieldset"):
        assert text(fieldset.find("legend"))


def test_required_is_said_in_a_word_and_a_sign() -> None:
    document = page({})
    (label,) = document.xpath("//label[@for='answer-id_no']")
    assert text(label) == "ID number *(required)"
    assert document.xpath("//label[@for='answer-id_no']//*[@aria-hidden='true']")[0].text == "*"
    assert "required" in by_id(document, "answer-id_no").attrib
    assert "required" not in by_id(document, "answer-born").attrib


def test_the_browser_never_insists_on_what_may_not_apply() -> None:
    document = page({})
    assert not document.xpath("//input[@name='answer-both'][@required]")
    assert "(required if it applies)" in text(by_id(document, "answer-both"))


def test_faults_stand_on_top_with_links_and_at_their_fields() -> None:
    document = page({"id_no": "A123456788", "again": "y", "kind": "y"}, check=True)
    (summary,) = document.xpath("//*[@role='alert']")
    assert [(a.get("href"), a.text) for a in summary.xpath(".//a")] == [
        ("#answer-id_no", "ID number"),
        ("#answer-both-1", "Both"),
    ]
    assert "2 answers need your attention" in text(summary)
    field = by_id(document, "answer-id_no")
    assert field.get("aria-invalid") == "true"
    assert field.get("value") == "A123456788"
    assert "answer-id_no-fault" in field.get("aria-describedby").split()
    assert "compare it with the card" in text(by_id(document, "answer-id_no-fault"))
    assert by_id(document, "answer-both-1").get("type") == "checkbox"


def test_an_unsent_form_accuses_nobody() -> None:
    document = page({})
    assert not document.xpath("//*[@role='alert'] | //*[@aria-invalid] | //*[contains(@class, 'is-invalid')]")


def test_a_field_the_form_does_not_have_is_named_without_a_link() -> None:
    (summary,) = page({"hack": "1"}, check=True).xpath("//*[@role='alert']")
    assert "hack: The form has no field" in text(summary)


def test_an_accepted_date_is_chosen_in_the_calendar_and_a_refused_one_stays_as_typed() -> None:
    good, bad = (by_id(page({"born": day}, check=True), "answer-born") for day in ("2026-02-28", "115/2/30"))
    assert (good.get("type"), good.get("value")) == ("date", "2026-02-28")
    assert (bad.get("type"), bad.get("value")) == ("text", "115/2/30")
    assert "115 is 2026" in text(by_id(page({}), "answer-born-example"))


def test_dates_can_be_typed_with_years_of_the_republic() -> None:
    field = by_id(page({"born": "2026-02-28"}, roc_dates=True), "answer-born")
    assert (field.get("type"), field.get("value")) == ("text", "115/2/28")


def test_conditions_are_said_in_words_since_nothing_hides_without_a_script() -> None:
    document = page({})
    assert text(by_id(document, "answer-both-when")) == "Only if “Again” is “Yes”."
    assert text(by_id(document, "answer-why-when")) == "Only if it applies after your answers above."
    assert by_id(document, "answer-both").get("data-applies") == "no"
    assert by_id(page({"again": "y"}), "answer-both").get("data-applies") == "yes"


def test_an_answer_that_may_stay_out_can_be_taken_back() -> None:
    document = page({"again": "y"})
    radios = document.xpath("//input[@name='answer-again']")
    assert [(radio.get("value"), radio.get("checked") is not None) for radio in radios] == [
        ("y", True),
        ("n", False),
        ("", False),
    ]


def test_answers_stand_in_labels_that_ask_for_them() -> None:
    assert "Mind 1,200" in text(by_id(page({"income": "1200"}), "answer-mind"))


def test_a_tiny_number_is_shown_as_it_can_be_typed() -> None:
    assert by_id(page({"income": 0.00001}), "answer-income").get("value") == "0.00001"


def test_what_was_typed_is_text_and_never_markup() -> None:
    nasty = '"><script>alert(1)</script>'
    document = page({"id_no": nasty, "why": f"</textarea>{nasty}", "again": nasty}, check=True)
    assert not document.xpath("//script")
    assert by_id(document, "answer-id_no").get("value") == nasty
    assert by_id(document, "answer-why").text.strip() == f"</textarea>{nasty}"


def test_nothing_needs_inline_script_or_style() -> None:
    document = page({}, check=True)
    assert not document.xpath("//@style | //script | //style | //@onclick | //@onchange")


def test_chinese_pages_are_chinese() -> None:
    document = page({"born": "x"}, "zh-hant", check=True)
    whole = text(document)
    for english in ("required", "Only if", "attention", "For example", "Please choose", "No answer", "Fault"):
        assert english not in whole, english


def test_what_the_page_sends_is_what_the_check_takes() -> None:
    data = QueryDict(
        "csrf=x&answer-id_no=A123456789&answer-both=y&answer-both=n&answer-again=y&answer-kind=n&answer-born="
    )
    sent = sent_answers(SCHEMA, data)
    assert sent == {"id_no": "A123456789", "both": ["y", "n"], "again": "y", "kind": "n", "born": ""}
    assert SCHEMA.check(sent, at=AT).is_complete


def test_a_field_sent_twice_is_refused_not_guessed() -> None:
    sent = sent_answers(SCHEMA, QueryDict("answer-id_no=A123456789&answer-id_no=B123456780&answer-zzz=1"))
    assert {fault.name for fault in SCHEMA.check(sent, at=AT).faults} >= {"id_no", "zzz"}


def test_a_filled_form_sends_back_what_was_accepted() -> None:
    accepted = SCHEMA.check(
        {
            "id_no": "A123456789",
            "born": "45/2/29",
            "income": "0.00001",
            "again": "y",
            "kind": "n",
            "both": "y n",
            "why": "a\nb",
        },
        at=AT,
    ).answers
    assert len(accepted) == 7
    data = QueryDict(mutable=True)
    for field, value in _controls(page(accepted)):
        data.appendlist(field, value)
    assert SCHEMA.check(sent_answers(SCHEMA, data), at=AT).answers == accepted


def _controls(document: html.HtmlElement) -> list[tuple[str, str]]:
    """What a browser would send, by hand: lxml's form support wants a <form>."""
    found = []
    for field in document.xpath("//input[not(@type='radio' or @type='checkbox') or @checked]"):
        found.append((field.get("name"), field.get("value")))
    for area in document.xpath("//textarea"):
        found.append((area.get("name"), (area.text or "").removeprefix("\n").replace("\n", "\r\n")))
    for option in document.xpath("//option[@selected]"):
        found.append((option.getparent().get("name"), option.get("value")))
    return found


def test_answers_to_read_stand_under_their_headings() -> None:
    lines = SCHEMA.display({"id_no": "A123456789", "born": "2026-02-28", "again": "y"}, "zh-Hant")
    groups = answer_groups(lines)
    assert [heading for heading, _ in groups] == ["申請人", ""]
    document = html.fragment_fromstring(
        render_to_string("parts/form/answers.html", {"groups": groups}), create_parent="div"
    )
    assert [text(dd) for dd in document.xpath("//dd")] == ["A123456789", "115/2/28 (六)", "是"]
    assert text(document.xpath("//h3")[0]) == "申請人"


_VALUES = (
    st.none()
    | st.text(max_size=10)
    | st.integers()
    | st.floats()
    | st.lists(st.text(max_size=3), max_size=3)
    | st.just("y")
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*SCHEMA.question_named, "who", "other"]), _VALUES))
def test_any_values_can_be_shown(values: dict[str, object]) -> None:
    with translation.override("zh-hant"):
        view = form_view(SCHEMA, values, at=AT, checked=SCHEMA.check(values, at=AT))
    assert len(view.items) == 6
