"""What somebody who hears a page gets of it, kept for thirty states in heard/ and compared: check 38.

A change there is a change of names, roles, states or order for them. Read it; where it is right,
`HEARD=write pytest tests/browser/test_heard.py` keeps it.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from manage_training.web.policy import ANYBODY, POLICY
from tests.browser.test_demo_pages import sign_in_here
from tests.browser.test_people import beacon, placement, tess
from tests.design_system import gallery
from tests.factories.schools import a_school

__all__ = ["beacon", "tess"]
pytestmark = pytest.mark.django_db(transaction=True)
KEPT = Path(__file__).with_name("heard")
CHOSEN_BY_CHANCE = re.compile(  # numbers of schools and people, of drafts, and a request's reference
    r"\b\d{6,}\b|(?<=/people/)\d+|(?<=teacher\.)\d+|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{16}\b"
)


def hear(page: Page, name: str, part: str = "main") -> None:
    page.wait_for_load_state()
    heard = CHOSEN_BY_CHANCE.sub("…", page.locator(part).aria_snapshot()) + "\n"
    assert not re.search(r'"(.{4,}) \1"', heard), f"{name} says a name twice"
    kept = KEPT / f"{name}.yaml"
    if os.environ.get("HEARD") == "write":
        kept.write_text(heard, encoding="utf-8")
    assert heard == kept.read_text(encoding="utf-8"), f"{name} is heard in another way than before"


def test_every_kind_of_question_and_component(page: Page, settings, monkeypatch, live_server):
    settings.ROOT_URLCONF = gallery.__name__
    for name in gallery.NAMES:
        monkeypatch.setitem(POLICY, name, ANYBODY)
    for address in ("EverythingForm", "DateForm", "ContinueForm", "EmailForm", "components", "done"):
        page.goto(f"/gallery/{address}/")
        hear(page, f"gallery-{address.lower()}")
        if address.endswith("Form"):
            page.get_by_role("button", name="Continue").click()
            hear(page, f"gallery-{address.lower()}-wrong")


def test_on_the_way_in(page: Page):
    a_school("Riverbank Infant School", town="York", postcode="YO1 7HH")
    for name, address in {
        "start": "/",
        "not-found": "/nowhere/",
        "find-your-school": "/find-your-school/?search=riverbank",
        "find-nothing": "/find-your-school/?search=nowhere",
        "sign-in": "/sign-in/",
    }.items():
        page.goto(address)
        hear(page, name, part="body" if name == "start" else "main")
    page.get_by_role("button", name="Continue").click()
    hear(page, "sign-in-wrong")
    page.get_by_label("Email address").fill("mo@riverbank.example")
    page.get_by_role("button", name="Continue").click()
    hear(page, "check-your-email")


def test_at_work(page: Page, beacon, tess):
    leah, ivan = (placement(beacon, name).pk for name in ("Leah Morris", "Ivan Petrov"))
    sign_in_here(page, tess)
    page.clock.install()
    for name, address in {
        "dashboard": "",
        "history": "history/",
        "people": "people/",
        "nobody-found": "people/?name=nobody",
        "record-of-an-ect": f"people/{leah}/",
        "record-of-a-mentor": f"people/{ivan}/",
        "change-start": f"people/{leah}/start-date/",
        "assign-mentor": f"people/{leah}/mentor/",
        "change-body": f"people/{leah}/appropriate-body/",
        "remove": f"people/{leah}/remove/",
        "change-name": f"people/{leah}/name/",
    }.items():
        answer = page.goto(f"/schools/{beacon.urn}/{address}")
        assert answer
        assert answer.status == 200, address
        hear(page, name)
    page.get_by_role("textbox").fill("")
    page.get_by_role("button", name="Continue").click()
    hear(page, "change-name-wrong")
    page.clock.fast_forward("01:56:00")
    hear(page, "time-limit", part="dialog")
