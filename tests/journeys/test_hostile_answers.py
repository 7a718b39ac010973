"""Whatever is sent to any question of any journey, it is answered with a page, and never with an error of ours.

A new journey is covered when it is mounted. Abuse cases M1, M2, X1 and X4. FLOODS sets how much (1 in the gate).
"""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from manage_training.domain.events.actor import Actor
from manage_training.journeys.drafts import blank
from manage_training.journeys.journey import Journey
from manage_training.journeys.models import Draft
from manage_training.journeys.opening import Opening, Owner
from manage_training.journeys.path import CHECK, DONE
from manage_training.journeys.step import inputs_of
from tests.hostile.inputs import A_PAGE, FORM, MARKUP, flood, forms, worst_forms
from tests.journeys.contexts import STARTS
from tests.journeys.test_every_journey import START, every_journey, mounted, undone
from tests.journeys.ways import ways

pytestmark = pytest.mark.once


@every_journey
def test_m1_x1_x4_every_question_answers_whatever_it_is_sent(journey: Journey, db: None, sample_urls: None) -> None:
    start = STARTS[journey.name]
    context = start.context()
    ways_to: dict[str, tuple[Draft, dict[str, Any]]] = {}
    for other in ({}, *start.also):
        opening = Opening(Owner("user", "1"), Actor("user", 1), context=context | dict(other))
        draft = blank(journey, opening, START)
        ways_to = {page: (draft, there) for page, there in ways(journey, draft.context).items()} | ways_to
    never = {step.name for step in journey.steps} - ways_to.keys()
    assert not never, "No answers lead there. Give some that do in tests/journeys/contexts.py."

    def send_to(page: str, body: bytes, kind: str) -> None:
        draft, there = ways_to[page]
        # The version that the page showed, else no answer would be kept. Of a check page none: who confirms is tested
        # where the journey is.
        seen = there.get(page, {}).get("saved", 0)
        with undone(), mounted(journey, context):
            draft.answers, draft._state.adding = there, True
            draft.save()
            send(
                f"{START}{draft.pk}/{page}/",
                b"seen=%d&" % seen + body if kind == FORM and page != CHECK else body,
                kind,
            )

    names_on = {page: inputs_at(journey, *ways_to[page], page) for page in ways_to}
    for page, names in names_on.items():
        for body in worst_forms(names):
            send_to(page, body, FORM)

    @flood(1)
    @given(data=st.data())
    def send_anything(data: st.DataObject) -> None:
        for page, names in names_on.items():
            send_to(page, *data.draw(forms(names)))

    send_anything()


def inputs_at(journey: Journey, draft: Draft, there: dict[str, Any], page: str) -> list[str]:
    """The names of what a page asks."""
    place = journey.path(draft.context, there).place(page)
    fields = place.step.asked(place.answers).fields if place else {}
    return [each for name, field in fields.items() for each in inputs_of(field, name)]


def send(url: str, body: bytes, kind: str) -> None:
    client = Client()
    answer = client.generic("POST", url, body, content_type=kind)
    assert answer.status_code in A_PAGE, (url, body, kind)
    assert MARKUP not in answer.text
    if answer.status_code == 303 and not answer["Location"].endswith(
        f"/{DONE}/"
    ):  # it was taken: the page it leads to, and its own with what is kept now, can be shown
        for address in (answer["Location"], url):
            page = client.get(address, follow=True)
            assert page.status_code == 200, (address, body, kind)
            assert MARKUP not in page.text
