from __future__ import annotations

from tongban.apps.catalogue.composing import RULES
from tongban.apps.catalogue.queries import definition, edition

from .conftest import KIND, Studio

ADDRESS = f"{KIND}rules/"


def sent(**changes: object) -> dict[str, object]:
    """What the page of the delivered pack would send unchanged."""
    kept = {
        "seen": "",
        "told": ["deliver"],
        "remind-0-when": "before",
        "remind-0-days": "2",
        "remind-0-to": "handler",
        "remind-1-when": "at",
        "remind-1-to": "handler",
        "remind-2-when": "after",
        "remind-2-days": "1",
        "remind-2-to": "supervisor",
        "save": "1",
    }
    return {**kept, **changes}


def test_rules_that_are_as_delivered_make_no_draft(studio: Studio) -> None:
    assert studio.client().post(ADDRESS, sent()).status_code == 302
    assert edition(studio.pack).draft is None


def test_reminders_and_told_steps_are_published(studio: Studio) -> None:
    client = studio.client()
    client.post(ADDRESS, sent(told=["accept"], **{"remind-0-days": "4"}))
    client.post(f"{KIND}draft/publish/", {"draft": edition(studio.pack).version})
    read = definition(studio.pack.current_id)
    assert [step.on for step in read.public_steps if step.notify] == ["accept"]
    assert read.clock.remind[0].offset.working_days == -4


def test_a_control_that_tells_a_unit_is_kept(studio: Studio) -> None:
    control = {
        "control-0-what": "unit:district-taoyuan",
        "control-0-when": 'reason = "dementia"',
        "control-0-text": "closed",
    }
    studio.client().post(ADDRESS, sent(**control))
    made = edition(studio.pack).definition
    assert made is not None
    assert made.controls[0].notify_unit == "district-taoyuan"


def test_a_condition_that_cannot_be_read_is_said_at_its_field(studio: Studio) -> None:
    client = studio.client()
    control = {"control-0-what": "unit:district-taoyuan", "control-0-when": "reason =", "control-0-text": "closed"}
    client.post(ADDRESS, sent(**control))
    page = client.get(ADDRESS).content.decode()
    assert 'id="control-0-when-fault"' in page
    assert client.get(f"{KIND}draft/publish/").status_code == 302


def test_numbers_that_are_none_are_refused_and_kept_as_typed(studio: Studio) -> None:
    answer = studio.client().post(ADDRESS, sent(**{"remind-0-days": "soon"}))
    assert answer.status_code == 422
    assert 'value="soon"' in answer.content.decode()
    assert edition(studio.pack).draft is None


def test_the_slower_of_two_is_told(studio: Studio) -> None:
    client = studio.client()
    client.post(ADDRESS, sent(told=["accept"]))
    answer = studio.client("chief").post(ADDRESS, sent(told=["review"]))
    assert answer.status_code == 409
    assert "管理owner" in answer.content.decode()


def test_delivered_rules_come_back(studio: Studio) -> None:
    client = studio.client()
    client.post(ADDRESS, sent(told=["accept"]))
    client.post(ADDRESS, {"seen": edition(studio.pack).seen(RULES), "back": "1"})
    assert edition(studio.pack).draft is None


def test_hostile_numbers_of_rows_do_no_harm(studio: Studio) -> None:
    flood = {f"control-{n}-what": "field:x" for n in range(500)}
    assert studio.client().post(ADDRESS, sent(**flood)).status_code == 302
    assert studio.client().get(ADDRESS).status_code == 200


def test_the_page_says_by_which_table_cases_are_dispatched_and_leads_to_it(studio: Studio) -> None:
    client = studio.client()
    page = client.get(ADDRESS).content.decode()
    assert "受理時由決策表「分案」指定承辦單位" in page
    assert f'href="{KIND}tables/dispatch/"' in page
    assert client.get(f"{KIND}tables/dispatch/").status_code == 200
