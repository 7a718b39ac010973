"""Rule P5: what a school still has to do, in the guide's words."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.programmes.models import Expects
from manage_training.domain.programmes.next_steps import NextStep, next_steps
from tests.factories.organisations import an_agreement, an_appropriate_body, reference_data
from tests.factories.programmes import a_school_year

pytestmark = pytest.mark.django_db


def test_with_a_training_provider_the_guides_three_items_are_to_do():
    reference_data()
    assert next_steps(a_school_year(programme=Programme.FULL_INDUCTION)) == [
        NextStep("choose one of the 6 DfE-funded training providers as soon as possible", done=False),
        NextStep("tell us each ECT and mentor's name and email address as soon as possible", done=False),
        NextStep("have an appropriate body in place", done=False),
    ]


def test_what_is_done_is_shown_as_done_and_not_left_out():
    school_year = a_school_year(programme=Programme.FULL_INDUCTION, appropriate_body=an_appropriate_body())
    steps = next_steps(school_year, provider_confirmed=True, people=2)
    assert [step.done for step in steps] == [True, True, True]


def test_the_number_of_providers_is_that_of_the_years_agreements():
    for partner in ("Kings College London", "Three Rivers Teaching School Hub"):
        an_agreement("Ambition Institute", partner, year=2022)
    an_agreement("Teach First", "Inspire Teaching School Hub", year=2021)
    an_agreement("Capita", "Kings College London", year=2022)
    assert next_steps(a_school_year(year=2022))[0].words.startswith("choose one of the 2 DfE-funded")


@pytest.mark.parametrize("agreements", [0, 1])
def test_where_there_are_not_several_providers_no_number_is_said(agreements: int):
    for _ in range(agreements):
        an_agreement(year=2022)
    first = next_steps(a_school_year(year=2022))[0].words
    assert first == "choose a DfE-funded training provider as soon as possible"


@pytest.mark.parametrize(
    ("programme", "first"),
    [
        (Programme.CORE_INDUCTION, NextStep("choose accredited materials", done=True)),
        (
            Programme.SCHOOL_FUNDED,
            NextStep("choose a training provider and arrange how your school pays for it", done=False),
        ),
        (
            Programme.DESIGN_OUR_OWN,
            NextStep("agree your programme with your appropriate body before it starts", done=False),
        ),
    ],
)
def test_other_programmes_have_items_that_are_true_for_them(programme: Programme, first: NextStep):
    steps = next_steps(a_school_year(programme=programme))
    assert steps[0] == first
    assert steps[-1] == NextStep("have an appropriate body in place", done=False)
    assert not any("DfE-funded" in step.words for step in steps)


@pytest.mark.parametrize(
    ("programme", "expects"), [(Programme.NO_EARLY_CAREER_TEACHERS, Expects.NO), (None, Expects.NOT_KNOWN)]
)
def test_without_teachers_or_programme_there_is_nothing_to_do(programme: Programme | None, expects: Expects):
    assert next_steps(a_school_year(programme=programme, expects=expects)) == []
