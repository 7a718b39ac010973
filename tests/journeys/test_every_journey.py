"""What holds for every journey of the house, with random answers. A new journey is covered when it is mounted."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import include, path
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manage_training.domain.events.actor import Actor
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import JOURNEYS, Journey
from manage_training.journeys.kept import keep
from manage_training.journeys.models import Draft
from manage_training.journeys.opening import Opening, Owner
from manage_training.journeys.path import CHECK, DONE, Path, Place
from manage_training.web.policy import ANYBODY, POLICY, of_journey
from tests.database import undone
from tests.journeys import sample_journeys, some_answers  # with them come all journeys that are mounted
from tests.journeys.browse import Browser
from tests.journeys.contexts import STARTS

every_journey = pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
fixtures = HealthCheck.function_scoped_fixture  # rows made once for all examples; each example undoes its own
few = settings(max_examples=10, deadline=None, database=None, suppress_health_check=[fixtures])
some = settings(few, max_examples=25)


@pytest.fixture
def beginning(journey: Journey, db: None) -> dict[str, Any]:
    """What the journey starts with: made once, for all examples."""
    assert journey.name in STARTS, f"Say in tests/journeys/contexts.py what {journey.name} starts with."
    return STARTS[journey.name].context()


def kept(context: dict[str, Any]) -> dict[str, Any]:
    """A draft's context."""
    return {"draft": str(uuid4()), **{name: keep(value) for name, value in context.items()}}


def pages_by_hand(journey: Journey, context: dict[str, Any], entries: dict[str, Any]) -> list[str]:
    """The path as the words of the design have it, with nothing of the engine's own walk."""
    values: dict[str, Any] = {}
    pages: list[str] = []
    for step in journey.steps:
        before = Answers(journey.names, {**context, **values})
        if step.applies(before):
            pages.append(step.name)
            entry = entries.get(step.name)
            if (entry is None or "assumed" in entry) and step.assumes:
                assumed = step.assumes(before)
                entry = None if assumed is None else {"typed": assumed, "about": keep(step.about(before))}
            if entry is None or entry["about"] != keep(step.about(before)):
                return pages
            new = step.values(before, entry["typed"])
            if new is None:
                return pages
            values |= new
            if stop := step.stop(Answers(journey.names, {**context, **values})):
                return [*pages, stop]
    return [*pages, CHECK] if journey.check(Answers(journey.names, {**context, **values})) else pages


@every_journey
@some
@given(data=st.data())
def test_the_path_is_the_steps_that_apply_up_to_the_first_open_or_stopping_one_and_what_is_off_it_counts_for_nothing(
    journey: Journey, beginning: dict[str, Any], data: st.DataObject
) -> None:
    with undone():
        start = kept(beginning)
        entries = some_answers.entries(data, journey, start)
        found = journey.path(start, entries)
        expected = pages_by_hand(journey, start, entries)
        assert found.pages == expected  # as a page sees it, which trusts what was saved
        assert journey.judge(start, entries)[0].pages == expected  # as submitting sees it, which does not
        what_is_off_the_path_neither_steers_nor_is_seen(journey, start, entries, found)


def what_is_off_the_path_neither_steers_nor_is_seen(
    journey: Journey, start: dict[str, Any], entries: dict[str, Any], found: Path
) -> None:
    """Rule J4."""
    on = {place.step.name for place in found.places}
    without = journey.path(start, {name: entry for name, entry in entries.items() if name in on})
    assert without.pages == found.pages
    asked = {field for place in found.places for field in place.step.names}
    assert all(found.answers[name] is None for name in journey.names - asked)


@every_journey
@few
@given(data=st.data())
def test_walking_next_from_the_start_visits_exactly_the_path_and_no_page_off_it_renders(
    journey: Journey, beginning: dict[str, Any], sample_urls: None, data: st.DataObject
) -> None:
    """Rule J1."""
    with undone(), mounted(journey, beginning):
        browser = Browser(START)
        browser.get(START)
        for _ in range(2 * len(journey.steps)):
            place = where(browser, journey, beginning)
            if place is None:
                break
            browser.send({**browser.carried, **some_answers.typed(data, journey, place)})
            assert browser.page.status_code in (200, 422)
        draft = Draft.objects.first()
        if draft is None or draft.submitted_at:
            return
        found = journey.path(draft.context, draft.answers)
        assert walked(browser, draft, found) == [page for page in found.pages if not found.passes(page)]
        for page in {*(step.name for step in journey.steps), CHECK, DONE} - set(found.pages):
            answer = browser.client.get(f"{START}{draft.pk}/{page}/")
            assert (answer.status_code, answer["Location"]) == (302, f"{START}{draft.pk}/{found.last}/")


START = "/walked/"


@contextmanager
def mounted(journey: Journey, context: dict[str, Any]) -> Iterator[None]:
    """The journey at an address of its own, open to anybody and started with the context that the tests have for it."""
    opening = Opening(Owner("user", "1"), Actor("user", 1), context=context)
    walked = copy.copy(journey)
    walked.opens = lambda request: opening
    urls = ModuleType("urls")
    urls.urlpatterns = [path(START[1:], include(walked.urls)), *sample_journeys.urlpatterns]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=urls), patch.dict(POLICY, of_journey(journey.name, ANYBODY)):
        yield


def where(browser: Browser, journey: Journey, context: dict[str, Any]) -> Place | None:
    """The question one is at; None behind the last one."""
    draft = Draft.objects.first()
    if draft is None:
        return journey.path(kept(context), {}).places[0]
    return None if draft.submitted_at else journey.path(draft.context, draft.answers).place(browser.place)


def walked(browser: Browser, draft: Draft, path: Path) -> list[str]:
    """The pages that Continue leads to from the first, giving the stored answers, as far as there are any."""
    browser.get(f"{START}{draft.pk}/{path.pages[0]}/")
    visited = [browser.place]
    while (place := path.place(browser.place)) and "values" in draft.answers.get(browser.place, {}):
        if path.ends_with(place.step):  # it has been refused: a button that submits leads on only when it does
            break
        browser.send({**browser.carried, **draft.answers[browser.place]["typed"]})
        visited.append(browser.place)
        assert len(visited) <= len(path.pages), visited  # no page leads to itself, or round in a circle
    return visited
