"""`tongban up`: from a fresh checkout to a city at work, in one foreground process that stops cleanly."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from urllib.parse import urlsplit

from tongban.core.text import Text

from . import places, prepare, serve
from .cluster import BadDataDirectory
from .processes import Child, stop_all, supervise

Say = Callable[[Text], None]

_TAKEN = Text(
    "{host}:{port} 已被其他程式使用。請先停止該程式，或以 --port 指定其他埠號。",
    "{host}:{port} is in use by another program. Stop that program, or choose another port with --port.",
)
_RECEIVER_TAKEN = Text(
    "示範用的郵件或簡訊接收程式需要 {host}:{port}，但已被其他程式使用。請停止該程式，或改用 --no-demo。",
    "The demo's mail and SMS receivers need {host}:{port}, which another program uses. Stop it, or say --no-demo.",
)
_NOBODY = Text(
    "尚無任何機關：請於 /studio/ 匯入機關活頁簿，業務包於下次啟動時發布。",
    "No agency yet: import one's workbook in /studio/; packs are published at the next start.",
)
_SLOW = Text(
    "網站在 60 秒內沒有回應，原因見上方訊息。", "The web server has not answered within 60 s; the reason stands above."
)


def run(host: str, port: int, say: Say) -> int:
    """Prepare, start, announce, and keep running until asked to stop. Returns the exit code."""
    os.environ.setdefault("TONGBAN_BASE_URL", f"http://{host}:{port}")
    if not _ports_are_free(host, port, say):
        return 1
    stop = Event()
    with _signals(stop) as ready:
        try:
            with prepare.database() as superuser:
                _prepare(superuser, say)
                ready()
                return _serve(host, port, stop, say)
        except BadDataDirectory as wrong:
            say(Text(str(wrong), str(wrong)))
            return 1
        except KeyboardInterrupt:
            say(Text("已停止。", "Stopped."))
            return 130


def is_demo() -> bool:
    return os.environ.get("TONGBAN_DEMO") == "1"


def _ports_are_free(host: str, port: int, say: Say) -> bool:
    if not serve.is_free(host, port):
        say(_TAKEN.fill(host=host, port=port))
        return False
    for receiver in _receivers() if is_demo() else ():
        if not serve.is_free("127.0.0.1", receiver):
            say(_RECEIVER_TAKEN.fill(host="127.0.0.1", port=receiver))
            return False
    return True


def _receivers() -> Iterator[int]:
    """Ports of the demo's mail and SMS receivers. Asked of the environment: settings are read only when Django starts."""
    yield int(os.environ.get("TONGBAN_SMTP_PORT", "2525"))
    yield urlsplit(os.environ.get("TONGBAN_SMS_URL", "http://127.0.0.1:2580/SmSend")).port or 80


@contextmanager
def _signals(stop: Event) -> Iterator[Callable[[], None]]:
    """Ctrl-C and SIGTERM break off the preparation at once; after `ready()` they ask for an orderly stop."""
    serving = False

    def handle(number: int, frame: FrameType | None) -> None:
        stop.set()
        if not serving:
            raise KeyboardInterrupt

    def ready() -> None:
        nonlocal serving
        serving = True

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ready
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare(superuser: str, say: Say) -> None:
    say(Text("資料庫已啟動。", "The database is up."))
    prepare.provision(superuser)
    prepare.start_django()
    if done := prepare.migrate():
        say(Text("資料表已更新（{n} 項）。", "Tables updated ({n} migrations).").fill(n=len(done)))
    _fill(say)


def _fill(say: Say) -> None:
    """The demo city, when nobody works here yet; then the packs, which belong to agencies.

    The city is called by name: a production installation does not load it.
    """
    from django.utils.module_loading import import_string

    from tongban.apps.org.models import Unit

    from . import packs

    if is_demo() and import_string("tongban.demo.city.is_wanted")():
        say(Text("正在建立示範城市，約需一分鐘…", "Building the demo city, about a minute …"))
        import_string("tongban.demo.city.seed")()
    if not Unit.objects.exists():
        say(_NOBODY)
    elif published := packs.publish(places.packs(), say):
        say(Text("已發布 {n} 個業務包。", "{n} packs published.").fill(n=published))


def children(host: str, port: int) -> list[Child]:
    us = [sys.executable, "-m", "tongban.cli"]
    started = [
        Child("worker", [*us, "worker"]),
        Child("web", [*us, "web", "--host", host, "--port", str(port)]),
    ]
    if is_demo():
        started.insert(0, Child("receivers", [sys.executable, "-m", "tongban.demo.receivers"]))
    return started


def _serve(host: str, port: int, stop: Event, say: Say) -> int:
    processes = children(host, port)
    try:
        for child in processes:
            child.start()
        if _answers_in_time(host, port, processes, stop, say):
            _announce(say)
        supervise(processes, stop, say)
    finally:
        stop_all(processes, say)
    say(Text("已全部停止。", "All stopped."))
    return 0


def _answers_in_time(host: str, port: int, processes: list[Child], stop: Event, say: Say) -> bool:
    until = time.monotonic() + 60
    while not stop.wait(0.1):
        if serve.answers(host, port):
            return True
        if time.monotonic() > until:
            say(_SLOW)
            return False
        for child in processes:
            child.watch(say)
    return False


def _announce(say: Say) -> None:
    base = os.environ["TONGBAN_BASE_URL"]
    lines = [
        Text("\n通辦已啟動：", "\nTongban is running:"),
        Text("  民眾　　　{base}/", "  citizens      {base}/").fill(base=base),
        Text("  承辦人　　{base}/desk/", "  officers      {base}/desk/").fill(base=base),
        Text("  1999　　　{base}/call/", "  1999 agents   {base}/call/").fill(base=base),
        Text("  業務包　　{base}/studio/", "  pack owners   {base}/studio/").fill(base=base),
        Text("  統計　　　{base}/board/", "  supervisors   {base}/board/").fill(base=base),
    ]
    if is_demo():
        lines += _demo_accounts()
    lines.append(Text("按 Ctrl-C 停止。\n", "Press Ctrl-C to stop.\n"))
    for line in lines:
        say(line)


def _demo_accounts() -> list[Text]:
    from django.utils.module_loading import import_string

    accounts: list[tuple[str, str, Text]] = import_string("tongban.demo.city.accounts")()
    head = Text("示範帳號（帳號 / 密碼）：", "Demo accounts (name / password):")
    return [head, *(Text("  {n} / {p}　{what}", "  {n} / {p}  {what}").fill(n=n, p=p, what=w) for n, p, w in accounts)]
