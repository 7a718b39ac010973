"""Transferring a teacher, as a tutor would: the guide, "Transferring schools" 1 to 7. Rules V1 to V7."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.models import EarlyRollOutMentor
from manage_training.domain.training.models import Placement, Role
from manage_training.journeys.models import Draft
from tests.factories.accounts import sign_in
from tests.factories.organisations import a_delivery_partner, a_lead_provider, an_agreement, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_placement, a_teacher, an_ect
from tests.factories.transfers import (
    AMBITION,
    SINCE,
    TEACH_FIRST,
    a_school_with,
    a_tutor_at,
    in_training_at,
    moved,
    trains,
)
from tests.factories.two_schools import beacon, ivan, leah
from tests.factories.years import every_year
from tests.journeys.browse import Browser

__all__ = ["beacon", "ivan", "leah"]
pytestmark = pytest.mark.django_db
LEAH, LEAHS_BIRTHDAY = "9200001", (3, 3, 1997)
IVAN, IVANS_BIRTHDAY = "9200002", (14, 2, 1990)


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)
    every_year()


@pytest.fixture
def acme():
    """Set up for both years, with one pair."""
    school = a_school_with("ACME Primary School", AMBITION)
    a_school_year(school, year=2022)
    trains(school, AMBITION, year=2022)
    return school


@pytest.fixture
def pages(acme, client):
    return signed_in(client, acme)


def signed_in(client, school):
    sign_in(client, a_tutor_at(school))
    return Browser(f"/schools/{school.urn}/transfer-in/", client=client)


def day(name, parts):
    """A date as a page's three inputs send it."""
    return {f"{name}__{part}": str(value) for part, value in zip(("day", "month", "year"), parts, strict=True)}


def who(trn=LEAH, date_of_birth=LEAHS_BIRTHDAY):
    return {"trn": trn, **day("date_of_birth", date_of_birth)}


TODAY = day("starts_on", (5, 9, 2022))


def as_far_as_the_programme(pages, identity=None, email="leah@acme.example"):
    pages.go_on(identity or who(), {"is_them": "yes"}, TODAY)
    return pages.answer(email=email)


def test_the_guide_from_the_year_tab_to_the_end(pages, acme, leah):
    """The walk of the guide: Add on the first tab, a teacher who is in the second year, and No."""
    ruth = a_mentor(a_teacher("Ruth Kaplan"), at=acme, since=SINCE)
    assert f'href="/schools/{acme.urn}/add-person/?year=2022"' in pages.client.get(f"/schools/{acme.urn}/").text
    pages.get(f"/schools/{acme.urn}/add-person/?year=2022")
    choices = ["A teacher transferring from another school where they&#39;ve started", "A new ECT", "A new mentor"]
    places = [pages.page.text.index(choice) for choice in choices]
    assert places == sorted(places)
    pages.answer(role="transfer")
    assert "Transfer a teacher to your school" in pages.words
    pages.answer()
    pages.answer(**who(trn=" 92 00 001 "))
    for words in ("Leah Morris", "Early career teacher", "2021 to 2022", "Teach First", "Inspire Teaching School Hub"):
        assert words in pages.words
    assert "Beacon" not in pages.words
    pages.answer(is_them="yes")
    assert "Leah Morris started in 2021 to 2022 and stays in that year" in pages.words
    pages.answer()
    pages.answer(**TODAY)
    pages.answer(email="leah@acme.example")
    pages.answer(mentor=str(ruth.pk))
    for words in (
        "Will Leah Morris continue with their current training programme?",
        "This is a different programme to other ECTs and mentors at your school.",
        "Lead provider Teach First Delivery partner Inspire Teaching School Hub",
        "Where possible the DfE encourages an ECT to continue induction with a consistent delivery partner.",
        "yes, they stay with Teach First and Inspire Teaching School Hub",
        "no, they move to Ambition Institute and Kings College London",
    ):
        assert words in pages.words
    pages.answer(continues="no")
    assert "Leah Morris will change to your school's training programme" in pages.words
    assert "Lead provider Ambition Institute Delivery partner Kings College London" in pages.words
    pages.answer()
    for words in ("Leah Morris", "5 September 2022", "leah@acme.example", "Ruth Kaplan", "2021 to 2022", "Ambition"):
        assert words in pages.words
    pages.answer()
    assert "Leah Morris has been transferred to your school" in pages.words
    joined = Placement.objects.get(school=acme, role=Role.ECT)
    assert joined.training.get().partnership.year_id == 2021
    leah.refresh_from_db()
    assert leah.finishes_on == date(2022, 9, 4)
    assert not Draft.objects.filter(submitted_at=None).exists(), "the draft that led here has gone with it"


