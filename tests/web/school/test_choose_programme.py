"""How a school says for the first time how it runs its training: the guide, "First time registration", step 8."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.programmes.models import Expects, SchoolYear
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.organisations import a_lead_provider, an_agreement, an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school, an_independent_school
from tests.factories.years import every_year
from tests.journeys.browse import Browser

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def acme(db):
    every_year()
    for name in ("Ambition Institute", "Best Practice Network", "Capita", "Teach First", "UCL", "EDT"):
        an_agreement(name, "Kings College London")
    an_agreement("Ambition Institute", "Inspire Teaching School Hub")
    a_lead_provider("Without an agreement this year")
    return a_school("ACME Primary School")


def at(school, client, *, year=2022, page="programme"):
    sign_in(client, a_tutor(at=school, name="Hugo Furst", email="hugo.furst@acme.example"))
    return Browser(f"/schools/{school.urn}/years/{year}/{page}/", client=client)


def test_the_question_and_its_answers_are_the_guides(acme, client):
    browser = at(acme, client)
    browser.get(browser.start)
    for words in (
        "ACME Primary School",
        "How do you want to run your training in 2022 to 2023?",
        "If you're not sure which option to choose, "
        "check our guidance on statutory changes and new training programmes",
        "You can also contact your appropriate body",
        "Use a training provider, funded by the DfE Deliver your own programme using DfE accredited materials "
        "Design and deliver your own programme based on the Early Career Framework (ECF) "
        "We do not expect any early career teachers to join",
    ):
        assert words in browser.words


def test_a_school_that_is_not_funded_has_its_own_list(acme, client):
    browser = at(an_independent_school("Riverside College"), client)
    browser.get(browser.start)
    assert "Use a training provider funded by your school" in browser.words
    assert "funded by the DfE" not in browser.words


def test_a_training_provider_and_an_appropriate_body_are_submitted_with_proof(acme, client):
    hub = an_appropriate_body()
    browser = at(acme, client)
    browser.go_on({"programme": "full_induction_programme"}, {"body_kind": "teaching_school_hub"})
    browser.answer(appropriate_body=str(hub.pk))
    assert "Use a training provider, funded by the DfE" in browser.words
    assert "Ashcombe Teaching School Hub" in browser.words
    browser.answer()
    for words in (
        "You've submitted your training information",
        "Academic year 2022 to 2023",
        "What to do next",
        "You need to:",
        "choose one of the 6 DfE-funded training providers as soon as possible",
        "tell us each ECT and mentor's name and email address as soon as possible",
        "have an appropriate body in place Done",
        "Read our guidance (opens in a new tab) to find out how to complete these steps.",
        "You do not need to let the DfE know which provider you choose. Your training provider will contact us to "
        "arrange funding.",
        "Each ECT must be registered with an appropriate body too.",
        "Continue to manage your training",
    ):
        assert words in browser.words
    answered = SchoolYear.objects.get()
    assert (answered.programme, answered.expects, answered.appropriate_body) == ("full_induction_programme", "yes", hub)
    assert Event.objects.filter(kind="programme_chosen").count() == 1
    assert Message.objects.get(kind="training_submitted").to == "hugo.furst@acme.example"


def test_an_appropriate_body_can_wait(acme, client):
    browser = at(acme, client)
    browser.go_on({"programme": "design_our_own"}, {"body_kind": "not_appointed"})
    assert "Not appointed yet" in browser.words
    browser.answer()
    assert SchoolYear.objects.get().appropriate_body is None
    assert "have an appropriate body in place" in browser.words


def test_accredited_materials_are_chosen_by_name(acme, client):
    materials = some_materials("UCL Institute of Education")
    browser = at(acme, client)
    browser.go_on(
        {"programme": "core_induction_programme"}, {"materials": str(materials.pk)}, {"body_kind": "not_appointed"}
    )
    assert "UCL Institute of Education" in browser.words
    browser.answer()
    assert SchoolYear.objects.get().materials == materials


def test_no_early_career_teachers_is_confirmed_in_words(acme, client):
    browser = at(acme, client)
    browser.go_on({"programme": "no_early_career_teachers"})
    assert "You do not expect any early career teachers to join in 2022 to 2023" in browser.words
    browser.answer()
    browser.answer()
    assert SchoolYear.objects.get().expects == Expects.NO
    assert "You do not need to do anything else for 2022 to 2023" in browser.words


def test_each_question_that_is_not_answered_says_what_to_do(acme, client):
    browser = at(acme, client)
    browser.get(browser.start)
    assert browser.answer().status_code == 422
    assert "Select how you want to run your training" in browser.words
    assert "Error: How do you want to run your training" in browser.words


def test_o3_a_body_of_another_kind_or_year_cannot_be_posted(acme, client):
    """An appropriate body that is inactive this year, or of another kind."""
    gone = an_appropriate_body("Gone Hub", last_year=2021)
    an_appropriate_body()
    browser = at(acme, client)
    browser.go_on({"programme": "design_our_own"}, {"body_kind": "teaching_school_hub"})
    assert browser.answer(appropriate_body=str(gone.pk)).status_code == 422
    assert "Select a teaching school hub" in browser.words


def test_a_programme_that_is_not_offered_cannot_be_posted(acme, client):
    browser = at(acme, client)
    browser.get(browser.start)
    assert browser.answer(programme="school_funded_induction_programme").status_code == 422


def test_a_year_that_is_not_open_cannot_be_answered(acme, client):
    assert at(acme, client, year=2023).client.get(f"/schools/{acme.urn}/years/2023/programme/").status_code == 404


def test_who_lost_a_race_is_told_what_it_says_now(acme, client):
    browser = at(acme, client)
    browser.go_on({"programme": "design_our_own"}, {"body_kind": "not_appointed"})
    a_school_year(acme, programme=Programme.CORE_INDUCTION)
    assert browser.answer().status_code == 422
    assert "Deliver your own programme using DfE accredited materials" in browser.words
    assert SchoolYear.objects.get().programme == Programme.CORE_INDUCTION


def test_a_question_takes_three_queries(acme, client, django_assert_max_num_queries):
    """Session, the person with their school, the draft. The first page also reads the year and what was answered."""
    browser = at(acme, client)
    browser.go_on({"programme": "no_early_career_teachers"})
    with django_assert_max_num_queries(3):
        client.get(browser.url)
    with django_assert_max_num_queries(4):
        client.get(browser.start)
