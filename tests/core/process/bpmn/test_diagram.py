"""The picture in a BPMN file: which elements have a place in it."""

from __future__ import annotations

import re
from pathlib import Path

from tongban.core.process import read_diagram

SOURCE = (Path(__file__).parents[4] / "packs/social/wandering-bracelet/process.bpmn").read_bytes()


def test_shapes_and_flows_that_are_drawn_are_known_by_their_ids() -> None:
    diagram = read_diagram(SOURCE)
    assert diagram is not None
    assert {"start", "review", "documents", "f1"} <= diagram.shapes
    assert "wandering-bracelet" not in diagram.shapes


def test_a_file_without_a_diagram_has_no_shapes() -> None:
    diagram = read_diagram(re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", SOURCE, flags=re.S))
    assert diagram is not None
    assert diagram.shapes == frozenset()


def test_what_was_called_in_is_shown_at_the_call() -> None:
    diagram = read_diagram(SOURCE)
    assert diagram is not None
    assert diagram.shape_of("review") == "review"
    assert diagram.shape_of("review/inner") == "review"
    assert diagram.shape_of("review/inner/deeper") == "review"
    assert diagram.shape_of("elsewhere/inner") == ""


def test_any_encoding_becomes_text_and_comments_stay_behind() -> None:
    text = (
        SOURCE.decode()
        .replace('encoding="UTF-8"', 'encoding="UTF-16"')
        .replace("<bpmn:process", "<!-- x --><bpmn:process")
    )
    diagram = read_diagram(text.encode("utf-16"))
    assert diagram is not None
    assert "主管複審" in diagram.xml
    assert "<!--" not in diagram.xml


def test_what_is_no_bpmn_or_not_safe_has_no_picture() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert [read_diagram(data) for data in (b"", b"<html/>", b"PK", bomb)] == [None] * 4
