"""The verdict of the checks is held against the engine, which is walked by every way there is.

Sound: no walk stands still, piles tokens up, or can never end. Unsound: some walk does.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.process.checks.random_graphs import any_process
from tests.core.process.checks.walking import walk
from tests.core.process.test_random_processes import BLOCKS, drawn
from tongban.core.process import Kind, Process
from tongban.core.process.checks.circles import check_circles
from tongban.core.process.checks.moves import Moves, takes_all
from tongban.core.process.checks.reaching import check_ways
from tongban.core.process.checks.soundness import beginnings, check_soundness, endless_scopes, explore
from tongban.core.process.findings import Findings

SEEDS = st.integers(0, 2**32)


@dataclass
class Verdict:
    """`certain`: no walk can get round what was found: not by an interruption, an end that takes all away within the
    same step, or two tokens that pass one after the other."""

    is_sound: bool = True
    certain: bool = False


def verdict(process: Process) -> Verdict:
    """On the scopes that can be entered at all."""
    moves = Moves(process, endless_scopes(process))
    found, scopes = Verdict(), [""]
    for scope in scopes:
        for marking in beginnings(process, scope):
            explored = explore(moves, marking)
            assert explored.is_whole
            found.is_sound &= explored.is_sound
            held = any(process.activities[id].kind in (Kind.USER_TASK, Kind.SUB_PROCESS) for id in explored.doubled)
            stays = not any(one.interrupting for one in process.boundaries.get(scope, ()))
            found.certain |= stays and bool(held or explored.endless or (explored.stuck and not explored.doubled))
            scopes += [id for id in sorted(explored.entered) if id in process.inside and id not in scopes]
    found.certain &= not any(takes_all(one) for one in process.activities.values())
    return found


@settings(max_examples=250, deadline=None)
@given(SEEDS)
def test_what_is_sound_never_stands_still_and_what_is_not_does(seed):
    process, oracle = any_process(seed)
    findings = Findings("random")
    check_ways(process, [process.start], [], findings)
    check_circles(process, findings)
    assume(not findings.faults)
    found, walked = verdict(process), walk(process, oracle)
    if found.is_sound:
        assert walked.is_sound, "a walk got stuck, piled up or cannot end"
    elif found.certain and walked.is_whole:
        assert not walked.is_sound, "no walk shows what was found"


@settings(max_examples=100, deadline=None)
@given(BLOCKS)
def test_blocks_within_blocks_are_sound(block):
    findings = Findings("random")
    check_soundness(drawn(block), findings)
    assert not findings.faults


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_one_order_of_doing_things_finds_where_any_order_gets_stuck(seed):
    """Beyond the bound only one order is tried; what can get stuck is found in that too."""
    process, _ = any_process(seed)
    findings = Findings("random")
    check_ways(process, [process.start], [], findings)
    check_circles(process, findings)
    assume(not findings.faults)
    moves = Moves(process, endless_scopes(process))
    [first] = beginnings(process, "")
    every, one = explore(moves, first), explore(moves, first, orders=0)
    assume(not every.doubled and not one.doubled)
    assert every.stuck.keys() == one.stuck.keys()
    assert every.ends == one.ends
