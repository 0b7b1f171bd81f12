"""三竹簡訊 (Mitake): `SmSend` takes a message, `SmQuery` beside it tells what became of it.

Form fields username, password, dstaddr, smbody, clientid; the answer is lines of key=value under a heading in brackets.
A clientid sent again is answered with the first one's msgid and `Duplicate=Y`.
"""

from __future__ import annotations

from tongban.apps.connectors.failures import FinalFailure, PassingFailure
from tongban.apps.connectors.sms import transport
from tongban.apps.connectors.sms.values import Accepted, GatewayAccount, Progress, Sms

from .codes import DELIVERED, FINAL, TAKEN, UNKNOWN, said, why_for_now


class Mitake:
    can_tell = True

    def __init__(self, account: GatewayAccount) -> None:
        self.account, self.url = account, transport.checked(account.url)

    def send(self, sms: Sms) -> Accepted:
        answer = transport.post(self.url, {**self._who(), **_what(sms)})
        found = _pairs(answer)
        code = found.get("statuscode", "")
        if code not in TAKEN:
            raise _failure(code)
        gateway_id = found.get("msgid", "")
        if not gateway_id:
            raise PassingFailure("bad-answer", "no msgid")
        return Accepted(gateway_id[:64], _progress(code))

    def progress(self, gateway_id: str) -> Progress:
        answer = transport.post(transport.beside(self.url, "SmQuery"), {**self._who(), "msgid": gateway_id})
        for line in answer.splitlines():
            columns = line.split("\t")
            if len(columns) >= 2 and columns[0].strip() == gateway_id:
                code = columns[1].strip()
                if code in TAKEN:
                    return _progress(code)
                raise _failure(code)
        raise PassingFailure("bad-answer", "the message is not in the answer")

    def _who(self) -> dict[str, str]:
        return {"username": self.account.user, "password": self.account.password, "CharsetURL": "UTF-8"}


def _what(sms: Sms) -> dict[str, str]:
    # The gateway writes a line break as the control character ACK.
    return {
        "dstaddr": f"0{sms.to.removeprefix('+886')}",
        "smbody": sms.text.replace("\r\n", "\n").replace("\n", chr(6)),
        "clientid": sms.client_id,
    }


def _pairs(answer: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in answer.splitlines())
    return {key.strip(): value.strip() for key, sign, value in pairs if sign}


def _progress(code: str) -> Progress:
    return Progress.DELIVERED if code == DELIVERED else Progress.UNDER_WAY


def _failure(code: str) -> FinalFailure | PassingFailure:
    if code in FINAL:
        return FinalFailure(FINAL[code], said(code))
    return PassingFailure(why_for_now(code) if code else UNKNOWN, said(code))
