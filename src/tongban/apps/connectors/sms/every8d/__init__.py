"""Every8d: `sendSMS.ashx` takes a message.

Form fields UID, PWD, SB, MSG, DEST, ST; the answer is CREDIT,SENDED,COST,UNSEND,BATCHID, or a number below zero with
a sentence. The gateway takes no id of ours in the request's own fields, so ours goes into the subject (SB), which it
keeps and shows beside the message but sends to nobody.
"""

from __future__ import annotations

import re

from tongban.apps.connectors.failures import FinalFailure, PassingFailure
from tongban.apps.connectors.sms import transport
from tongban.apps.connectors.sms.values import Accepted, GatewayAccount, Progress, Sms

_REFUSED = re.compile(r"\s*(-\d+)\s*(?:,(.*))?", re.DOTALL)
_OUR_ACCOUNT = frozenset(("-99", "-100", "-101", "-103"))
_BAD_NUMBER = frozenset(("-300", "-306"))
_BAD_CONTENT = frozenset(("-305", "-24"))
"""From general knowledge of its manual; every other number counts as passing."""
_FIELDS = 5


class Every8d:
    can_tell = False

    def __init__(self, account: GatewayAccount) -> None:
        self.account, self.url = account, transport.checked(account.url)

    def send(self, sms: Sms) -> Accepted:
        fields = {
            "UID": self.account.user,
            "PWD": self.account.password,
            "SB": sms.client_id,
            "MSG": sms.text,
            "DEST": sms.to,
            "ST": "",
        }
        return _read(transport.post(self.url, fields))

    def progress(self, gateway_id: str) -> Progress:
        raise PassingFailure("bad-answer", "this gateway is not asked")


def _read(answer: str) -> Accepted:
    if refused := _REFUSED.fullmatch(answer):
        raise _failure(refused[1], refused[2] or "")
    parts = [part.strip() for part in answer.strip().split(",")]
    if len(parts) != _FIELDS or not parts[4]:
        raise PassingFailure("bad-answer", f"{len(parts)} fields instead of {_FIELDS}")
    if parts[1].isdecimal() and int(parts[1]) >= 1:
        return Accepted(parts[4][:64])
    if parts[3].isdecimal() and int(parts[3]) >= 1:
        raise FinalFailure("bad-number", "UNSEND")
    raise PassingFailure("bad-answer", "neither sent nor unsent")


def _failure(code: str, sentence: str) -> FinalFailure | PassingFailure:
    detail = f"{code} {sentence}"
    if code in _BAD_NUMBER:
        return FinalFailure("bad-number", detail)
    if code in _BAD_CONTENT:
        return FinalFailure("refused-content", detail)
    return PassingFailure("refused-us" if code in _OUR_ACCOUNT else "busy", detail)
