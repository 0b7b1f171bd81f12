"""Whole life cycles over the API: registered, and three steps to closure, four calls each."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count

from benchmarks.load import PORT
from benchmarks.place import KIND, Place, web

CALLERS = 8
ANSWERS = {
    "wearer_name": "王小明",
    "wearer_id": "A123456789",
    "wearer_born": "1946-02-09",
    "reason": "dementia",
    "wearer_phone": "0912345678",
    "size": "m",
    "pickup": "counter",
}
STEPS = ({"outcome": "complete"}, {"outcome": "approved"}, {})
_reference = count()


class Caller:
    def __init__(self, token: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: object) -> dict[str, object]:
        self.connection.request("POST", f"/api/v1{path}", json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {text!r}")
        found: dict[str, object] = json.loads(text)
        return found

    def live(self) -> None:
        body = {
            "kind": KIND,
            "unit": "section-0",
            "reference": f"{id(self)}-{next(_reference)}",
            "applicant": {"name": "王大明"},
            "answers": ANSWERS,
        }
        number = self.post("/cases", body)["number"]
        # The process gives its first tasks the numbers that follow from its drawing.
        for task, step in zip(FIRST_TASKS, STEPS, strict=True):
            self.post(f"/cases/{number}/tasks/{task}/complete", step)


FIRST_TASKS = (2, 3, 4)


def lives(place: Place, seconds: int) -> float:
    """Life cycles per second with eight callers at once."""
    with web(PORT):
        callers = [Caller(place.token) for _ in range(CALLERS)]
        for caller in callers:
            caller.live()
        until = time.monotonic() + seconds

        def work(caller: Caller) -> int:
            done = 0
            while time.monotonic() < until:
                caller.live()
                done += 1
            return done

        began = time.monotonic()
        with ThreadPoolExecutor(CALLERS) as pool:
            total = sum(pool.map(work, callers))
        return total / (time.monotonic() - began)
