"""Asked while a case runs: can tokens at these places come to an end; and bounds for drawings that are huge."""

from __future__ import annotations

import time

import pytest

from tests.core.process.building import built, error, timer
from tests.core.process.checks.test_rules import found_in
from tongban.core.process import Kind
from tongban.core.process.checks.soundness import is_sound

FORK = "s -> a\na -> p1\np1 -> b\np1 -> c\nb -> p2\nc -> p2\np2 -> d\nd -> e"


def test_all_branches_together_are_sound_and_one_alone_waits_for_ever():
    process = built(FORK)
    assert is_sound(process, "", ["b", "c"])
    assert is_sound(process, "", ["a"])
    assert is_sound(process, "", ["d"])
    assert not is_sound(process, "", ["b"])


def test_a_token_that_waits_at_the_join_counts_by_its_flow():
    process = built(FORK)
    into_join = next(flow.id for flow in process.flows.values() if flow.source == "b" and flow.target == "p2")
    assert is_sound(process, "", [into_join, "c"])
    assert not is_sound(process, "", [into_join, "b"])
    assert not is_sound(process, "", [into_join])


def test_what_would_be_done_twice_is_not_sound():
    process = built(FORK)
    assert not is_sound(process, "", ["b", "c", "a"])
    assert not is_sound(process, "", ["b", "b"])
    assert not is_sound(process, "", ["d", "b", "c"])


def test_places_of_another_scope_are_a_mistake_of_the_caller():
    process = built(
        "s -> sub\nsub -> e\ni1 -> t",
        sub={"kind": Kind.SUB_PROCESS},
        i1={"scope": "sub", "kind": Kind.START},
        t={"scope": "sub"},
    )
    assert is_sound(process, "sub", ["t"])
    with pytest.raises(ValueError, match="t"):
        is_sound(process, "", ["t"])


MERGED = FORK.replace("b -> p2", "b -> x1\nx1 -> p2")


def test_an_activity_goes_on_by_its_border_too():
    border = {"kind": Kind.BOUNDARY, "attached_to": "b", "event": timer()}
    assert is_sound(built(MERGED + "\nout -> x1", out=border), "", ["b", "c"])
    assert not is_sound(built(MERGED + "\nout -> e", out=border), "", ["b", "c"])
    assert not is_sound(built(MERGED + "\nout -> x1", out=border | {"interrupting": False}), "", ["b", "c"])


def test_a_sub_process_that_only_fails_goes_on_where_the_error_is_caught():
    inside = {"scope": "b"}
    failing = {
        "b": {"kind": Kind.SUB_PROCESS}, "i1": inside | {"kind": Kind.START},
        "i2": inside | {"kind": Kind.END, "event": error()},
        "out": {"kind": Kind.BOUNDARY, "attached_to": "b", "event": error()},
    }  # fmt: skip
    lines = FORK.replace("b -> p2", "b -> e\nout -> p2") + "\ni1 -> i2"
    assert is_sound(built(lines, **failing), "", ["b", "c"])
    assert not is_sound(built(lines.replace("i1 -> i2", "i1 -> x1\nx1 -> i2 [n > 1]\nx1 -> i3 (default)"), **failing | {
        "x1": inside, "i3": inside | {"kind": Kind.END},
    }), "", ["b", "c"])  # fmt: skip


def test_wide_and_long_drawings_are_judged_quickly():
    wide = "\n".join(f"p1 -> a{n}x\na{n}x -> b{n}x\nb{n}x -> p2" for n in range(100))
    long = "\n".join(f"t{n}x -> t{n + 1}x" for n in range(900))
    choices = "\n".join(
        f"t{n}x -> x{n}\nx{n} -> t{n + 1}x [a > {n}]\nx{n} -> u{n}x (default)\nu{n}x -> t{n + 1}x" for n in range(250)
    )
    for lines in (f"s -> p1\n{wide}\np2 -> e", f"s -> t0x\n{long}\nt900x -> e", f"s -> t0x\n{choices}\nt250x -> e"):
        process = built(lines)
        began = time.perf_counter()
        assert not found_in(process)
        assert time.perf_counter() - began < 8


def test_many_choices_at_one_gateway_are_judged_quickly():
    ways = "\n".join(f"o1 -> a{n}x [n > {n}]\na{n}x -> o2" for n in range(40))
    process = built(f"s -> o1\n{ways}\no1 -> o2 (default)\no2 -> e")
    began = time.perf_counter()
    assert not found_in(process)
    assert time.perf_counter() - began < 8
