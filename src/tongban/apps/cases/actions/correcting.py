"""通知補正: asking, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tongban.apps.cases.acting import CLOCK, Act, By, Done, act, decided
from tongban.apps.org.policy import Deed
from tongban.core.casework import AnswerCorrection, AskCorrection, CorrectionRequest, ExpireCorrection, Outcome


def ask_correction(
    *,
    number: str,
    request: CorrectionRequest,
    effective_on: date | None = None,
    by: By,
    at: datetime,
    seen: int | None = None,
) -> Done:
    """Ask the citizen for what is missing; the clock stands still until it comes or its own due date passes."""
    command = AskCorrection(request=request, effective_on=effective_on)

    def perform(under_way: Act) -> Outcome:
        return decided(under_way, command)

    return act(number, deed=Deed.CORRECT, by=by, at=at, seen=seen, perform=perform)


def answer_correction(
    *,
    number: str,
    answers: Mapping[str, object] | None = None,
    comment: str = "",
    effective_on: date | None = None,
    late_reason: str = "",
    by: By,
    at: datetime,
    seen: int | None = None,
) -> Done:
    """Key in what the citizen supplied; `answers` amends what was filled in at intake, as a new version."""

    command = AnswerCorrection(answers=answers or {}, effective_on=effective_on, late_reason=late_reason)

    def perform(under_way: Act) -> Outcome:
        return decided(under_way, command, remark={"late": late_reason, "comment": comment})

    return act(number, deed=Deed.ANSWER, by=by, at=at, seen=seen, perform=perform)


def expire_correction(*, number: str, at: datetime) -> Done:
    """The correction's due date passed without an answer: by the clock, never by a person."""
    return act(
        number,
        deed=Deed.ANSWER,
        by=CLOCK,
        at=at,
        seen=None,
        perform=lambda under_way: decided(under_way, ExpireCorrection()),
    )
