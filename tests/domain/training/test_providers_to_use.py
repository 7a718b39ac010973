"""Which question a school is asked about who trains somebody that joins it. Rules V5 and V6."""

import re

import pytest
from django.conf import settings

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.organisations.models import Agreement, DeliveryPartner, LeadProvider, Materials
from manage_training.domain.training.providers_to_use import (
    TABLE,
    Facts,
    Pair,
    Question,
    Way,
    choice_at,
    question_for,
)
from tests.factories.organisations import a_delivery_partner, a_lead_provider, an_agreement
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_teacher
from tests.factories.transfers import AMBITION, TEACH_FIRST, a_school_with, in_training_at, trains
from tests.factories.years import every_year

AMBITION_INSTITUTE, TEACH = LeadProvider(pk=1, name="Ambition Institute"), LeadProvider(pk=2, name="Teach First")
KINGS, INSPIRE, OTHER = (DeliveryPartner(pk=number, name=str(number)) for number in (1, 2, 3))
FULL, CORE, OWN = Programme.FULL_INDUCTION, Programme.CORE_INDUCTION, Programme.DESIGN_OUR_OWN

THEIRS = Way(FULL, Pair(TEACH, INSPIRE))
OURS = Way(FULL, Pair(AMBITION_INSTITUTE, KINGS))
WAITS = Way(FULL)
BOOKS = Way(CORE, materials=Materials(pk=1, name="UCL Institute of Education"))
OTHER_BOOKS = Way(CORE, materials=Materials(pk=2, name="Teach First"))
ON_OUR_OWN = Way(OWN)
PAID = Way(Programme.SCHOOL_FUNDED)

CASES = [
    # How they were trained, how the school trains, whether their pair goes on, what it is asked
    (THEIRS, THEIRS, True, Question.NONE),
    (THEIRS, OURS, True, Question.DIFFERENT),
    (Way(FULL, Pair(AMBITION_INSTITUTE, OTHER)), OURS, True, Question.OTHER_PARTNER),
    (Way(FULL, Pair(TEACH, KINGS)), OURS, True, Question.DIFFERENT),
    (THEIRS, WAITS, True, Question.NO_PROVIDER_YET),
    (THEIRS, BOOKS, True, Question.MATERIALS),
    (THEIRS, ON_OUR_OWN, True, Question.OWN_PROGRAMME),
    (THEIRS, PAID, True, Question.OWN_PROGRAMME),
    (THEIRS, OURS, False, Question.NOT_AVAILABLE),
    (THEIRS, WAITS, False, Question.NOT_AVAILABLE),
    (THEIRS, BOOKS, False, Question.NOT_AVAILABLE),
    (BOOKS, OURS, False, Question.NEVER_WITH_PROVIDER),
    (ON_OUR_OWN, OURS, False, Question.NEVER_WITH_PROVIDER),
    (BOOKS, OTHER_BOOKS, False, Question.NEVER_WITH_PROVIDER),
    (BOOKS, BOOKS, False, Question.NONE),
    (ON_OUR_OWN, ON_OUR_OWN, False, Question.NONE),
    (WAITS, WAITS, False, Question.NONE),
    (WAITS, OURS, False, Question.NOT_TRAINED_YET),
    (WAITS, BOOKS, False, Question.NOT_TRAINED_YET),
    (None, OURS, False, Question.NOT_TRAINED_YET),
    (None, WAITS, False, Question.NOT_TRAINED_YET),
]


@pytest.mark.parametrize(("theirs", "schools", "available", "asked"), CASES)
def test_the_question_follows_from_the_facts(theirs, schools, available, asked):
    assert question_for(Facts(theirs, schools, available)) == asked


def test_every_row_of_the_table_is_tried():
    assert {asked for *_, asked in CASES} == {row.question for row in TABLE} == set(Question)


