"""Take the pictures in docs/pictures from a demo of 20 June 2022 that runs for this alone: `make pictures`."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).parents[2]
PICTURES = PROJECT / "docs" / "pictures"
PORT = os.environ.get("PORT", "8321")
SERVICE = f"http://localhost:{PORT}"
LARGEST = 100_000  # bytes
# No sandbox: tests/browser/conftest.py says why. Letters in shades of grey make smaller files.
FLAGS = ["--no-sandbox", "--disable-lcd-text"]
PATIENCE = 180  # seconds until the demo is there


@contextmanager
def a_demo() -> Iterator[None]:
    with TemporaryDirectory() as folder, Path(folder, "output").open("w") as output:
        surroundings = os.environ | {"DATA_DIR": f"{folder}/data", "PORT": PORT, "TODAY": "2022-06-20"}
        demo = subprocess.Popen([sys.executable, "manage.py", "run"], cwd=PROJECT, env=surroundings, stdout=output)
        try:
            wait_for_it()
            yield
        finally:
            demo.terminate()
            demo.wait()


def wait_for_it() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urlopen(SERVICE).close()
            return
        except URLError:
            time.sleep(1)
    raise SystemExit("The demo did not start.")


def take(page: Page, name: str) -> None:
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, full_page=True)
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file.name} is larger than {LARGEST} bytes.")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow_email(page: Page, subject: str) -> None:
    """Open the newest email with this subject, as soon as it is there, and follow its link."""
    letter = page.get_by_role("link", name=subject).first
    for _ in range(30):
        page.goto("/demo/mailbox/")
        if letter.count():
            break
        page.wait_for_timeout(500)
    letter.click()
    page.locator("article a").first.click()


def choose(page: Page, answer: str) -> None:
    page.get_by_label(answer, exact=True).check()
    press(page, "Continue")


def walk(page: Page) -> None:
    """Oakfield registers for the first time, from the start page to its dashboard."""
    page.goto("/")
    take(page, "start")
    page.get_by_role("link", name="Register your school for the first time").click()
    page.get_by_label("Search for your school").fill("Oakfield Primary School")
    press(page, "Search")
    choose(page, "Oakfield Primary School")
    follow_email(page, "Nominate an induction tutor for Oakfield")
    take(page, "question")
    choose(page, "Yes")
    press(page, "Continue")
    page.get_by_label("Full name").fill("Olive Reed")
    press(page, "Continue")
    page.get_by_label("Email address").fill("olive.reed@oakfield.example")
    press(page, "Continue")
    press(page, "Confirm")
    follow_email(page, "You are the induction tutor for Oakfield")
    press(page, "Continue")
    follow_email(page, "Sign in to")
    press(page, "Sign in")
    press(page, "Accept and continue")
    choose(page, "Use a training provider, funded by the DfE")
    choose(page, "A teaching school hub")
    choose(page, "Inspire Teaching School Hub")
    take(page, "check")
    press(page, "Confirm")
    page.get_by_role("link", name="Continue to manage your training").click()
    take(page, "dashboard")
    page.goto("/demo/mailbox/")
    take(page, "mailbox")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    with a_demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        screen = {"width": 800, "height": 500}
        walk(browser.new_page(base_url=SERVICE, viewport=screen, device_scale_factor=0.7))
        browser.close()


if __name__ == "__main__":
    main()
