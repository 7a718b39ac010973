"""How a school runs its training and what its tutor changes, in a real browser: the guide, steps 8 and after 9."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import tutors_of
from tests.browser.at_work import AtWork
from tests.factories.accounts import a_tutor
from tests.factories.organisations import an_agreement, an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school, an_independent_school
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db(transaction=True)
FUNDED = "Use a training provider, funded by the DfE"
MATERIALS = "Deliver your own programme using DfE accredited materials"
OWN = "Design and deliver your own programme based on the Early Career Framework (ECF)"
NOBODY = "We do not expect any early career teachers to join"


@pytest.fixture
def acme(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00")
    every_year()
    an_agreement("Ambition Institute", "Kings College London")
    an_appropriate_body()
    some_materials("Teach First")
    some_materials("UCL Institute of Education")
    return a_school("ACME Primary School")


def hugo(page, axe, school):
    return AtWork(page, a_tutor(at=school, name="Hugo Furst", email="hugo.furst@acme.example"), axe)


def sets_up_with_a_provider(tutor: AtWork) -> None:
    tutor.opens("")
    assert "How do you want to run your training in 2022 to 2023?" in tutor.words
    tutor.answers()
    assert tutor.page.title().startswith("Error: ")
    tutor.answers(programme=FUNDED)
    tutor.answers(body_kind="A teaching school hub")
    tutor.answers(appropriate_body="Ashcombe Teaching School Hub")
    assert "Check your answers" in tutor.words
    tutor.answers()
    assert "You've submitted your training information" in tutor.words
    tutor.follows("Continue to manage your training")
    for words in ("Manage your training", "Length of induction 2 years", "Induction tutor Hugo Furst"):
        assert words in tutor.words
    tutor.follows("What has happened")
    assert "Hugo Furst said how the school runs its training" in tutor.words


def test_a_provider_is_chosen_on_a_computer(page, axe, acme):
    sets_up_with_a_provider(hugo(page, axe, acme))


def test_a_provider_is_chosen_on_a_phone(phone, axe, acme):
    sets_up_with_a_provider(hugo(phone, axe, acme))


def test_a_provider_is_chosen_without_javascript(plain_page, acme):
    sets_up_with_a_provider(hugo(plain_page, None, acme))


def test_materials_are_chosen_and_later_others(page, axe, acme):
    tutor = hugo(page, axe, acme)
    tutor.opens("")
    tutor.answers(programme=MATERIALS)
    tutor.answers(materials="Teach First")
    tutor.answers(body_kind="We have not appointed one yet")
    tutor.answers()
    tutor.follows("Continue to manage your training")
    tutor.follows("Change accredited materials")
    tutor.answers(materials="UCL Institute of Education")
    tutor.answers()
    assert "You have changed your accredited materials" in tutor.words


def test_nobody_is_expected_and_then_somebody_is(page, axe, acme):
    tutor = hugo(page, axe, acme)
    tutor.opens("")
    tutor.answers(programme=NOBODY)
    assert "You do not expect any early career teachers to join in 2022 to 2023" in tutor.words
    tutor.answers()
    tutor.answers()
    tutor.follows("Continue to manage your training")
    assert "No early career teachers" in tutor.words
    tutor.follows("Change programme")
    tutor.answers(programme=OWN)
    tutor.answers(body_kind="We have not appointed one yet")
    tutor.answers()
    assert "You've submitted your training information" in tutor.words


def test_a_programme_and_a_body_are_changed(page, axe, acme):
    a_school_year(acme, programme=Programme.DESIGN_OUR_OWN)
    tutor = hugo(page, axe, acme)
    tutor.opens("")
    tutor.follows("Change programme")
    tutor.answers(programme=FUNDED)
    tutor.answers()
    tutor.answers()
    assert "You have changed how you run your training" in tutor.words
    tutor.follows("Continue to manage your training")
    tutor.follows("Change appropriate body")
    tutor.answers(body_kind="A teaching school hub")
    tutor.answers()
    assert tutor.page.title().startswith("Error: ")
    tutor.answers(appropriate_body="Ashcombe Teaching School Hub")
    tutor.answers()
    assert "You have changed your appropriate body" in tutor.words


def test_a_tutor_corrects_a_name_and_names_a_successor(page, axe, acme):
    a_school_year(acme)
    tutor = hugo(page, axe, acme)
    tutor.opens("")
    tutor.follows("Change induction tutor")
    tutor.answers()
    assert tutor.page.title().startswith("Error: ")
    tutor.page.get_by_label("The name or email address of Hugo Furst is not right").check()
    tutor.answers()
    tutor.answers(full_name="Hugo Fürst")
    tutor.answers()
    tutor.answers()
    assert "The induction tutor has been changed" in tutor.words
    tutor.opens("induction-tutor/")
    tutor.page.get_by_label("Somebody else is the induction tutor now").check()
    tutor.answers()
    tutor.answers(full_name="Zoë O'Brien-Żółć")
    tutor.answers(email="not an address")
    assert tutor.page.title().startswith("Error: ")
    tutor.answers(email=" zoe@acme.example ")
    tutor.answers()
    assert "The induction tutor has been changed" in tutor.words
    assert [str(each.user) for each in tutors_of(acme)] == ["Zoë O'Brien-Żółć"]
    tutor.follows("Continue to manage your training")
    assert "Sign in" in tutor.words


def test_a_school_that_is_not_funded_is_asked_its_own_list(page, axe, acme):
    tutor = AtWork(page, a_tutor(at=an_independent_school("Riverside College")), axe)
    tutor.opens("")
    assert "Use a training provider funded by your school" in tutor.words
    assert "funded by the DfE" not in tutor.words


def test_a_tutor_of_two_schools_chooses_and_switches(page, axe, acme):
    tutor = hugo(page, axe, acme)
    other = a_tutor(tutors_of(acme).get().user, at=a_school("Beacon Academy")).school
    for school in (acme, other):
        a_school_year(school)
    page.goto("/schools/")
    tutor.look()
    tutor.follows("Beacon Academy")
    assert "Beacon Academy Manage your training" in tutor.words
    page.goto("/schools/")
    tutor.follows("ACME Primary School")
    assert "ACME Primary School Manage your training" in tutor.words