def test_confirming_twice_transfers_once(pages, acme, leah):
    as_far_as_the_programme(pages)
    pages.answer(continues="yes")
    check = pages.url
    pages.answer()
    pages.send({})
    pages.get(check)
    assert "Leah Morris has been transferred to your school" in pages.words
    assert Placement.objects.filter(school=acme).count() == 1


# Where one has chosen another way


def test_a_new_ect_who_is_in_training_elsewhere_is_led_here_with_what_was_entered(pages, acme, leah):
    pages.get(f"/schools/{acme.urn}/add-person/?year=2022")
    pages.answer(role="ect")
    pages.answer(**who())
    assert "They are in training at another school" in pages.words
    assert "Beacon" not in pages.words
    pages.answer()
    assert "Is this the right person?" in pages.words
    pages.answer(is_them="yes")
    assert "stays in that year" in pages.words


def test_one_who_has_left_another_school_is_led_here_too(pages, acme, leah):
    Placement.objects.filter(pk=leah.pk).update(finishes_on=date(2022, 7, 21))
    leah.training.update(finishes_on=date(2022, 7, 21))
    pages.get(f"/schools/{acme.urn}/add-person/")
    pages.answer(role="ect")
    pages.answer(**who())
    assert "They have started training before" in pages.words
    pages.answer()
    assert "Is this the right person?" in pages.words


def test_who_is_new_here_is_led_to_adding_with_what_was_entered(pages, acme):
    pages.go_on(who("9100001", (12, 4, 1999)))
    assert "No other school has registered Priya Sharma" in pages.words
    pages.answer()
    assert "Who do you want to add?" in pages.words
    pages.answer(role="ect")
    assert "Is this the right person?" in pages.words
    assert "Priya Sharma" in pages.words


def test_who_is_here_already_is_shown(pages, acme):
    here = an_ect(a_teacher("Leah Morris", trn=LEAH), at=acme, since=SINCE)
    pages.go_on(who())
    assert "They are already registered at your school" in pages.words
    assert f"/schools/{acme.urn}/people/{here.pk}/" in pages.main


@pytest.mark.parametrize(
    ("trn", "words"),
    [("9999999", "could not find a teaching record with TRN 9999999"), ("9100014", "did not answer just now")],
)
def test_whom_the_record_does_not_confirm_is_added_to_be_checked_if_need_be(pages, trn, words):
    pages.go_on(who(trn, (17, 5, 1999)))
    assert words in pages.words
    pages.answer()
    pages.answer(role="ect")
    assert "What is their full name?" in pages.words


def test_a_wrong_date_of_birth_shows_nothing_of_them(pages, leah):
    pages.go_on(who(date_of_birth=(4, 3, 1997)))
    assert "What is their National Insurance number?" in pages.words
    assert "Leah" not in pages.words
    pages.answer(national_insurance_number="")
    assert "The details do not match" in pages.words
    assert "Leah" not in pages.words
    assert "Teach First" not in pages.words


def test_one_who_has_completed_induction_is_not_transferred(pages, beacon):
    in_training_at(beacon, a_teacher("Grace Okafor", trn="9100005"))
    pages.go_on(who("9100005", (21, 3, 1996)))
    assert "Grace Okafor has completed induction" in pages.words


def test_a_wrong_person_is_not_transferred(pages, leah):
    pages.go_on(who(), {"is_them": "no"})
    assert "Check the TRN and date of birth" in pages.words


# Years and days


def test_from_the_people_list_nothing_is_said_of_years(pages, leah):
    pages.go_on(who(), {"is_them": "yes"})
    assert "When does Leah Morris start at your school?" in pages.words


