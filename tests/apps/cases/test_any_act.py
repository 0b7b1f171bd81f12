"""Random acts by random people on random processes: tokens stay sound, the clock only goes on, rights are respected,
and the journal holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.cases.conftest import AT, City, application
from tests.apps.cases.random_pack import publish_random
from tests.core.process.test_random_processes import BLOCKS, Block
from tongban.apps.cases.actions import (
    answer_correction,
    ask_correction,
    close_case,
    complete_task,
    extend_limit,
    register_case,
    reopen_case,
    resume_case,
    send_back_task,
    skip_task,
    suspend_case,
    take_task,
    withdraw_case,
    write_note,
)
from tongban.apps.cases.errors import NotAllowed
from tongban.apps.cases.models import Task, Token
from tongban.apps.cases.reading import CaseFile, NoSuchCase, case_file
from tongban.apps.catalogue.queries import definition
from tongban.apps.journal.verify import verify
from tongban.apps.officedays.queries import calendar
from tongban.apps.org.policy import Deed, Rights, may
from tongban.core.calendar import Limit
from tongban.core.casework import CorrectionRequest, Refusal
from tongban.core.process import earlier

PEOPLE = ("handler", "handler", "handler", "supervisor", "supervisor", "colleague", "stranger", "counter", "hotline")
Act = Callable[["Story", CaseFile, Rights, datetime], object]


class Story:
    def __init__(self, number: str, random: Random) -> None:
        self.number, self.random = number, random

    def task(self, file: CaseFile) -> int:
        return self.random.choice([task.number for task in file.open_tasks] or [99])

    def outcome(self, file: CaseFile, task: int) -> str:
        process = definition(file.pack_version_id).process
        waiting = file.task(task)
        assert process is not None
        offered = [one.outcome or "" for one in process.consequences_of(waiting.activity)] if waiting else []
        return self.random.choice(offered) if offered and self.random.random() < 0.9 else ""


def complete(story: Story, file: CaseFile, by: Rights, at: datetime) -> object:
    task = story.task(file)
    return complete_task(number=story.number, task=task, outcome=story.outcome(file, task), by=by, at=at)


def skip(story: Story, file: CaseFile, by: Rights, at: datetime) -> object:
    task = story.task(file)
    return skip_task(number=story.number, task=task, outcome=story.outcome(file, task), reason="急", by=by, at=at)


def send_back(story: Story, file: CaseFile, by: Rights, at: datetime) -> object:
    process, task = definition(file.pack_version_id).process, story.task(file)
    waiting = file.task(task)
    assert process is not None
    possible = earlier(process, waiting.activity) if waiting else []
    to = story.random.choice(possible or ["s"])
    return send_back_task(number=story.number, task=task, activity=to, reason="補正", by=by, at=at)


def ask(story: Story, file: CaseFile, by: Rights, at: datetime) -> object:
    request = CorrectionRequest(missing="證件", reason="缺", due_on=at.date() + timedelta(9), consequence="駁回")
    return ask_correction(number=story.number, request=request, by=by, at=at)


ACTS: dict[Deed, list[Act]] = {
    Deed.COMPLETE: [complete, complete, complete, complete, send_back, send_back],
    Deed.SKIP: [skip],
    Deed.TAKE: [lambda s, f, by, at: take_task(number=s.number, task=s.task(f), by=by, at=at)],
    Deed.NOTE: [lambda s, f, by, at: write_note(number=s.number, body="記", by=by, at=at)],
    Deed.CORRECT: [ask],
    Deed.ANSWER: [lambda s, f, by, at: answer_correction(number=s.number, by=by, at=at)],
    Deed.EXTEND: [
        lambda s, f, by, at: suspend_case(number=s.number, ground="颱風", by=by, at=at),
        lambda s, f, by, at: resume_case(number=s.number, by=by, at=at),
        lambda s, f, by, at: extend_limit(
            number=s.number, days=Limit.from_mapping({"working_days": 2}), reason="會勘", by=by, at=at
        ),
    ],
    Deed.WITHDRAW: [lambda s, f, by, at: withdraw_case(number=s.number, reason="不辦了", by=by, at=at)],
    Deed.CLOSE: [lambda s, f, by, at: close_case(number=s.number, outcome="rejected", reason="無法補正", by=by, at=at)],
    Deed.REOPEN: [lambda s, f, by, at: reopen_case(number=s.number, reason="再辦", by=by, at=at)],
}
CHOICES = [(deed, act) for deed, acts in ACTS.items() for act in acts]


@pytest.mark.usefixtures("db")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(block=BLOCKS, seed=st.integers(0, 10_000))
def test_any_act_by_anybody_keeps_the_case_sound(city: City, block: Block, seed: int) -> None:
    random, at = Random(seed), AT
    publish_random(block, random)
    number = register_case(application=application(city), by=city.rights("counter"), at=at).number
    story = Story(number, random)
    consumed = 0
    for _ in range(25):
        at += timedelta(minutes=random.randrange(2_000))
        before = case_file(number)
        deed, act = random.choice(CHOICES)
        by = city.rights(random.choice(PEOPLE))
        try:
            act(story, before, by, at)
        except (Refusal, NotAllowed, NoSuchCase) as refused:
            if not may(by, deed, before.facts):
                assert isinstance(refused, NotAllowed | NoSuchCase)
            assert case_file(number) == before
        else:
            assert may(by, deed, before.facts)
            assert case_file(number).version == before.version + 1
        after = case_file(number)
        check_rows(after)
        now = after.state.clock.consumed(calendar(after.calendar_version), at)
        assert now >= consumed
        consumed = now
    assert verify().is_clean


def check_rows(file: CaseFile) -> None:
    process = file.state.process
    assert process is not None
    tokens = {token.number for token in process.tokens}
    assert {task.token for task in process.tasks} <= tokens
    assert {wait.token for wait in process.waits} <= tokens | {0}
    assert process.ended == (not tokens)
    assert file.state.phase.is_over == process.ended
    assert Token.objects.filter(case=file.id).count() == len(tokens)
    assert Task.objects.filter(case=file.id, state=Task.OPEN).count() == len(file.open_tasks)