def test_the_table_that_is_written_down_is_the_one_that_is_kept():
    written = re.findall(r"^\| `(\w+)` \|", (settings.ROOT / "docs/rules/transfers.md").read_text(), re.MULTILINE)
    assert written[: len(TABLE)] == [str(row.question) for row in TABLE]


@pytest.fixture
def acme(db, time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)
    every_year()
    return a_school("ACME Primary School")


@pytest.fixture
def leahs_training(acme):
    beacon = a_school_with("Beacon Academy", TEACH_FIRST)
    return in_training_at(beacon, a_teacher("Leah Morris")).training.get()


def asked(school, training):
    choice = choice_at(school, 2021, training)
    return choice.question if choice else None


def schools_way(school, training):
    choice = choice_at(school, 2021, training)
    return str(choice.schools) if choice else None


def test_the_provider_of_a_school_is_that_of_the_teachers_own_year(acme, leahs_training):
    """Though it trains the new ones with another."""
    for year, pair in ((2021, AMBITION), (2022, TEACH_FIRST)):
        a_school_year(acme, year=year)
        trains(acme, pair, year=year)
    choice = choice_at(acme, 2021, leahs_training)
    assert (choice.question, str(choice.schools)) == (
        Question.DIFFERENT,
        "Ambition Institute with Kings College London",
    )
    assert choice.partnership_for(choice.way(continues=False)).year_id == 2021
    assert choice.partnership_for(choice.way(continues=True)) is None


def test_else_it_is_that_of_the_registration_year_if_those_two_work_together_for_the_teachers_year(
    acme, leahs_training
):
    a_school_year(acme, year=2022)
    trains(acme, AMBITION, year=2022)
    assert asked(acme, leahs_training) == Question.NO_PROVIDER_YET
    an_agreement(*AMBITION, year=2021)
    choice = choice_at(acme, 2021, leahs_training)
    assert choice.question == Question.DIFFERENT
    assert choice.partnership_for(choice.way(continues=False)) is None, "it is carried over: the partnership is of 2022"


def test_a_year_that_the_school_has_answered_counts_before_the_one_to_register_for(acme, leahs_training):
    a_school_year(acme, year=2021, programme=OWN)
    a_school_year(acme, year=2022)
    trains(acme, AMBITION, year=2022)
    an_agreement(*AMBITION, year=2021)
    assert asked(acme, leahs_training) == Question.OWN_PROGRAMME


def test_a_year_without_teachers_is_no_answer(acme, leahs_training):
    a_school_year(acme, year=2021, programme=Programme.NO_EARLY_CAREER_TEACHERS)
    assert schools_way(acme, leahs_training) is None
    a_school_year(acme, year=2022, programme=CORE)
    assert schools_way(acme, leahs_training) == "DfE accredited materials, by Teach First"


def test_the_same_pair_asks_nothing_and_uses_the_schools_own_partnership(acme, leahs_training):
    a_school_year(acme, year=2021)
    trains(acme, TEACH_FIRST)
    choice = choice_at(acme, 2021, leahs_training)
    assert choice.question == Question.NONE
    assert choice.partnership_for(choice.way(None)).school == acme


def test_a_pair_that_works_together_no_more_cannot_go_on(acme, leahs_training):
    pair = {"lead_provider": a_lead_provider("Capita"), "delivery_partner": a_delivery_partner("Closed Hub")}
    carried = in_training_at(a_school(), a_teacher(), **pair).training.get()
    a_school_year(acme, year=2021)
    trains(acme, AMBITION)
    assert not Agreement.objects.filter(**pair).exists()
    assert asked(acme, carried) == Question.NOT_AVAILABLE


def test_a_school_that_has_answered_nothing_has_to_be_set_up_first(acme, leahs_training):
    assert choice_at(acme, 2021, leahs_training) is None


def test_who_was_trained_without_anything_joins_as_the_school_trains(acme):
    a_school_year(acme, year=2021)
    assert asked(acme, None) == Question.NOT_TRAINED_YET
