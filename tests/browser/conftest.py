"""A real Chromium against the real service over HTTP, with the policy that stands in its headers.

`page` is a computer, `phone` is 320 px wide (400% zoom), `plain_page` has no JavaScript. All start at the live server,
so `page.goto("/")` works, and fail their test if the browser's console has anything to say: a script that the policy
stopped, an asset that is not there. `axe(page)` fails on anything that axe finds, and where a page that is zoomed in,
or text that is spaced out or enlarged, does not fit. With PICTURES=<folder>, `picture(page, "name")` keeps a picture of
the whole page there, to be looked at.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

# Playwright's event loop runs in the test's thread, where Django then refuses its ORM. Nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

COMPUTER = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
AXE = (settings.ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# WCAG 1.4.12: what people set who read it better so. 1.4.4: text of twice the size. 1.4.10: 1280 by 1024 at 400%.
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
TWICE = "html {font-size: 200% !important}"
ZOOMED = {"width": 320, "height": 256}
CUT_OFF = """css => {
  const sheet = new CSSStyleSheet(), before = [...document.adoptedStyleSheets]
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [...before, sheet]
  const hides = value => ["hidden", "clip"].includes(value)
  const cut = [...document.querySelectorAll("body *")].filter(each => {
    const style = getComputedStyle(each)
    return each.clientWidth > 2 && each.innerText?.trim()  // what only a screen reader gets is a pixel wide
      && (hides(style.overflowX) && each.scrollWidth > each.clientWidth + 1
        || hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1)
  }).map(each => each.outerHTML.slice(0, 200))
  if (document.documentElement.scrollWidth > window.innerWidth) cut.push("the page scrolls sideways")
  document.adoptedStyleSheets = before
  return cut
}"""

Axe = Callable[[Page], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    # Chromium's sandbox needs rights that containers and root do not give; it only ever sees our own pages.
    return {"args": ["--no-sandbox"]} | ({"executable_path": found} if found else {})


def a_page(browser: Browser, live_server: LiveServer, **options: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, **options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend(complaint(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, f"The browser's console says: {complaints}"


def complaint(message: ConsoleMessage) -> list[str]:
    """What a console line complains about. A page that answers 422 or 404 on purpose is none."""
    expected = "Failed to load resource" in message.text and not message.location["url"].rpartition("/")[2].count(".")
    return [message.text] if message.type in {"error", "warning"} and not expected else []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from a_page(browser, live_server, viewport=COMPUTER)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from a_page(browser, live_server, viewport=PHONE, has_touch=True)


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from a_page(browser, live_server, viewport=COMPUTER, java_script_enabled=False)


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)` fails where axe-core finds a barrier, and where something does not fit."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # on a busy machine the address is there before the page
        page.evaluate(AXE)  # not stopped by the policy, which a script tag would be
        # Only what is wrong is brought over: all that axe looked at and found right is megabytes, and most of the time.
        found = page.evaluate(
            """async tags => (await axe.run({
                runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}},
                resultTypes: ['violations'],
            })).violations""",
            RULES,
        )
        barriers = [f"{each['id']}: {each['help']} at {[node['html'] for node in each['nodes']]}" for each in found]
        assert not barriers, f"{page.url}: {barriers}"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{page.url} scrolls sideways"
        )
        window = page.viewport_size
        for size, css in ((ZOOMED, SPACED), (COMPUTER, TWICE)):
            page.set_viewport_size(size)
            cut_off = page.evaluate(CUT_OFF, css)
            assert not cut_off, f"{page.url}, {size['width']} px wide, with {css}: {cut_off}"
        page.set_viewport_size(window)

    return check


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    def keep(page: Page, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)

    return keep
