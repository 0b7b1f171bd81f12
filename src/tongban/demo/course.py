"""How lives go: most run straight, some take one of the turns that officers know."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from tongban.apps.cases.actions import (
    answer_correction,
    ask_correction,
    expire_correction,
    extend_limit,
    reopen_case,
    resume_case,
    send_message,
    suspend_case,
    withdraw_case,
    withdraw_consent,
    write_note,
)
from tongban.apps.cases.actions.seeing import record_seen
from tongban.apps.feedback.actions import rate_case
from tongban.apps.journal.actions import record_look
from tongban.apps.org.models import Role, Unit, UnitKind
from tongban.apps.org.policy import Rights
from tongban.core.casework import Phase

from .asking import co_process
from .letters import deliver_past
from .life import Life, NotYet
from .office_time import DAY
from .words import (
    BLAME,
    CALL_REASONS,
    CALLED,
    EXTENDED,
    NOTES,
    PRAISE,
    REOPENED,
    STANDSTILL,
    TOLD,
    WITHDRAWN,
)

TURNS = {"none": 760, "correction": 150, "no-answer": 35, "extension": 45, "withdrawal": 25, "standstill": 5}
LATELY = {**TURNS, "correction": 260, "no-answer": 60}
"""Of cases that may still be open: the desks shall have some that wait for the citizen."""
MOST_STEPS = 30


class Course:
    """One life from arrival to what is true today."""

    def __init__(self, life: Life) -> None:
        self.life, self.rng = life, life.rng
        self.turn = "none"

    def run(self) -> None:
        if not self.life.register():
            return
        turns = LATELY if self.life.is_late_in_year else TURNS
        self.turn = self.rng.choices(list(turns), list(turns.values()))[0]
        try:
            self._on_the_side()
            co_process(self.life)
            self._work()
            self._afterwards()
        except NotYet:
            self._look_in()
        deliver_past(self.life.case_id, self.life.world.fresh_from)

    def _work(self) -> None:
        mirrored = self._mirrored()
        for step in range(MOST_STEPS):
            if step == 0 and self.turn != "none":
                self._take_turn()
            if self.life.state.phase.is_over:
                return
            self.life.wait(self.life.step_time())
            if self.life.definition.process is None:
                next(mirrored)
            else:
                self.life.complete(correct=False)

    def _mirrored(self) -> Iterator[None]:
        """Another system reports the public steps; the last one closes the case."""
        *steps, last = self.life.definition.public_steps
        for step in steps[len(self.life.state.steps) :]:
            self.life.push(step.on)
            yield
        while True:
            outcomes = list(self.life.definition.outcomes)
            self.life.push(last.on, self.rng.choices(outcomes, [12] + [1] * (len(outcomes) - 1))[0])
            yield

    # --- turns

    def _take_turn(self) -> None:
        life, turn = self.life, self.turn
        life.wait(life.step_time() / 2)
        if turn in ("correction", "no-answer"):
            self._correction(answered=turn == "correction")
        elif turn == "extension":
            self._extension()
        elif turn == "withdrawal":
            reason = self.rng.choice(WITHDRAWN)
            life.do(withdraw_case(number=life.number, reason=reason, by=life.officer(life.handler), at=life.at))
        else:
            self._standstill()

    def _correction(self, *, answered: bool) -> None:
        life = self.life
        if life.can_ask():
            life.complete(correct=True)
        else:
            by = life.officer(life.handler)
            life.do(ask_correction(number=life.number, request=life.request(), by=by, at=life.at))
        correction = life.state.correction
        if correction is None:
            return  # the task in turn was another one, which asks for nothing
        due = life.world.clock.start_of(correction.due_on)
        if answered:
            life.wait_until(self.rng.randint(life.minute + DAY, max(life.minute + DAY, due)))
            by = life.by(Role.COUNTER, life.arrival.unit_id)
            life.do(answer_correction(number=life.number, comment="補正文件已收，正本驗訖。", by=by, at=life.at))
        else:
            life.wait_until(due + DAY + 5)
            life.do(expire_correction(number=life.number, at=life.at))

    def _extension(self) -> None:
        life, rule = self.life, self.life.definition.clock.extension
        life.pace = self.rng.uniform(1.02, 1.5)
        life.wait_until(max(life.minute + 1, life.arrival.minute + int(0.7 * life.limit)))
        if rule is None or rule.refusal(life.state.clock, rule.at_most, life.at, life.world.calendar):
            return
        by = life.by(Role.SUPERVISOR)
        reason = self.rng.choice(EXTENDED)
        life.do(extend_limit(number=life.number, days=rule.at_most, reason=reason, by=by, at=life.at))

    def _standstill(self) -> None:
        life = self.life
        by = life.by(Role.SUPERVISOR)
        life.do(suspend_case(number=life.number, ground=STANDSTILL, by=by, at=life.at))
        life.wait(self.rng.randint(1, 3) * DAY)
        life.do(resume_case(number=life.number, by=life.by(Role.SUPERVISOR), at=life.at))

    # --- what goes on beside

    def _on_the_side(self) -> None:
        life, luck = self.life, self.rng.randint(0, 99)
        if luck < 10:
            self._write(self.rng.choice(NOTES), life.officer(life.handler))
        elif luck < 15:
            life.pause(120)
            step = life.definition.public_steps[0].text
            by = life.officer(life.handler)
            text = self.rng.choice(TOLD)
            life.do(send_message(number=life.number, code=step, text=text, by=by, at=life.at))
        elif luck < 20:
            self._call()
        elif luck < 21:
            self._withdraw_consent()

    def _write(self, body: str, by: Rights) -> None:
        self.life.pause(200)
        self.life.do(write_note(number=self.life.number, body=body, by=by, at=self.life.at))

    def _call(self) -> None:
        """Somebody asks 1999: the agent's look is on record, and what was said stands as a note."""
        life = self.life
        life.pause(900)
        city = Unit.objects.get(kind=UnitKind.CITY)
        agent = life.by(Role.HOTLINE, city.pk)
        reason, subject = self.rng.choice(CALL_REASONS), life.file.subject
        record_look(actor=agent.actor, subject=subject, what="case", door="call", reason=reason, at=life.at)
        life.do(write_note(number=life.number, body=self.rng.choice(CALLED), by=agent, at=life.at))

    def _withdraw_consent(self) -> None:
        life = self.life
        life.pause(2 * DAY)
        deliver_past(life.case_id, life.world.fresh_from)  # what was told before, was told with consent
        life.do(withdraw_consent(number=life.number, form="oral", by=life.officer(life.handler), at=life.at))

    # --- afterwards

    def _afterwards(self) -> None:
        life = self.life
        if life.state.phase is not Phase.CLOSED:
            return
        if self.rng.randint(0, 99) < 1:
            life.wait(self.rng.randint(1, 8) * DAY)
            by = life.by(Role.SUPERVISOR)
            life.do(reopen_case(number=life.number, reason=self.rng.choice(REOPENED), by=by, at=life.at))
            self._work()
        if self.rng.randint(0, 99) < 26:
            life.wait(self.rng.randint(10, 4 * DAY))
            self._rate()

    def _rate(self) -> None:
        """Who waited long says so."""
        usual = [2, 3, 9, 30, 56] if self.life.pace <= 1 else [18, 24, 30, 18, 10]
        scores = {
            aspect: self.rng.choices(range(1, 6), usual)[0] for aspect in ("overall", "speed", "clarity", "attitude")
        }
        said = self.rng.choice(PRAISE if scores["overall"] > 2 else BLAME)
        try:
            rate_case(number=self.life.number, scores=scores, comment=said, at=self.life.at)
        except ValidationError as wrong:
            raise AssertionError(wrong.messages) from wrong

    def _look_in(self) -> None:
        """Most open cases were looked at by their handler since; what changed in the others shows as unread."""
        life = self.life
        if self.rng.randint(0, 9) < 7 and not life.state.phase.is_over:
            record_seen(case_id=life.case_id, version=life.version, by=life.officer(life.handler), at=life.at)
