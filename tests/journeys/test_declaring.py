"""What the engine says to whoever declares a journey, and what its parts do on their own."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.schools.models import School
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import JOURNEYS, Journey
from manage_training.journeys.kept import keep, restore
from manage_training.journeys.path import walk
from manage_training.journeys.step import Step
from tests.factories.schools import a_school
from tests.journeys.sample_journeys import JOURNEY, StartDateForm, TeacherForm, WhoForm, opens, submit


def declare(name: str, *steps: Step) -> Journey:
    return Journey(name, *steps, area="sample", title="Declared", opens=opens, submit=submit)


# Declaring


def test_two_pages_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Two pages of twice have one name"):
        declare("twice", Step("who", WhoForm), Step("who", TeacherForm))


@pytest.mark.parametrize("name", ["check", "done", "throw-away"])
def test_a_step_does_not_take_the_name_of_the_engines_own_pages(name: str) -> None:
    with pytest.raises(ValueError, match="have one name"):
        declare("taken", Step(name, WhoForm))


def test_two_journeys_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="There is a journey sample already"):
        declare("sample", Step("who", WhoForm))


def test_a_field_does_not_take_the_name_of_something_that_answers_have() -> None:
    form = type("ValuesForm", (WhoForm,), {"values": WhoForm.base_fields["who"]})  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="Answers have a values of their own"):
        declare("values", Step("values", form))


def test_what_is_refused_is_not_registered() -> None:
    assert "twice" not in JOURNEYS
    assert "values" not in JOURNEYS


# Answers


def test_a_question_that_nobody_has_answered_answers_none() -> None:
    assert Answers({"starts_on"}, {}).starts_on is None


def test_a_name_that_no_step_asks_is_an_error() -> None:
    """Rule J1 rests on it: a misspelt condition must not pass for "not answered"."""
    with pytest.raises(AttributeError, match="No step of this journey asks 'start_on'"):
        assert Answers({"starts_on"}, {}).start_on


def test_a_step_sees_only_the_answers_before_it() -> None:
    seen: list[Any] = []
    steps = [
        Step("who", WhoForm, applies=lambda a: seen.append((a.who, a.starts_on)) is None),
        Step("start-date", StartDateForm, applies=lambda a: seen.append((a.who, a.starts_on)) is None),
    ]
    values = {"who": {"who": "ect"}, "start-date": {"starts_on": {"date": "2022-09-01"}}}
    path = walk(steps, Answers({"who", "starts_on"}, {}), lambda step, a: {"values": values[step.name]}, lambda a: True)
    assert seen == [(None, None), ("ect", None)]
    assert path.answers.starts_on == date(2022, 9, 1)


def test_a_row_is_read_once_and_one_in_hand_not_at_all(school: School, django_assert_num_queries: Any) -> None:
    other = a_school()
    context = {"school": keep(school), "other": keep(other)}
    a = Answers((), context, {("schools.school", school.pk): school})
    with django_assert_num_queries(1):
        assert a.school is school
        assert a.other == a.and_then({"who": "ect"}).other == other


# Keeping


@pytest.mark.parametrize(
    "value", [None, True, 7, "", "Łukasz", date(2022, 9, 1), ["a", 2], {"name": "Leah", "on": date(2022, 9, 1)}, []]
)
def test_what_a_draft_keeps_comes_back_as_it_was(value: object) -> None:
    assert restore(keep(value), {}) == value


def test_a_row_is_kept_as_its_id_and_is_none_once_it_is_gone(school: School) -> None:
    kept = keep(school)
    assert kept == {"row": "schools.school", "id": school.pk}
    assert restore(kept, {}) == school
    school.delete()
    assert restore(kept, {}) is None


def test_a_choice_comes_back_as_text_that_equals_it() -> None:
    assert restore(keep(Programme.CORE_INDUCTION), {}) == Programme.CORE_INDUCTION


def test_what_cannot_be_kept_is_said_to_whoever_wrote_the_form() -> None:
    with pytest.raises(TypeError, match="A draft cannot keep"):
        keep(SimpleNamespace())


def test_m1_only_a_steps_own_inputs_are_taken_from_what_is_posted() -> None:
    """Rule J7."""
    posted = MultiValueDict(
        {"starts_on-day": ["1"], "starts_on-hour": ["9"], "starts_on": ["x"], "starts_online": ["x"], "school": ["7"]}
    )
    assert Step("start-date", StartDateForm).typed(posted) == {"starts_on-day": ["1"]}


def test_m2_of_an_answer_sent_twice_the_last_counts_and_the_others_are_not_kept() -> None:
    posted = MultiValueDict({"starts_on-day": ["1"] * 1000 + ["2"], "starts_on-month": ["9"], "starts_on-year": []})
    assert Step("start-date", StartDateForm).typed(posted) == {"starts_on-day": ["2"], "starts_on-month": ["9"]}


# The path when another window has just changed it


def test_next_and_back_of_a_step_that_is_on_the_path_no_more_lead_to_where_it_ends() -> None:
    path = JOURNEY.path({}, {"what-you-need": {"typed": {}, "values": {}}})
    assert path.pages == ["what-you-need", "who"]
    assert path.after("start-date") == path.before("start-date") == "who"
    assert path.after("who") == "who"
    assert path.before("what-you-need") is None
