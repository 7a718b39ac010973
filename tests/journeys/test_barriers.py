"""No question of a journey keeps anybody out: docs/accessibility.md, as far as HTML shows it.

A new question is covered when its journey is mounted. Other pages: tests/web/test_barriers.py.
"""

from typing import Any

import pytest
from django.test import Client

from manage_training.domain.events.actor import Actor
from manage_training.journeys.drafts import blank
from manage_training.journeys.journey import Journey
from manage_training.journeys.models import Draft
from manage_training.journeys.opening import Opening, Owner
from tests.barriers import barriers
from tests.html_validate import problems
from tests.journeys.contexts import STARTS
from tests.journeys.test_every_journey import START, every_journey, mounted, undone
from tests.journeys.ways import ways

pytestmark = pytest.mark.once


@every_journey
def test_no_question_of_a_journey_keeps_anybody_out(journey: Journey, db: None, sample_urls: None) -> None:
    shown: dict[str, str] = {}
    start = STARTS[journey.name]
    context = start.context()
    for other in ({}, *start.also):
        opening = Opening(Owner("user", "1"), Actor("user", 1), context=context | dict(other))
        draft = blank(journey, opening, START)
        for page, there in ways(journey, draft.context).items():
            shown |= {} if page in shown else pages_at(journey, context, draft, there, page)
    assert barriers(shown) == []
    assert problems(shown) == []


def pages_at(
    journey: Journey, context: dict[str, Any], draft: Draft, there: dict[str, Any], page: str
) -> dict[str, str]:
    """A question as it comes, and as it comes back when nothing is answered."""
    client, url = Client(), f"{START}{draft.pk}/{page}/"
    with undone(), mounted(journey, context):
        draft.answers, draft._state.adding = there, True
        draft.save()
        shown = {page: client.get(url)}
        if journey.path(draft.context, there).place(page):
            shown[f"{page}, not answered"] = client.post(url, {"seen": there.get(page, {}).get("saved", 0)})
        return {name: answer.text for name, answer in shown.items() if answer.status_code in (200, 422)}
