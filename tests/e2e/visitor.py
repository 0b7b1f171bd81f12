"""Somebody at a browser. Every page that is visited is examined: axe-core, console, Content Security Policy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Download, Locator, Page, expect

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
SHOTS = os.environ.get("TONGBAN_SHOTS", "")
"""A folder where a picture of every page visited is wanted."""
GRAVE = ("serious", "critical")
_EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
"""Chromium notes every page that answers 4xx; the tests themselves say where one is right."""

_BEYOND = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 5).map((one) => one.cloneNode(false).outerHTML).join(" ") || "the page itself";
}"""
_FOCUS = """() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
}"""


class Visitor:
    """`page` is Playwright's own; `press`, `follow` and `open` wait for the next page and examine it."""

    def __init__(self, context: BrowserContext, address: str, *, has_script: bool = True) -> None:
        self.context, self.address, self.has_script = context, address, has_script
        self.complaints: list[str] = []
        context.set_default_timeout(20_000)
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def open(self, path: str) -> int:
        """Go to a path or a whole address; the status it answered with."""
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        self.examine()
        return answer.status if answer else 0

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        self._leave(self.button(name, within))

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        self._leave((within or self.page).get_by_role("link", name=name).first)

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name).first

    def fill(self, **fields: str) -> None:
        """Type into fields by the names they are sent under; `_` in a keyword stands for `-` as well."""
        for name, text in fields.items():
            self.field(name).fill(text)

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def log_in(self, username: str, password: str) -> None:
        self.open("/accounts/login/")
        self.fill(login=username, password=password)
        self.press(re.compile("^(登入|Log in)$"))

    def beyond_the_screen(self) -> str:
        """What makes the page wider than the screen; empty where nothing has to be scrolled sideways."""
        return str(self.page.evaluate(_BEYOND))

    def shows_focus(self) -> bool:
        """Whether one sees where one is: by an outline of two pixels at least, or a frame around it."""
        return bool(self.page.evaluate(_FOCUS))

    def is_past_the_end(self) -> bool:
        """Whether Tab left the page for the browser's own buttons."""
        return bool(self.page.evaluate("document.activeElement === document.body"))

    def examine(self) -> None:
        """No serious or critical finding on this page, and no complaint of the browser so far.

        axe-core is a script: it stays out where the browser runs none.
        """
        self.page.wait_for_load_state("load")
        assert not self.complaints, self.complaints
        if self.has_script:
            assert_accessible(self.page)
        if SHOTS:
            self._shoot(Path(SHOTS))

    def _leave(self, locator: Locator) -> None:
        with self.page.expect_navigation():
            locator.click()
        self.examine()

    def _shoot(self, folder: Path) -> None:
        where = re.sub(r"\W+", "-", self.page.url.removeprefix(self.address)).strip("-") or "home"
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        self.page.screenshot(path=folder / f"{where[:80]}@{width}.png", full_page=True)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self._is_page_status(message):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _is_page_status(self, message: ConsoleMessage) -> bool:
        of_the_page = message.location.get("url", "").partition("?")[0] == self.page.url.partition("?")[0]
        return bool(_EXPECTED.match(message.text)) and of_the_page


def content_of(download: Download) -> BytesIO:
    return BytesIO(Path(download.path()).read_bytes())


def assert_accessible(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    findings: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    grave = [one for one in findings if one["impact"] in GRAVE]
    assert not grave, "\n".join(_described(page, one) for one in grave)


def _described(page: Page, finding: dict[str, Any]) -> str:
    places = "\n    ".join(f"{node['html'][:200]}  {node['failureSummary'][:300]}" for node in finding["nodes"][:5])
    return f"{page.url}: {finding['id']} ({finding['impact']}): {finding['help']}\n    {places}"


@contextmanager
def visitor(browser: Browser, address: str, **options: Any) -> Iterator[Visitor]:
    """A browser of one's own: nothing is shared with other people's, cookies least of all."""
    given: dict[str, Any] = {"locale": "zh-TW", "timezone_id": "Asia/Taipei", "viewport": DESK, **options}
    context = browser.new_context(**given)
    try:
        yield Visitor(context, address, has_script=given.get("java_script_enabled", True))
    finally:
        context.close()
