"""One draft, in several windows at the same moment, each a process of its own on real PostgreSQL."""

import pytest

from manage_training.domain.events.models import Event
from manage_training.journeys.models import Draft
from tests.journeys.browse import Browser
from tests.journeys.test_journey import ECT, LEAH, UP_TO_CHECK
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WINDOWS = 5


@again_and_again
def test_w11_parallel_confirms_of_one_draft_have_one_result(hugo: Browser, race: int) -> None:
    """Rule J5."""
    hugo.go_on(*UP_TO_CHECK)

    def confirm() -> str:
        hugo.answer()
        return hugo.words

    results = at_once(*[confirm] * WINDOWS)
    assert Event.objects.count() == 1
    assert set(results) == {results[0]}
    assert "You have added Leah Morris" in results[0]


@again_and_again
def test_f19_parallel_first_answers_from_one_page_begin_one_draft(hugo: Browser, race: int) -> None:
    hugo.get(hugo.start)

    def go_on() -> str:
        hugo.answer()
        return hugo.url

    assert len(set(at_once(*[go_on] * WINDOWS))) == 1
    assert Draft.objects.count() == 1


@again_and_again
def test_of_different_answers_to_one_question_one_is_stored_and_the_others_see_it(hugo: Browser, race: int) -> None:
    """Rule J6."""
    hugo.go_on({}, ECT)
    names = ["Leah Hall", "Leah Hill", "Leah Hull"]
    statuses = at_once(*[lambda name=name: hugo.answer(trn="1000002", full_name=name).status_code for name in names])
    assert sorted(statuses) == [200, 409, 409]
    (stored,) = Draft.objects.get().answers["teacher"]["typed"]["full_name"]
    assert stored == names[statuses.index(200)]


@again_and_again
def test_answers_to_different_questions_at_the_same_moment_are_all_stored(hugo: Browser, race: int) -> None:
    """Rule J6."""
    hugo.go_on({}, ECT, LEAH, {"right_person": "yes"})
    draft = hugo.draft_url

    def answer(step: str, **typed: str) -> int:
        hugo.get(f"{draft}{step}/")
        return hugo.answer(**typed).status_code

    assert at_once(
        lambda: answer("teacher", trn="1000002", full_name="Leah Hall"),
        lambda: answer("start-date", starts_on__day="1", starts_on__month="9", starts_on__year="2022"),
    ) == [200, 200]
    values = [Draft.objects.get().answers[step]["values"] for step in ("teacher", "start-date")]
    teacher = {"trn": "1000002", "full_name": "Leah Hall", "surname": "Hall"}  # the step hands the last on
    assert values == [teacher, {"starts_on": {"date": "2022-09-01"}}]


@again_and_again
def test_a_draft_thrown_away_at_the_moment_of_confirming_is_either_submitted_or_gone(hugo: Browser, race: int) -> None:
    hugo.go_on(*UP_TO_CHECK)
    draft = hugo.draft_url
    confirmed, _ = at_once(
        lambda: hugo.answer().status_code,
        lambda: hugo.client.post(f"{draft}throw-away/", headers=hugo.headers).status_code,
    )
    assert confirmed in (200, 404)
    assert Event.objects.count() == Draft.objects.exclude(submitted_at=None).count() == int(confirmed == 200)
