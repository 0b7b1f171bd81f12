"""A real HTTP server on 127.0.0.1 in the place of an SMS gateway: answers as told, keeps what was posted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs


@dataclass
class Answer:
    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"


def mitake(code: str, gateway_id: str = "0000000013") -> Answer:
    return Answer(f"[1]\r\nmsgid={gateway_id}\r\nstatuscode={code}\r\nAccountPoint=126\r\n")


class SmsGateway:
    def __init__(self) -> None:
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.answers: deque[Answer] = deque()
        self.otherwise = mitake("1")
        self.host = ""

    @property
    def url(self) -> str:
        return f"{self.host}/api/mtk/SmSend"

    @property
    def fields(self) -> list[dict[str, str]]:
        return [fields for _, fields in self.posted]


@contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    gateway = SmsGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            gateway.posted.append((self.path, {k: v[0] for k, v in parse_qs(sent, keep_blank_values=True).items()}))
            answer = gateway.answers.popleft() if gateway.answers else gateway.otherwise
            body = answer.body.encode(answer.encoding)
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.host = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
