"""The acts of the menu, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tongban.web.desk.case.opening import Opened

from .act import Act
from .asking_units import Consult, Dispatch
from .contacts import ChangeContacts
from .correcting import AnswerCorrection, AskCorrection
from .ending import Close, Reopen, Withdraw
from .going_back import SendBack, Skip, may_send_back, may_skip
from .papers import Reprint, WithdrawConsent
from .receiving import Receive
from .telling import SendMessage, WriteNote
from .timing import Extend, Resume, Suspend
from .transferring import AcceptTransfer, RefuseTransfer, Transfer, WithdrawTransfer

_ALL = (
    AcceptTransfer, RefuseTransfer, SendMessage, WriteNote, SendBack, Receive, Consult, Dispatch,
    Transfer, WithdrawTransfer,
    AnswerCorrection, AskCorrection, Extend, Suspend, Resume, Reprint, ChangeContacts, WithdrawConsent,
    Skip, Withdraw, Close, Reopen,
)  # fmt: skip
ACTS: Mapping[str, Act] = {act.code: act() for act in _ALL}


class Item(NamedTuple):
    """`why_not`: why it is shown but cannot be done."""

    act: Act
    why_not: str
    consequence: str


def menu(opened: Opened) -> list[Item]:
    items = []
    for act in ACTS.values():
        if act.is_shown(opened):
            why_not = act.why_not(opened)
            items.append(Item(act, why_not, "" if why_not else " ".join(act.consequences(opened)[:1])))
    return items


def beside(opened: Opened) -> dict[int, list[Act]]:
    """Waiting step → the acts that stand on it as buttons of their own, beside its outcomes."""
    found = {}
    for task in opened.file.open_tasks:
        back = [ACTS[SendBack.code]] if may_send_back(opened, task) else []
        found[task.number] = back + ([ACTS[Skip.code]] if may_skip(opened, task) else [])
    return found


__all__ = ["ACTS", "Act", "Item", "beside", "menu"]
