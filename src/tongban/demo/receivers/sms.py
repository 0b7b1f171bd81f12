"""An SMS gateway over HTTP that answers as Mitake does: `SmSend` takes a message, `SmQuery` says it has arrived."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tongban.apps.connectors.sms.segments import segments

from .inbox import Inbox, Received

LONGEST = 65_536
_MOBILE = re.compile(r"09\d{8}")


def sms_gateway(inbox: Inbox, host: str, port: int) -> ThreadingHTTPServer:
    """Bound, not serving yet."""

    class Answer(_Answer):
        pass

    Answer.inbox = inbox
    return ThreadingHTTPServer((host, port), Answer)


class _Answer(BaseHTTPRequestHandler):
    inbox: Inbox
    timeout = 30

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST:
            self.send_error(413)
            return
        given = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode("utf-8", "replace")).items()}
        name = urlsplit(self.path).path.rpartition("/")[2]
        if name not in ("SmSend", "SmQuery"):
            self.send_error(404)
            return
        self._say(_sent(self.inbox, given) if name == "SmSend" else _asked(given))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the addresses would stand in it."""

    def _say(self, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _sent(inbox: Inbox, given: dict[str, str]) -> str:
    if not given.get("username") or not given.get("password"):
        return "[1]\r\nstatuscode=e\r\n"
    number, text = given.get("dstaddr", ""), given.get("smbody", "").replace(chr(6), "\n")
    if not _MOBILE.fullmatch(number):
        return "[1]\r\nstatuscode=v\r\n"
    if not text:
        return "[1]\r\nstatuscode=u\r\n"
    client_id = given.get("clientid", "") or hashlib.sha256(text.encode()).hexdigest()
    message = Received(client_id, "sms", number, datetime.now(UTC), text, segments=segments(text))
    again = "" if inbox.put(message) else "Duplicate=Y\r\n"
    gateway_id = hashlib.sha256(client_id.encode()).hexdigest()[:10].upper()
    return f"[1]\r\nmsgid={gateway_id}\r\nstatuscode=1\r\nAccountPoint=9999\r\n{again}"


def _asked(given: dict[str, str]) -> str:
    now = datetime.now(UTC)
    return "".join(f"{one}\t4\t{now:%Y%m%d%H%M%S}\r\n" for one in given.get("msgid", "").split(",") if one)
