"""Rules C1 and C2: which schools a campaign is for is data, and every fact of it means what it says."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.campaigns.audience import schools_to_ask
from manage_training.domain.campaigns.descriptions import description, read
from manage_training.domain.programmes.models import Expects
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.eligibility import MAY_BE_MAILED, Status
from manage_training.domain.schools.models import School
from tests.domain.schools.test_eligibility import TYPES
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import (
    a_closed_school,
    a_local_authority,
    a_school,
    a_school_that_is_not_eligible,
    an_independent_school,
)
from tests.factories.training import a_partnership

CHILDRENS_CENTRE = 47
NOT_KNOWN_YET = {"programme": None, "expects": Expects.NOT_KNOWN}
YES_ONLY = {"programme": None, "expects": Expects.YES}
NOBODY = {"programme": Programme.NO_EARLY_CAREER_TEACHERS}


def names(audience, year=2022) -> list[str]:
    return sorted(schools_to_ask(audience, year).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("answer", "asked_about_ects", "asked_about_bodies"),
    [
        (None, True, False),
        (NOT_KNOWN_YET, True, False),
        (YES_ONLY, True, True),
        (NOBODY, False, False),
        ({"programme": Programme.FULL_INDUCTION}, False, True),
        ({"programme": Programme.CORE_INDUCTION}, False, True),
        ({"programme": Programme.DESIGN_OUR_OWN}, False, True),
    ],
    ids=["nothing", "we do not know yet", "yes, no programme", "no", "funded", "materials", "own"],
)
@pytest.mark.parametrize("has_body", [False, True])
def test_who_is_asked_depends_on_what_the_school_has_answered(answer, has_body, asked_about_ects, asked_about_bodies):
    acme = a_school()
    if answer is not None:
        a_school_year(acme, appropriate_body=an_appropriate_body() if has_body else None, **answer)
    asked = {
        name: schools_to_ask(description(name).audience, 2022).exists()
        for name in ("tell-us-about-ects", "appoint-an-appropriate-body")
    }
    assert asked == {
        "tell-us-about-ects": asked_about_ects,
        "appoint-an-appropriate-body": asked_about_bodies and not has_body,
    }


def test_what_a_school_answered_for_another_year_says_nothing():
    a_school_year(a_school("Beacon"), year=2021)
    assert names({"answered": False}) == ["Beacon"]
    assert names({"answered": True}, 2021) == ["Beacon"]


@pytest.mark.parametrize(
    ("school", "may_be_asked"),
    [
        (a_school, True),
        (an_independent_school, True),
        (lambda: a_school(status=Status.OPEN_BUT_PROPOSED_TO_CLOSE), True),
        (a_closed_school, False),
        (lambda: a_school(status=Status.PROPOSED_TO_OPEN), False),
        (a_school_that_is_not_eligible, False),
        (lambda: a_school(type_code=CHILDRENS_CENTRE), False),
        (lambda: a_school(district="W06000015"), False),
    ],
    ids=["open", "independent", "closing", "closed", "not open yet", "not eligible", "children's centre", "in Wales"],
)
def test_only_a_school_that_may_be_written_to_unasked_is_asked(school, may_be_asked):
    """Rule S5."""
    school()
    assert schools_to_ask({}, 2022).exists() is may_be_asked


def test_the_query_and_the_table_of_who_may_be_mailed_agree_on_every_school():
    """Rules S1 to S5."""
    School.objects.bulk_create(
        School(urn=10_000 + number, name="One of all", **facts) for number, facts in enumerate(every_kind_of_school())
    )
    mailable = set(School.objects.filter(MAY_BE_MAILED).values_list("urn", flat=True))
    assert [school for school in School.objects.all() if school.may_be_mailed != (school.urn in mailable)] == []
    assert 0 < len(mailable) < School.objects.count()


def every_kind_of_school():
    for type_code, _, _ in TYPES:
        for status in Status:
            for district in ("E07000012", "e07000012", "W06000015", "9999", ""):
                for section_41 in (False, True):
                    yield {"type_code": type_code, "status": status, "district": district, "section_41": section_41}


class TestEveryFact:
    @pytest.fixture(autouse=True)
    def schools(self, on_20_june_2022):
        aldshire = a_local_authority(901, "Aldshire")
        funded = a_school("Funded", local_authority=aldshire)
        a_school_year(funded, year=2021)
        a_school_year(funded, appropriate_body=an_appropriate_body())
        a_partnership(funded)
        materials = a_school("Materials")
        a_school_year(materials, programme=Programme.CORE_INDUCTION)
        a_school_year(a_school("Unsure"), **NOT_KNOWN_YET)
        self.urn = a_school("Silent").urn

    @pytest.mark.parametrize(
        ("audience", "expected"),
        [
            ({}, ["Funded", "Materials", "Silent", "Unsure"]),
            ({"answered": True}, ["Funded", "Materials"]),
            ({"answered": False}, ["Silent", "Unsure"]),
            ({"expects": ["not_known"]}, ["Unsure"]),
            ({"expects": ["yes", "not_known"]}, ["Funded", "Materials", "Unsure"]),
            ({"programme": ["core_induction_programme"]}, ["Materials"]),
            ({"last_programme": ["full_induction_programme"]}, ["Funded"]),
            ({"appropriate_body": True}, ["Funded"]),
            ({"appropriate_body": False}, ["Materials", "Silent", "Unsure"]),
            ({"training_provider": True}, ["Funded"]),
            ({"training_provider": False, "answered": True}, ["Materials"]),
            ({"local_authority": [901, 902]}, ["Funded"]),
        ],
    )
    def test_a_fact_finds_the_schools_of_which_it_is_true(self, audience, expected):
        assert names(audience) == expected

    def test_a_campaign_can_be_tried_out_on_some_schools(self):
        assert names({"answered": False, "urn": [self.urn]}) == ["Silent"]


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ('{ colour = "blue" }', "Nobody knows “colour” of a school"),
        ('{ answered = "no" }', "“answered” is 'no', but has to be true or false"),
        ('{ expects = "yes" }', "“expects” is 'yes', but has to be a list"),
        ("{ urn = [] }", "has to be a list of at least one"),
        ('{ urn = ["100001"] }', "“urn” holds '100001', but has to hold numbers"),
        ('{ programme = ["none"] }', "“programme” holds 'none', but has to hold some of core_"),
    ],
)
def test_an_audience_that_cannot_be_is_refused_in_words(audience, words):
    with pytest.raises(Refusal, match=words):
        read(f'[a-campaign]\nasks = "training"\nwrites_to = ["tutor"]\naudience = {audience}\n')


def test_a_campaign_that_nobody_described_is_refused_with_those_there_are():
    with pytest.raises(Refusal, match=r"No campaign is called hello. There are: tell-us-about-ects, appoint-an-"):
        description("hello")
