"""展期, 停止計算 and 恢復."""

from __future__ import annotations

from datetime import datetime

from tongban.apps.cases.acting import By, Done, act, decided
from tongban.apps.org.policy import Deed
from tongban.core.calendar import Limit
from tongban.core.casework import Extend, Resume, Suspend


def extend_limit(*, number: str, days: Limit, reason: str, by: By, at: datetime, seen: int | None = None) -> Done:
    """Lengthen the period before it expires; the applicant is told the reason (行政程序法 §51 III, IV)."""
    return act(
        number,
        deed=Deed.EXTEND,
        by=by,
        at=at,
        seen=seen,
        perform=lambda under_way: decided(under_way, Extend(by=days, reason=reason), remark={"reason": reason}),
    )


def suspend_case(*, number: str, ground: str, by: By, at: datetime, seen: int | None = None) -> Done:
    """Let the period stand still for a cause that is not the agency's (行政程序法 §51 V)."""
    return act(
        number,
        deed=Deed.EXTEND,
        by=by,
        at=at,
        seen=seen,
        perform=lambda under_way: decided(under_way, Suspend(ground=ground), remark={"reason": ground}),
    )


def resume_case(*, number: str, by: By, at: datetime, seen: int | None = None) -> Done:
    return act(
        number, deed=Deed.EXTEND, by=by, at=at, seen=seen, perform=lambda under_way: decided(under_way, Resume())
    )