def test_where_nobody_knows_the_year_the_tutor_chooses(pages, beacon, acme):
    a_placement(a_teacher("Leah Morris", trn=LEAH), at=beacon, since=SINCE)
    pages.go_on(who(), {"is_them": "yes"})
    assert "In their second year, 2021 to 2022" in pages.words
    assert "In their first year, 2022 to 2023" in pages.words
    assert pages.answer().status_code == 422
    pages.answer(year="2021")
    pages.answer(**TODAY)
    pages.answer(email="leah@acme.example")
    assert "No training provider has confirmed yet that it trains Leah Morris" in pages.words
    pages.answer()
    pages.answer()
    assert Placement.objects.get(school=acme).training.get().year_id == 2021


@pytest.mark.parametrize("parts", [(1, 9, 2021), (6, 1, 2023), (31, 2, 2022), ("", "", "")], ids=str)
def test_a_start_date_that_cannot_be_says_what_can(pages, leah, parts):
    pages.go_on(who(), {"is_them": "yes"})
    assert pages.answer(**day("starts_on", parts)).status_code == 422
    assert "There is a problem" in pages.words


# The programme, by case (rule V6)


def test_the_same_pair_asks_nothing(client, leah):
    oak = a_school_with("Oakfield", TEACH_FIRST)
    pages = signed_in(client, oak)
    as_far_as_the_programme(pages)
    assert "Check your answers" in pages.words


def reaches(client, school, identity=None):
    pages = signed_in(client, school)
    as_far_as_the_programme(pages, identity)
    return pages


def test_one_provider_with_another_partner_is_said_so(client, leah):
    pages = reaches(client, a_school_with("Oakfield", ("Teach First", "Kings College London")))
    assert "Teach First is the lead provider of other ECTs and mentors at your school too" in pages.words
    assert "This is a different programme" not in pages.words


def test_a_school_without_a_provider_yet(client, leah):
    pages = reaches(client, a_school_with("Oakfield", None))
    assert "No training provider has confirmed yet that it trains people of their year at your school" in pages.words
    pages.answer(continues="no")
    assert "A training provider, not confirmed yet" in pages.words


@pytest.mark.parametrize(
    ("programme", "words"),
    [
        (Programme.CORE_INDUCTION, "Your school uses DfE accredited materials for other ECTs and mentors"),
        (Programme.DESIGN_OUR_OWN, "do not use a training provider that is funded by the DfE"),
    ],
)
def test_a_school_without_providers(client, leah, programme, words):
    pages = reaches(client, a_school_with("Oakfield", None, programme=programme))
    assert words in pages.words
    pages.answer(continues="yes")
    pages.answer()
    assert "Teach First with Inspire Teaching School Hub" in pages.words


def test_who_was_trained_with_materials(pages, beacon):
    materials = some_materials("UCL Institute of Education")
    in_training_at(beacon, a_teacher("Leah Morris", trn=LEAH), programme=Programme.CORE_INDUCTION, materials=materials)
    as_far_as_the_programme(pages)
    assert "has been trained without a training provider until now" in pages.words
    assert "DfE accredited materials, by UCL Institute of Education" in pages.words


def test_a_pair_that_works_together_no_more_is_left_without_a_choice(pages, beacon):
    pair = {"lead_provider": a_lead_provider("Capita"), "delivery_partner": a_delivery_partner("Closed Hub")}
    in_training_at(beacon, a_teacher("Leah Morris", trn=LEAH), **pair)
    as_far_as_the_programme(pages)
    assert "Capita and Closed Hub, who trained Leah Morris until now, do not train together" in pages.words


def test_the_pair_of_the_registration_year_where_the_school_was_not_there_before(client, leah):
    oak = a_school("Oakfield")
    a_school_year(oak, year=2022)
    trains(oak, AMBITION, year=2022)
    an_agreement(*AMBITION, year=2021)
    pages = reaches(client, oak)
    assert "no, they move to Ambition Institute and Kings College London" in pages.words
    pages.answer(continues="no")
    pages.answer()
    pages.answer()
    training = Placement.objects.get(school=oak).training.get()
    assert (training.partnership, training.lead_provider.name, training.year_id) == (None, "Ambition Institute", 2021)


