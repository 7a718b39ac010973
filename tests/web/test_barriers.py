"""No page keeps anybody out: docs/accessibility.md, as far as HTML shows it. A new route is covered when it is there.

What only shows in a browser is looked at in tests/browser; questions of journeys: tests/journeys/test_barriers.py.
"""

from pathlib import Path
from typing import Any

import pytest

from manage_training.journeys.journey import JOURNEYS
from manage_training.web.policy import POLICY
from tests.barriers import barriers
from tests.web.routes import Route, arguments_at
from tests.web.test_policy_matrix import ROUTES, TUTOR, World, world

__all__ = ["world"]
pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGES = [route for route in ROUTES if not JOURNEYS.keys() & {*route.name.split(":")}]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_no_other_page_keeps_anybody_out(route: Route, world: World, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path  # letters that other tests left in the mailbox can be of one subject
    url = route.url(**arguments_at(world.own, route))
    shown = {}
    for who in (TUTOR, "anonymous"):
        client = world.browser_of(who)
        shown[f"{url} for {who}"] = client.get(url)
        if "POST" in POLICY[route.name].methods:
            shown[f"{url} for {who}, not answered"] = client.post(url)
    pages = {name: page.text for name, page in shown.items() if is_a_page(page)}
    assert barriers(pages) == []


def is_a_page(answer: Any) -> bool:
    return not answer.streaming and answer.content.startswith(b"<!DOCTYPE html>")
