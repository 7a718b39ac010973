"""A returning school sets up a new year and changes its mind, in a real browser: the guide, "Returning schools"."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from tests.browser.at_work import AtWork
from tests.factories.accounts import a_tutor
from tests.factories.organisations import an_agreement, an_appropriate_body, some_materials
from tests.factories.partnerships import a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, a_teacher, an_ect
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db(transaction=True)
MATERIALS = "Deliver your own programme using DfE accredited materials"
OWN = "Design and deliver your own programme based on the Early Career Framework (ECF)"
ANOTHER_PARTNER = "Stay with Ambition Institute, with another delivery partner"
THE_SAME = "Stay with Ambition Institute and Kings College London"


@pytest.fixture(autouse=True)
def the_field(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00")
    every_year()
    an_agreement(year=2022)
    an_agreement("Ambition Institute", "EMTSH", year=2022)
    some_materials("Teach First")


def returns(page, axe, name="ACME Primary School", *, pair="Kings College London") -> AtWork:
    """Hugo of a school that was trained by Ambition Institute last year."""
    school = a_school(name)
    a_school_year(school, year=2021, appropriate_body=an_appropriate_body())
    a_partnership(
        school, year=2021, delivery_partner=an_agreement("Ambition Institute", pair, year=2021).delivery_partner
    )
    return AtWork(page, a_tutor(at=school, name="Hugo Furst"), axe)


def sets_up_like_the_guide(hugo: AtWork) -> None:
    hugo.opens("")
    assert "2022 to 2023 2021 to 2022 How to set up training for 2022 to 2023" in hugo.words
    hugo.presses("Start now")
    hugo.answers()
    assert hugo.page.title().startswith("Error: ")
    hugo.answers(expects="Yes")
    assert "Are you planning to change your current training provider?" in hugo.words
    hugo.answers()
    assert hugo.page.title().startswith("Error: ")
    hugo.answers(changes="No")
    hugo.answers(same_body="Yes")
    assert "Check your answers" in hugo.words
    hugo.answers()
    assert "You have set up your training" in hugo.words
    hugo.follows("Continue to manage your training")
    for words in (
        "Induction tutor Hugo Furst",
        "Training provider Ambition Institute",
        "Delivery partner Kings College",
    ):
        assert words in hugo.words


def test_a_year_is_set_up_on_a_computer_and_changed_with_who_follows_shown(page, axe):
    hugo = returns(page, axe)
    sets_up_like_the_guide(hugo)
    an_ect(a_teacher("Leah Morris"), at=hugo.school, since=date(2022, 6, 6))
    with page.expect_download() as file:
        page.get_by_role("link", name="Add these dates to your calendar").click()
    assert file.value.suggested_filename == f"training-dates-{hugo.school.urn}-2022.ics"
    for choice, then in ((ANOTHER_PARTNER, "will tell us who your delivery partner is"), (THE_SAME, "Kings College")):
        hugo.follows("Change programme")
        hugo.answers(programme=choice)
        assert "From today they follow the change: Leah Morris" in hugo.words
        hugo.answers()
        hugo.answers()
        assert "You have changed how you run your training" in hugo.words
        hugo.follows("Continue to manage your training")
        assert then in hugo.words
    hugo.follows("Change appropriate body")
    hugo.answers(body_kind="We have not appointed one yet")
    assert "No ECT of 2022 to 2023 follows your school’s choice yet" in hugo.words


def test_a_year_is_set_up_on_a_phone(phone, axe):
    sets_up_like_the_guide(returns(phone, axe))


def test_a_year_is_set_up_without_javascript(plain_page):
    sets_up_like_the_guide(returns(plain_page, None))


def test_what_changes_is_told_and_a_pair_that_has_ended_is_explained(page, axe):
    hugo = returns(page, axe)
    hugo.opens("years/2022/set-up/")
    hugo.answers(expects="Yes")
    hugo.answers(changes="Yes")
    hugo.answers()
    assert hugo.page.title().startswith("Error: ")
    hugo.answers(instead=MATERIALS)
    hugo.answers(materials="Teach First")
    hugo.answers(same_body="No")
    hugo.answers(body_kind="We have not appointed one yet")
    assert "we will email Ambition Institute" in hugo.words
    hugo.answers()
    assert "Accredited materials Teach First" in hugo.words

    rose = returns(page, axe, "Beacon Academy", pair="Larkspur Teaching School Hub")
    rose.opens("years/2022/set-up/")
    rose.answers(expects="Yes")
    rose.answers(changes="No")
    assert "Ambition Institute and Larkspur Teaching School Hub do not work together in 2022 to 2023." in rose.words
    rose.answers(instead=ANOTHER_PARTNER)
    rose.answers(same_body="Yes")
    rose.answers()
    assert "agree with Ambition Institute who your delivery partner is" in rose.words


def test_no_and_not_known_are_one_answer_and_another_programme_is_asked_for(page, axe):
    hugo = returns(page, axe)
    for answer, then in (("We do not know yet", "that you do not know yet"), ("No", "that you expect no new ECTs")):
        hugo.opens("years/2022/set-up/")
        hugo.answers(expects=answer)
        assert then in hugo.words
    hugo.follows("Continue to manage your training")
    hugo.follows("Change programme")
    assert "Does your school expect any new ECTs in the next academic year?" in hugo.words

    own = a_school_year(a_school("Hilltop School"), year=2021, programme=Programme.DESIGN_OUR_OWN).school
    tess = AtWork(page, a_tutor(at=own), axe)
    tess.opens("years/2022/set-up/")
    tess.answers(expects="Yes")
    assert "How do you want to run your training in 2022 to 2023?" in tess.words
    tess.answers(programme=OWN)
    tess.answers(body_kind="We have not appointed one yet")
    tess.answers()
    assert "agree your programme with your appropriate body before it starts" in tess.words


def test_a_report_leaves_the_rest_to_be_asked_and_is_agreed_before_it_is_left(page, axe):
    hugo = returns(page, axe)
    a_report(hugo.school)
    hugo.opens("")
    hugo.follows("Answer what we still need to know")
    hugo.answers(expects="No")
    assert "A training provider has told us that it trains your new ECTs" in hugo.words
    hugo.opens("years/2022/set-up/")
    hugo.answers(expects="Yes")
    hugo.answers(same_body="Yes")
    hugo.answers()
    hugo.follows("Continue to manage your training")
    hugo.follows("Change programme")
    assert "Have you agreed this change with Ambition Institute?" in hugo.words
    hugo.answers(agreed="No")
    assert "Agree the change with Ambition Institute first" in hugo.words
