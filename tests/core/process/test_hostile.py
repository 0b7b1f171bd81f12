"""Files that are broken, hostile or something else: a fault, never an exception, never a file read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.process.drawing import draw
from tongban.core.process import read_process

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="&b;"/></definitions>"""


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\x00",
        b"not xml",
        b"<definitions/>",
        b"<?xml version='1.0'?><html/>",
        b"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
        BOMB,
        BOMB.decode().encode("utf-16"),
        b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>",
        b"<a>" * 5_000,
        b"x" * 5_000_001,
        draw("s -> t\nt -> e")[:-30],
    ],
    ids=range(12),
)
def test_a_file_that_is_no_process_gives_one_fault_with_a_remedy(source):
    process, faults = read_process(source, "p.bpmn")
    assert process is None
    assert len(faults) == 1
    assert faults[0].remedy.zh


def test_a_doctype_is_refused_before_anything_is_parsed():
    _, faults = read_process(b"<!DOCTYPE a [<!ENTITY b", "p.bpmn")
    assert ["DOCTYPE" in fault.text.zh for fault in faults] == [True]


def test_no_file_is_read_through_an_entity(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    source = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode()
    process, faults = read_process(source, "p.bpmn")
    assert process is None
    assert "hidden" not in str(faults)


def test_a_process_with_too_many_elements_is_refused_at_once():
    extra = "".join(f'<scriptTask id="n{n}"/>' for n in range(5_000))
    process, faults = read_process(draw("s -> t\nt -> e", extra=extra), "p.bpmn")
    assert process is None
    assert [fault.place for fault in faults] == ["case"]


def test_a_nasty_graph_is_judged_in_bounded_time():
    lines = ["s -> t0"]
    for n in range(120):
        lines += [f"t{n} -> x{n}", f'x{n} -> t{n + 1} [outcome = "o{n}"]', f"x{n} -> x{(n * 7 + 1) % 120} (default)"]
    began = time.perf_counter()
    read_process(draw("\n".join([*lines, "t120 -> e"])), "p.bpmn")
    assert time.perf_counter() - began < 20


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject):
    source = bytearray(draw('s -> t\nt -> x\nx -> e1 [outcome = "a"]\nx -> p1 (default)\np1 -> t'))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(source) - 1))
        source[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    process, faults = read_process(bytes(source), "p.bpmn")
    assert process is not None or faults
