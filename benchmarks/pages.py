"""How long pages take to answer, by a citizen and a supervisor, over HTTP on one connection."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.load import PORT
from benchmarks.place import Place, web


@dataclass
class Timed:
    name: str
    p50: float
    p95: float
    goal: float
    note: str = ""


class Browser:
    """Keeps cookies and the CSRF token, follows nothing."""

    def __init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.cookies: dict[str, str] = {}

    def go(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": "zh-TW"}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, text

    def token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.go("GET", path)[1])
        if not found:
            raise RuntimeError(f"{path} shows no form")
        return found[1]


def pages(place: Place, runs: int = 100) -> list[Timed]:
    from tongban.apps.cases.models import Case

    known = Case.objects.filter(closed_on__isnull=True).order_by("pk").values_list("pk", "number")[:runs]
    with web(PORT):
        return [
            _look_up(list(known)),
            _measured(
                "worklist, unit of some 20,000", _list(place, "handler", "?view=unit&sort=-received_on"), 50, runs
            ),
            _measured("worklist, unit, by applicant", _list(place, "handler", "?view=unit&sort=applicant"), 50, runs),
            _measured("worklist, city-wide, by due date", _list(place, "head", "?view=all&sort=due_on"), 50, runs),
            _measured("statistics", _statistics(place), 300, max(10, runs // 5)),
        ]


def _look_up(known: list[tuple[int, str]]) -> Timed:
    from tongban.apps.cases.models import Case
    from tongban.apps.cases.passwords import mac

    password = "K7QF-2M9X"
    for pk, number in known:
        Case.objects.filter(pk=pk).update(password_mac=mac(number, password))
    browser = Browser()
    token = browser.token("/progress/")
    times = []
    for _, number in known:
        began = time.perf_counter()
        fields = {"csrfmiddlewaretoken": token, "number": number, "password": password}
        status, _ = browser.go("POST", "/progress/", fields)
        shown, _ = browser.go("GET", "/progress/case/")
        times.append((time.perf_counter() - began) * 1_000)
        if status != 302 or shown != 200:
            raise RuntimeError(f"look-up answered {status}, then {shown}")
        token = browser.token("/progress/") if "csrftoken" not in browser.cookies else token
    return _timed("citizen's look-up (password, then page)", times, 20)


def _signed_in(place: Place, name: str) -> Browser:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from tongban.apps.org.models import Person

    Person.objects.filter(pk=place.people[name]).update(last_login=timezone.now())
    person = Person.objects.get(pk=place.people[name])
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    browser = Browser()
    browser.cookies["sessionid"] = str(session.session_key)
    return browser


def _list(place: Place, name: str, query: str) -> Callable[[], None]:
    browser = _signed_in(place, name)

    def once() -> None:
        status, text = browser.go("GET", f"/desk/{query}")
        if status != 200 or "data-row" not in text:
            raise RuntimeError(f"/desk/{query} answered {status} without rows")

    return once


def _statistics(place: Place) -> Callable[[], None]:
    browser = _signed_in(place, "head")

    def once() -> None:
        status, _ = browser.go("GET", "/board/")
        if status != 200:
            raise RuntimeError(f"/board/ answered {status}")

    return once


def _measured(name: str, once: Callable[[], None], goal: float, runs: int) -> Timed:
    for _ in range(5):
        once()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        once()
        times.append((time.perf_counter() - began) * 1_000)
    return _timed(name, times, goal)


def _timed(name: str, times: list[float], goal: float) -> Timed:
    ordered = sorted(times)
    return Timed(name, ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], goal)
