from __future__ import annotations

from django.test import Client

from tests.apps.cases.conftest import AT
from tongban.apps.catalogue.actions import change_draft
from tongban.apps.catalogue.message_files import path_of, paths_of
from tongban.apps.catalogue.queries import definition, edition

from .conftest import KIND, Studio

PAGE = f"{KIND}texts/step-received/"
PATHS = paths_of("step-received")


def sent(studio: Studio, code: str = "step-received", **changes: str) -> dict[str, str]:
    seen = {f"seen-{path}": edition(studio.pack).seen(path) for path in paths_of(code)}
    words = {
        "zh-Hant-subject": "已收件",
        "zh-Hant-body": "您的申請已收到，案號 ((case_number))。",
        "zh-Hant-sms": "((case_number))已收件",
        "en-subject": "Received",
        "en-body": "We have your application ((case_number)).",
        "en-sms": "((case_number)) received",
    }
    return {**seen, **words, "save": "1", **changes}


def test_words_are_kept_in_a_draft_and_published_with_a_note(studio: Studio) -> None:
    client = studio.client()
    assert client.post(PAGE, sent(studio)).status_code == 302
    assert definition(studio.pack.current_id).messages["step-received"].subject.zh != "已收件"
    asked = client.get(f"{KIND}draft/publish/").content.decode()
    assert "已收件" in asked
    shown = edition(studio.pack).version
    client.post(f"{KIND}draft/publish/", {"draft": shown, "note": "改得更清楚"})
    current = studio.pack.current
    assert (current.number, current.note) == (2, "改得更清楚")
    assert definition(current.pk).messages["step-received"].subject == ("已收件", "Received")


def test_a_preview_keeps_nothing_and_fills_the_placeholders(studio: Studio) -> None:
    answer = studio.client().post(PAGE, sent(studio, **{"try": "1"}))
    page = answer.content.decode()
    assert "SOC-" in page
    assert "((case_number)) received" in page
    assert edition(studio.pack).draft is None


def test_a_preview_shows_what_an_sms_costs(studio: Studio) -> None:
    long = "預" * 71
    answer = studio.client(language="en").post(PAGE, sent(studio, **{"try": "1", "zh-Hant-sms": long}))
    assert "71 characters, sent as 2 parts" in answer.content.decode()


def test_what_is_typed_is_never_markup(studio: Studio) -> None:
    answer = studio.client().post(PAGE, sent(studio, **{"try": "1", "en-body": "<script>alert(1)</script>"}))
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_unknown_placeholder_is_said_at_its_field_and_stops_publishing(studio: Studio) -> None:
    client = studio.client()
    client.post(PAGE, sent(studio, **{"en-sms": "((nobody)) received"}))
    page = client.get(PAGE).content.decode()
    assert 'id="en-sms-fault"' in page
    assert "不認得的佔位文字" in page
    client.post(f"{KIND}draft/publish/", {"draft": edition(studio.pack).version})
    assert studio.pack.current.number == 1
    assert "((nobody))" in client.get(f"{KIND}draft/").content.decode()


def test_faults_are_said_in_the_officials_own_language(studio: Studio) -> None:
    client = studio.client(language="en")
    client.post(PAGE, sent(studio, **{"en-sms": "((nobody))"}))
    assert "Unknown placeholder" in client.get(f"{KIND}draft/").content.decode()


def test_an_empty_text_is_refused_and_what_was_typed_is_kept(studio: Studio) -> None:
    answer = studio.client().post(PAGE, sent(studio, **{"zh-Hant-body": " ", "en-body": "Still here"}))
    assert answer.status_code == 422
    assert "Still here" in answer.content.decode()
    assert edition(studio.pack).draft is None


