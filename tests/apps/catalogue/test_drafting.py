from __future__ import annotations

import re

import pytest

from tests.apps.cases.conftest import AT, BRACELET, PACKS, City
from tongban.apps.catalogue.actions import (
    DraftMoved,
    FaultyPack,
    change_draft,
    discard_draft,
    draft_pack,
    publish_draft,
    publish_files,
    publish_folder,
    roll_back,
)
from tongban.apps.catalogue.composing import RULES, Rules
from tongban.apps.catalogue.message_files import Parts, path_of
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition, edition
from tongban.apps.journal.models import JournalEvent
from tongban.apps.org.models import Unit
from tongban.core.packs import read_folder

STEP = path_of("step-received", "zh-Hant")
CLOSED = path_of("closed", "zh-Hant")
BY = "person:1"
WORDS = Parts("已收件", "您的申請已收到。", "((case_number))已收件").as_file()


def change(pack: Pack, files: dict[str, bytes | None], **seen: str) -> None:
    change_draft(pack=pack, files=files, seen=seen, by=BY, at=AT)


def publish(pack: Pack) -> Pack:
    publish_draft(pack=pack, draft_version=edition(pack).version, by=BY, at=AT)
    return Pack.objects.select_related("current").get(pk=pack.pk)


def test_a_draft_changes_nothing_until_it_is_published(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    assert definition(pack.current_id).messages["step-received"].subject.zh != "已收件"
    fresh = publish(pack)
    assert definition(fresh.current_id).messages["step-received"].subject.zh == "已收件"
    assert fresh.current.number == 2
    assert edition(fresh).draft is None


def test_a_published_version_stays_as_it_was(pack: Pack) -> None:
    first = pack.current_id
    change(pack, {STEP: WORDS})
    publish(pack)
    definition.cache_clear()
    assert definition(first).messages["step-received"].subject.zh != "已收件"


def test_publishing_is_journalled(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    publish(pack)
    last = JournalEvent.objects.filter(subject=f"pack:{pack.pk}").order_by("-seq").first()
    assert (last.kind, last.data["version"], last.actor) == ("PackPublished", 2, BY)


def test_two_people_editing_different_texts_do_not_disturb_each_other(pack: Pack) -> None:
    before = edition(pack)
    change_draft(pack=pack, files={STEP: WORDS}, seen={STEP: before.seen(STEP)}, by="person:1", at=AT)
    change_draft(pack=pack, files={CLOSED: WORDS}, seen={CLOSED: before.seen(CLOSED)}, by="person:2", at=AT)
    assert set(edition(pack).overlay) == {STEP, CLOSED}


def test_the_second_of_two_who_edit_the_same_text_is_told(pack: Pack) -> None:
    seen = {STEP: edition(pack).seen(STEP)}
    change_draft(pack=pack, files={STEP: WORDS}, seen=seen, by="person:1", at=AT)
    with pytest.raises(DraftMoved):
        change_draft(pack=pack, files={STEP: b"other\n\nwords"}, seen=seen, by="person:2", at=AT)
    assert edition(pack).overlay_files[STEP] == WORDS


def test_what_is_published_is_what_was_shown(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    shown = edition(pack).version
    change(pack, {CLOSED: WORDS})
    with pytest.raises(DraftMoved):
        publish_draft(pack=pack, draft_version=shown, by=BY, at=AT)
    assert Pack.objects.get(pk=pack.pk).current_id == pack.current_id


def test_a_faulty_draft_is_kept_but_not_published(pack: Pack) -> None:
    change(pack, {CLOSED: Parts("結案", "((nobody))").as_file()})
    assert [fault.place for fault in edition(pack).faults] == ["((nobody))"]
    with pytest.raises(FaultyPack):
        publish(pack)
    assert edition(pack).draft is not None


def test_typing_the_published_words_again_leaves_no_draft(pack: Pack) -> None:
    before = edition(pack).files[STEP]
    change(pack, {STEP: WORDS})
    change(pack, {STEP: before})
    assert edition(pack).draft is None


def test_a_text_can_be_taken_back_to_what_was_delivered(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    fresh = publish(pack)
    change(fresh, {STEP: None})
    again = publish(fresh)
    assert again.current.overlay == {}
    assert files_equal(again, pack)


def files_equal(one: Pack, other: Pack) -> bool:
    return (one.current.base, one.current.overlay) == (other.current.base, other.current.overlay)


def test_rolling_back_makes_a_new_version_like_the_old_one(pack: Pack) -> None:
    first = pack.current
    change(pack, {STEP: WORDS})
    publish(pack)
    third = roll_back(version=first, by=BY, at=AT)
    assert (third.number, third.base, third.overlay) == (3, first.base, first.overlay)


def test_the_same_delivery_does_not_undo_a_roll_back_or_the_agencys_words(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    fresh = publish(pack)
    assert publish_folder(PACKS / BRACELET, at=AT) is None
    assert Pack.objects.get(pk=pack.pk).current_id == fresh.current_id


def test_a_new_delivery_comes_in_below_the_agencys_words(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    publish(pack)
    made = publish_files(delivery(("limit: {working_days: 6}", "limit: {working_days: 7}")), by="system:x", at=AT)
    assert made is not None
    assert definition(made.pk).limit.amount == 7
    assert definition(made.pk).messages["step-received"].subject.zh == "已收件"
    assert made.left_out == []


def test_words_that_no_longer_fit_a_delivery_wait_in_the_draft(pack: Pack) -> None:
    change(pack, {STEP: WORDS, CLOSED: Parts("結案", "領取方式：((answer.pickup))").as_file()})
    publish(pack)
    renamed = {path: content.replace(b"pickup", b"collection") for path, content in delivery().items()}
    made = publish_files(renamed, by="system:x", at=AT)
    assert made is not None
    assert made.left_out == [CLOSED]
    assert definition(made.pk).messages["step-received"].subject.zh == "已收件"
    waiting = edition(Pack.objects.select_related("current").get(pk=pack.pk))
    assert {fault.file for fault in waiting.faults} == {CLOSED}


def delivery(*changes: tuple[str, str]) -> dict[str, bytes]:
    files = dict(read_folder(PACKS / BRACELET))
    for old, new in changes:
        assert old.encode() in files["pack.yaml"]
        files["pack.yaml"] = files["pack.yaml"].replace(old.encode(), new.encode())
    return {
        path: content
        for path, content in files.items()
        if not path.startswith("examples/") or not changes or "1-" in path
    }


def test_rules_of_the_studio_leave_the_rest_of_pack_yaml_to_the_delivery(pack: Pack) -> None:
    rules = Rules(remind=[{"before": {"working_days": 3}, "to": "supervisor"}], notify={"accept": True})
    change(pack, {RULES: rules.as_file()})
    fresh = publish(pack)
    read = definition(fresh.current_id)
    assert [reminder.key for reminder in read.clock.remind] == ["-3:supervisor"]
    assert [step.on for step in read.public_steps if step.notify] == ["accept", "deliver"]
    made = publish_files(delivery(("limit: {working_days: 6}", "limit: {working_days: 8}")), by="system:x", at=AT)
    assert made is not None
    assert definition(made.pk).limit.amount == 8
    assert [reminder.key for reminder in definition(made.pk).clock.remind] == ["-3:supervisor"]


def test_a_faulty_control_is_named_at_its_place(pack: Pack) -> None:
    rules = Rules(controls=[{"field": "wearer_born", "when": "result =", "remind": [], "to": "handler"}])
    change(pack, {RULES: rules.as_file()})
    places = " ".join(fault.place for fault in edition(pack).faults)
    assert "controls[0].when" in places
    assert "controls[0].field" in places


def test_an_uploaded_pack_of_a_new_kind_is_no_kind_until_it_is_published(city: City) -> None:
    files = {
        path: re.sub(rb"district-\w+-social", b"elderly", content.replace(BRACELET.encode(), b"social/medal"))
        for path, content in delivery().items()
    }
    made = draft_pack(files=files, by=BY, at=AT)
    assert (made.code, made.current_id) == ("social/medal", None)
    published = publish(made)
    assert published.is_own
    assert definition(published.current_id).code == "social/medal"


def test_a_new_kind_that_is_thrown_away_leaves_nothing(city: City) -> None:
    files = {
        path: content.replace(b"social/wandering-bracelet", b"social/medal") for path, content in delivery().items()
    }
    made = draft_pack(files=files, by=BY, at=AT)
    discard_draft(pack=made, draft_version=1)
    assert not Pack.objects.filter(code="social/medal").exists()


def test_deliveries_leave_a_pack_alone_that_the_agency_brought(pack: Pack) -> None:
    draft_pack(files=delivery(("limit: {working_days: 6}", "limit: {working_days: 9}")), by=BY, at=AT)
    publish(pack)
    assert (
        publish_files(delivery(("limit: {working_days: 6}", "limit: {working_days: 5}")), by="system:x", at=AT) is None
    )


def test_a_form_as_workbook_replaces_the_delivered_tables(pack: Pack) -> None:
    change(pack, {"form.xlsx": b"no workbook"})
    assert "form.md" not in edition(pack).files
    assert {fault.file for fault in edition(pack).faults} >= {"form.xlsx"}


def dispatching_to(pack: Pack, code: str) -> None:
    table = edition(pack).files["decisions.dmn"].replace(b"district-daxi-social", code.encode())
    change(pack, {"decisions.dmn": table})


def test_a_draft_that_newly_names_a_unit_which_is_not_there_is_not_published(pack: Pack) -> None:
    dispatching_to(pack, "no-such-unit")
    [fault] = edition(pack).unit_faults
    assert (fault.file, fault.text.en) == ("decisions.dmn", "There is no unit no-such-unit")
    assert "第 3 列" in fault.place
    with pytest.raises(FaultyPack) as refused:
        publish(pack)
    assert refused.value.faults == [fault]
    assert pack.versions.count() == 1


def test_a_closed_unit_is_not_there_and_an_open_one_is(pack: Pack, city: City) -> None:
    dispatching_to(pack, "elderly")
    assert edition(pack).unit_faults == []
    Unit.objects.filter(code="elderly").update(active=False)
    assert edition(pack).unit_faults
    Unit.objects.filter(code="elderly").update(active=True)
    assert publish(pack).current.number == 2


def test_a_unit_that_the_version_in_force_names_too_holds_no_text_up(pack: Pack) -> None:
    change(pack, {STEP: WORDS})
    assert not Unit.objects.filter(code="district-daxi-social").exists()
    assert publish(pack).current.number == 2


def test_a_new_kind_that_names_units_of_another_city_is_not_published(city: City) -> None:
    files = {path: content.replace(BRACELET.encode(), b"social/medal") for path, content in delivery().items()}
    made = draft_pack(files=files, by=BY, at=AT)
    with pytest.raises(FaultyPack) as refused:
        publish(made)
    assert len(refused.value.faults) == 13
