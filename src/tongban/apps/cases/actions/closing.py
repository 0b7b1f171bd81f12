"""Withdrawing, closing outside the drawn process, taking up again."""

from __future__ import annotations

from datetime import date, datetime

from tongban.apps.cases.acting import By, Done, act, decided
from tongban.apps.org.policy import Deed
from tongban.core.casework import Close, Reopen, Withdraw


def withdraw_case(
    *,
    number: str,
    reason: str,
    effective_on: date | None = None,
    late_reason: str = "",
    by: By,
    at: datetime,
    seen: int | None = None,
) -> Done:
    """The applicant takes the application back."""
    command = Withdraw(reason=reason, effective_on=effective_on, late_reason=late_reason)
    return act(
        number,
        deed=Deed.WITHDRAW,
        by=by,
        at=at,
        seen=seen,
        perform=lambda under_way: decided(under_way, command, remark={"reason": reason, "late": late_reason}),
    )


def close_case(*, number: str, outcome: str, reason: str, by: By, at: datetime, seen: int | None = None) -> Done:
    """End the matter without going through what is left of its process; needs a reason."""
    command = Close(outcome=outcome, reason=reason)
    return act(
        number,
        deed=Deed.CLOSE,
        by=by,
        at=at,
        seen=seen,
        perform=lambda under_way: decided(under_way, command, remark={"reason": reason}),
    )


def reopen_case(*, number: str, reason: str, activity: str = "", by: By, at: datetime, seen: int | None = None) -> Done:
    """Take a closed case up again; earlier dates and decisions stay as they were."""
    command = Reopen(reason=reason, activity=activity)
    return act(
        number,
        deed=Deed.REOPEN,
        by=by,
        at=at,
        seen=seen,
        perform=lambda under_way: decided(under_way, command, remark={"reason": reason}),
    )