def test_the_slower_of_two_colleagues_is_told_and_keeps_his_words(studio: Studio) -> None:
    typed = sent(studio, **{"zh-Hant-body": "第二位的文字"})
    now = edition(studio.pack)
    change_draft(
        pack=studio.pack,
        files={PATHS[0]: "先到\n\n第一位的文字".encode()},
        seen={PATHS[0]: now.seen(PATHS[0])},
        by=f"person:{studio.people['chief'].pk}",
        at=AT,
    )
    answer = studio.client().post(PAGE, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "第二位的文字" in page
    assert "第一位的文字" in page
    assert "管理chief" in page


def test_after_being_told_saving_again_puts_his_words_in_place(studio: Studio) -> None:
    client = studio.client()
    change_draft(pack=studio.pack, files={PATHS[0]: b"a\n\nb"}, seen={}, by="person:1", at=AT)
    assert client.post(PAGE, sent(studio)).status_code == 302
    assert "已收件".encode() in edition(studio.pack).files[PATHS[0]]


def test_own_words_can_be_taken_back(studio: Studio) -> None:
    client = studio.client()
    client.post(PAGE, sent(studio))
    client.post(PAGE, {**sent(studio), "back": "1"})
    assert edition(studio.pack).draft is None


def test_a_new_text_can_be_written(studio: Studio) -> None:
    client = studio.client()
    assert client.get(f"{KIND}texts/new/?code=step-paid").headers["Location"] == f"{KIND}texts/step-paid/"
    client.post(f"{KIND}texts/step-paid/", sent(studio, "step-paid"))
    assert path_of("step-paid", "en") in edition(studio.pack).overlay


def test_a_code_that_cannot_be_one_is_refused(studio: Studio) -> None:
    assert studio.client().get(f"{KIND}texts/new/?code=../x").headers["Location"].startswith(KIND)
    assert studio.client().get(f"{KIND}texts/Bad_Code/").status_code == 404


def test_publishing_what_changed_meanwhile_is_refused(studio: Studio) -> None:
    client = studio.client()
    client.post(PAGE, sent(studio))
    answer = client.post(f"{KIND}draft/publish/", {"draft": "99"})
    assert answer.status_code == 409
    assert studio.pack.current.number == 1


def test_a_draft_is_thrown_away_only_as_it_was_seen(studio: Studio) -> None:
    client = studio.client()
    client.post(PAGE, sent(studio))
    client.post(f"{KIND}draft/discard/", {"draft": "99"})
    assert edition(studio.pack).draft is not None
    client.post(f"{KIND}draft/discard/", {"draft": str(edition(studio.pack).version)})
    assert edition(studio.pack).draft is None


def test_rolling_back_publishes_the_older_words_again(studio: Studio) -> None:
    client = studio.client()
    before = definition(studio.pack.current_id).messages["step-received"].subject
    client.post(PAGE, sent(studio))
    client.post(f"{KIND}draft/publish/", {"draft": edition(studio.pack).version})
    assert before.zh in client.get(f"{KIND}versions/1/back/").content.decode()
    current = studio.pack.current_id
    client.post(f"{KIND}versions/1/back/", {"current": current})
    client.post(f"{KIND}versions/1/back/", {"current": current})  # pressed twice
    assert studio.pack.current.number == 3
    assert definition(studio.pack.current_id).messages["step-received"].subject == before


def test_two_versions_are_compared_in_words(studio: Studio) -> None:
    client = studio.client()
    client.post(PAGE, sent(studio))
    client.post(f"{KIND}draft/publish/", {"draft": edition(studio.pack).version})
    page = client.get(f"{KIND}versions/?from=1&to=2").content.decode()
    assert "<ins>" in page
    assert "主旨" in page


def test_forms_need_their_token(studio: Studio) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(studio.people["owner"], backend="tongban.web.parts.people.backend.PersonBackend")
    assert client.post(PAGE, sent(studio)).status_code == 403


def test_the_list_of_kinds_costs_the_same_with_many_drafts(
    studio: Studio, django_assert_max_num_queries: object
) -> None:
    client = studio.client()
    client.post(PAGE, sent(studio))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert "管理owner" in client.get("/studio/").content.decode()
