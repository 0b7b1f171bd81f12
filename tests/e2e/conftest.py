"""One site and one browser a module; one browser context a person.

Playwright keeps an event loop in the main thread while it runs, which Django's and the worker's own loops would trip
over in other tests: so it lives no longer than the module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.database import _point_at, clone, forget_what_is_kept

from .site import Site, running_site
from .town import PASSWORD
from .visitor import AXE, Visitor, visitor

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Enter = Callable[..., Visitor]


@pytest.fixture(scope="module")
def site(
    chromium: Browser, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site of the module's own, with a town in it.

    It comes after the browser and goes before it: Django keeps other connections while an event loop runs.
    """
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), clone() as name:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        _point_at(name)
        forget_what_is_kept()
        try:
            with running_site(name, tmp_path_factory.mktemp("site")) as running:
                yield running
                assert not running.faults()
        finally:
            connections.close_all()
            _point_at(before)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: install Debian's package chromium, as `make test` does.")
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: run `npm --prefix frontend ci`, as `make test` does.")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def enter(site: Site, chromium: Browser) -> Iterator[Enter]:
    """`enter()` is a citizen; `enter("clerk")` an officer who has logged in. At the end nobody's browser complained."""
    with ExitStack() as stack:
        entered: list[Visitor] = []

        def enter(username: str = "", **options: Any) -> Visitor:
            one = stack.enter_context(visitor(chromium, site.address, **options))
            entered.append(one)
            if username:
                one.log_in(username, PASSWORD)
            return one

        yield enter
        complaints = [text for one in entered for text in one.complaints]
        assert not complaints, complaints