def test_a_school_that_is_not_set_up_is_set_up_first_and_the_journey_goes_on(client, leah):
    pages = signed_in(client, a_school("Oakfield"))
    pages.go_on(who(), {"is_them": "yes"}, TODAY)
    assert "Set up your training first" in pages.words
    draft = pages.draft_url
    pages.answer()
    pages.answer(programme="design_our_own")
    pages.answer(body_kind="not_appointed")
    pages.answer()
    assert "Go on adding somebody" in pages.words
    pages.get(draft)
    pages.answer(email="leah@oak.example")
    assert "do not use a training provider that is funded by the DfE" in pages.words


def test_what_the_school_uses_changes_meanwhile_and_the_question_is_asked_again(pages, acme, leah):
    as_far_as_the_programme(pages)
    pages.answer(continues="no")
    pages.answer()
    assert "Check your answers" in pages.words
    acme.partnerships.filter(year=2021).update(ended_at="2022-09-05T09:00Z", ended_why="challenged")
    acme.partnerships.filter(year=2022).update(ended_at="2022-09-05T09:00Z", ended_why="challenged")
    pages.answer()
    assert "No training provider has confirmed yet that it trains people of their year" in pages.words
    assert not Placement.objects.filter(school=acme).exists()


# Mentors


def test_a_mentor_stays_at_both_schools(pages, acme, ivan):
    pages.go_on(who(IVAN, IVANS_BIRTHDAY), {"is_them": "yes"}, TODAY)
    assert "Where will Ivan Petrov mentor from then on?" in pages.words
    pages.answer(mentors_where="at_both")
    pages.answer(email="ivan@acme.example")
    assert "Will Ivan Petrov continue with their current training programme?" in pages.words
    assert "encourages an ECT" not in pages.words
    pages.answer(continues="yes")
    pages.answer()
    ivan.refresh_from_db()
    assert ivan.finishes_on is None
    assert Placement.objects.get(school=acme).training.get().lead_provider.name == "Teach First"


def test_a_mentor_who_was_trained_before_is_asked_nothing_of_programmes(pages, acme, beacon):
    EarlyRollOutMentor.objects.create(trn=IVAN)
    henry = a_placement(a_teacher("Ivan Petrov", trn=IVAN), at=beacon, role=Role.MENTOR, since=SINCE)
    Placement.objects.filter(pk=henry.pk).update(year=2021)
    pages.go_on(who(IVAN, IVANS_BIRTHDAY), {"is_them": "yes"}, TODAY, {"mentors_where": "here_only"})
    pages.answer(email="ivan@acme.example")
    assert "Check your answers" in pages.words
    assert "None, as a mentor who was trained before" in pages.words
    pages.answer()
    assert Placement.objects.get(school=acme).year_id == 2021


# Two schools, and unfinished ones


def test_who_comes_second_reads_so(pages, acme, leah, time_machine):
    as_far_as_the_programme(pages)
    pages.answer(continues="yes")
    time_machine.move_to("2022-09-05T10:05:00+01:00", tick=False)
    moved(leah, a_school_with("Oakfield", TEACH_FIRST))
    pages.answer()
    assert "Another school has reported Leah Morris too" in pages.words
    assert "Oakfield" not in pages.words
    assert not Placement.objects.filter(school=acme).exists()
    assert Message.objects.filter(kind="another_school_was_faster").count() == 1
    pages.get(pages.start)
    pages.go_on(who(), {"is_them": "yes"})
    assert pages.answer(**TODAY).status_code == 422, "who looks again reads that they have started elsewhere"


def test_an_unfinished_transfer_is_in_the_list_once(pages, acme, leah):
    pages.get(f"/schools/{acme.urn}/add-person/")
    pages.answer(role="transfer")
    pages.answer()
    pages.answer(**who())
    pages.answer(is_them="yes")
    pages.get(f"/schools/{acme.urn}/people/")
    assert pages.words.count("Throw away") == 1
    assert "the registration of Leah Morris" in pages.words
