"""The process of a kind in the studio: put in as a file, faults at their shapes, compared, taken away."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.apps.cases.conftest import BRACELET, PACKS
from tongban.apps.catalogue.queries import edition

from .conftest import KIND, Studio

PAGE = f"{KIND}process/"
GOOD = (PACKS / BRACELET / "process.bpmn").read_bytes()
RENAMED = GOOD.replace("主管複審".encode(), "主管核定".encode())
NO_ROLE = GOOD.replace(b'id="review" name="\xe4\xb8\xbb', b'id="review" x="" name="\xe4\xb8\xbb').replace(
    b'camunda:candidateGroups="supervisor"', b'camunda:candidateGroups="emperor"'
)
NO_START = re.sub(rb"<bpmn:startEvent.*?</bpmn:startEvent>", b"", GOOD, flags=re.S)


def put_in(studio: Studio, data: bytes, who: str = "owner", seen: str | None = None) -> HttpResponse:
    before = edition(studio.pack).seen("process.bpmn") if seen is None else seen
    sent = {"process": SimpleUploadedFile("process.bpmn", data), "seen": before}
    return studio.client(who).post(PAGE, sent)  # type: ignore[return-value]


def drawn(page: str, id: str = "drawing") -> dict[str, Any]:
    found = re.search(rf'<script id="{id}" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def marks(page: str, id: str = "drawing") -> dict[str, str]:
    return {mark["id"]: mark["meaning"] for mark in drawn(page, id)["marks"]}


def test_the_process_in_force_is_drawn_with_its_tasks_beside_it(studio: Studio) -> None:
    page = studio.client().get(PAGE).content.decode()
    assert drawn(page)["marks"] == []
    assert "BPMNShape" in drawn(page)["xml"]
    assert '<strong data-shape="review">主管複審</strong>' in page


def test_a_file_that_reads_is_kept_in_the_draft(studio: Studio) -> None:
    assert put_in(studio, RENAMED).status_code == 302
    assert edition(studio.pack).files["process.bpmn"] == RENAMED
    assert edition(studio.pack).faults == []


def test_a_file_with_faults_is_kept_shown_at_its_shapes_and_not_published(studio: Studio) -> None:
    put_in(studio, NO_ROLE)
    page = studio.client().get(PAGE).content.decode()
    assert marks(page) == {"review": "fault"}
    assert "emperor" in page
    assert 'data-shape="review"' in page.partition("fault-list")[2].partition("</ol>")[0]
    studio.client().post(f"{KIND}draft/publish/", {"draft": 1})
    assert studio.pack.versions.count() == 1


def test_of_a_file_that_is_no_process_nothing_stays_and_its_drawing_is_shown(studio: Studio) -> None:
    answer = put_in(studio, NO_START)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "BPMNShape" in drawn(page)["xml"]
    assert "流程沒有開始事件" in page
    assert edition(studio.pack).draft is None


def test_what_is_no_bpmn_or_hostile_is_refused_without_a_drawing(studio: Studio) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><definitions>&b;</definitions>'
    for data in (b"PK\x03\x04", b"<html></html>", bomb, b""):
        answer = put_in(studio, data)
        assert answer.status_code == 422
        assert 'type="application/json"' not in answer.content.decode()
    assert edition(studio.pack).draft is None


def test_a_file_without_a_diagram_says_so_and_lists_the_tasks(studio: Studio) -> None:
    put_in(studio, re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", GOOD, flags=re.S))
    page = studio.client().get(PAGE).content.decode()
    assert "沒有流程圖" in page
    assert "主管複審" in page
    assert 'type="application/json"' not in page


def test_somebody_elses_process_is_not_overwritten_unseen(studio: Studio) -> None:
    before = edition(studio.pack).seen("process.bpmn")
    put_in(studio, RENAMED)
    answer = put_in(studio, GOOD.replace("收件".encode(), "收案".encode()), "chief", seen=before)
    assert answer.status_code == 409
    assert edition(studio.pack).files["process.bpmn"] == RENAMED


def test_the_delivered_process_comes_back(studio: Studio) -> None:
    put_in(studio, RENAMED)
    studio.client().post(PAGE, {"back": "1"})
    assert edition(studio.pack).files["process.bpmn"] == GOOD


def test_versions_are_compared_in_words_and_on_both_drawings(studio: Studio) -> None:
    gone = re.sub(rb'<bpmn:sequenceFlow id="f5b".*?</bpmn:sequenceFlow>', b"", RENAMED, flags=re.S)
    put_in(studio, gone)
    page = studio.client().get(f"{PAGE}compare/").content.decode()
    assert "改名為「主管核定」" in page
    assert marks(page, "older")["review"] == "changed"
    assert marks(page, "newer")["review"] == "changed"
    assert marks(page, "older")["f5b"] == "removed"
    assert "f5b" not in marks(page, "newer")


def test_the_file_is_taken_away_as_it_was_put_in(studio: Studio) -> None:
    put_in(studio, RENAMED)
    assert studio.client().get(f"{PAGE}download/").content == RENAMED


def test_nobody_else_sees_or_changes_it(studio: Studio) -> None:
    for who in ("other", "handler"):
        for way in ("", "compare/", "download/"):
            assert studio.client(who).get(PAGE + way).status_code in (403, 404)
        assert put_in(studio, RENAMED, who).status_code in (403, 404)
    assert edition(studio.pack).draft is None
