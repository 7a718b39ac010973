"""Adding an ECT or a mentor, as a tutor would: the guide, "First time registration" step 9. Rules T20 to T24 and R6."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.messages.models import Message
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.training.forget_details import forget_details
from manage_training.domain.training.models import Mentorship, Placement, TrainingPeriod
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_partnership, a_teacher, an_ect
from tests.factories.years import every_year
from tests.journeys.browse import Browser

pytestmark = [pytest.mark.django_db]

PRIYA = {"trn": "9100001", "date_of_birth": (12, 4, 1999)}


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)


@pytest.fixture
def beacon(db):
    every_year()
    school = a_school("Beacon Academy")
    a_school_year(school, appropriate_body=an_appropriate_body())
    a_partnership(school)
    return school


@pytest.fixture
def tess(beacon, client):
    tutor = a_tutor(at=beacon, name="Tess Taylor", email="tess.tutor@beacon.example")
    sign_in(client, tutor)
    return tutor


@pytest.fixture
def pages(beacon, tess, client):
    return Browser(f"/schools/{beacon.urn}/add-person/", client=client)


def day(name, parts):
    """A date as a page's three inputs send it."""
    return {f"{name}__{part}": str(value) for part, value in zip(("day", "month", "year"), parts, strict=True)}


def who(trn="9100001", date_of_birth=(12, 4, 1999)):
    return {"trn": trn, **day("date_of_birth", date_of_birth)}


def starts(*parts):
    return day("starts_on", parts)


FIRST_OF_SEPTEMBER = starts(1, 9, 2022)


def test_an_ect_is_added_in_eight_pages_with_proof(pages, beacon):
    ruth = a_mentor(a_teacher("Ruth Kaplan"), at=beacon, since=date(2022, 9, 1))
    pages.go_on({"role": "ect"}, who(trn=" 91 00 001 "))
    assert "Priya Sharma" in pages.words
    pages.answer(right_person="yes")
    pages.answer(email=" priya@beacon.example ")
    pages.answer(**FIRST_OF_SEPTEMBER)
    pages.answer(mentor=str(ruth.pk))
    for words in ("Priya Sharma", "priya@beacon.example", "1 September 2022", "Ruth Kaplan", "Ashcombe"):
        assert words in pages.words
    pages.answer()
    assert "Priya Sharma has been added" in pages.words
    assert "What happens next" in pages.words

    placement = Placement.objects.get(role="ect")
    assert (placement.teacher.trn, placement.email) == ("9100001", "priya@beacon.example")
    training = TrainingPeriod.objects.get(placement=placement)
    assert (training.year_id, training.partnership.lead_provider.name) == (2022, "Ambition Institute")
    assert training.appropriate_body.name == "Ashcombe Teaching School Hub"
    assert Mentorship.objects.get().mentor == ruth
    assert sorted(Message.objects.values_list("to", flat=True)) == ["priya@beacon.example", "tess.tutor@beacon.example"]
    assert not CheckInput.objects.exists()


def test_the_name_they_go_by_is_kept_beside_the_records(pages):
    pages.go_on({"role": "ect"}, who("9100002", (3, 11, 1998)))
    pages.answer(right_person="yes", preferred_name="John Baker")
    add_the_rest(pages)
    teacher = Teacher.objects.get(trn="9100002")
    assert (str(teacher), teacher.record_name) == ("John Baker", "Jonathan Baker")


def test_w10_a_wholly_different_name_needs_a_reason(pages):
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes", preferred_name="Zoë Żółć")
    assert "Why do they go by a different name?" in pages.words
    assert pages.answer(name_reason="").status_code == 422
    pages.answer(name_reason="She has married")
    add_the_rest(pages)
    assert str(Teacher.objects.get()) == "Zoë Żółć"


def test_a_wrong_person_is_not_added(pages):
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="no")
    assert "Check the TRN and date of birth" in pages.words


@pytest.mark.parametrize(
    ("trn", "born", "words"),
    [
        ("9100005", (21, 3, 1996), "Grace Okafor has completed induction"),
        ("9100006", (15, 5, 1995), "Dylan Hughes is exempt from induction"),
        ("9100007", (30, 1, 1994), "Marta Silva has not passed induction"),
        ("9100008", (8, 8, 1996), "You cannot add Owen Price"),
    ],
)
def test_w5_who_may_not_be_registered_stops_at_a_page_that_leads_on(pages, trn, born, words):
    pages.go_on({"role": "ect"}, who(trn, born))
    assert words in pages.words
    assert "prohibit" not in pages.words
    assert not Placement.objects.exists()


@pytest.mark.parametrize(
    ("trn", "born", "words"),
    [
        ("9999999", (12, 4, 1999), "We could not find a record with TRN 9999999"),
        ("9100011", (19, 6, 1998), "The record with TRN 9100011 is not in use any more"),
        ("9100014", (17, 5, 1999), "The teaching record did not answer just now"),
    ],
)
def test_whoever_cannot_be_found_is_saved_to_be_checked(pages, trn, born, words):
    pages.go_on({"role": "ect"}, who(trn, born))
    assert words in pages.words
    pages.answer(typed_name="Robin Unsure")
    add_the_rest(pages)
    assert "We check their details against the teaching record" in pages.words
    teacher = Teacher.objects.get()
    assert (teacher.identity, teacher.claimed_trn, str(teacher)) == (Identity.TO_BE_CHECKED, trn, "Robin Unsure")
    assert CheckInput.objects.get().teacher == teacher


def test_a_wrong_date_of_birth_asks_for_the_number_once(pages):
    pages.go_on({"role": "ect"}, who(date_of_birth=(4, 12, 1999)))
    assert "What is their National Insurance number?" in pages.words
    assert "Priya" not in pages.words
    pages.answer(national_insurance_number="ab 12 34 56 c")
    assert "Name on the record Priya Sharma TRN 9100001 National Insurance number As on the record" in pages.words
    pages.answer(right_person="no")
    assert "The TRN 9100001 and the National Insurance number are those of Priya Sharma." in pages.words


def test_without_the_number_they_are_saved_to_be_checked(pages):
    pages.go_on({"role": "ect"}, who(date_of_birth=(4, 12, 1999)), {"national_insurance_number": ""})
    assert "The details do not match the record with TRN 9100001" in pages.words
    pages.answer(typed_name="Priya Sharma")
    add_the_rest(pages)
    assert Teacher.objects.get().identity == Identity.TO_BE_CHECKED


def test_an_alert_that_is_no_prohibition_is_to_be_checked_and_stops_nobody(pages):
    pages.go_on({"role": "ect"}, who("9100016", (6, 6, 1998)))
    assert "has to be checked by the Department for Education" in pages.words
    pages.answer(right_person="yes")
    add_the_rest(pages)
    assert str(Teacher.objects.get()) == "Nadia Rahman"


def test_a_mentor_is_added_without_a_mentor_or_body(pages):
    pages.go_on({"role": "mentor"}, {"which_mentor": "somebody_else"}, who("9100012", (2, 2, 1993)))
    pages.answer(right_person="yes")
    pages.answer(email="helen@beacon.example")
    assert "When does Helen Ward start as a mentor?" in pages.words
    pages.answer(**FIRST_OF_SEPTEMBER)
    pages.answer()
    assert "Helen Ward has been added" in pages.words
    assert Placement.objects.get().role == "mentor"
    assert TrainingPeriod.objects.get().appropriate_body is None


def test_a_mentor_of_the_early_roll_out_mentors_without_training(pages):
    EarlyRollOutMentor.objects.create(trn="9100013")
    pages.go_on({"role": "mentor"}, {"which_mentor": "somebody_else"}, who("9100013", (9, 9, 1992)))
    pages.answer(right_person="yes")
    pages.answer(email="peter@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    pages.answer()
    assert "so they mentor without being trained again" in pages.words
    assert "training provider" not in pages.main
    assert Placement.objects.get().year_id == 2022
    assert not TrainingPeriod.objects.exists()


def test_the_tutor_as_mentor_is_advised_against_and_allowed(pages, tess):
    pages.go_on({"role": "mentor"}, {"which_mentor": "myself"})
    assert "Induction tutors should not be mentors" in pages.words
    pages.answer()
    pages.answer(**who("9100012", (2, 2, 1993)))
    pages.answer(right_person="yes")
    assert 'value="tess.tutor@beacon.example"' in pages.main


def test_w4_somebody_who_is_here_already_is_shown(pages, beacon):
    an_ect(a_teacher("Priya Sharma", trn="9100001"), at=beacon, since=date(2022, 9, 1))
    pages.go_on({"role": "ect"}, who())
    assert "They are already registered at your school" in pages.words
    assert "Open their record" in pages.words


def test_somebody_at_another_school_needs_a_transfer_and_the_school_is_not_named(pages):
    other = a_school("Secret School")
    an_ect(a_teacher("Priya Sharma", trn="9100001"), at=other, since=date(2021, 9, 1))
    pages.go_on({"role": "ect"}, who())
    assert "They are in training at another school" in pages.words
    assert "Secret School" not in pages.words


@pytest.mark.parametrize(
    "parts", [(31, 2, 2022), (1, 9, 202), (31, 8, 2021), (6, 9, 2023), ("", "", "")], ids=lambda parts: str(parts)
)
def test_w7_a_start_date_that_cannot_be_says_what_can(pages, parts):
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    assert pages.answer(**starts(*parts)).status_code == 422
    assert "There is a problem" in pages.words


def test_w7_nobody_starts_before_they_are_18(pages):
    pages.go_on({"role": "ect"}, who("9199999", (1, 9, 2004)))
    pages.answer(typed_name="Robin Young")
    pages.answer(email="robin@beacon.example")
    assert pages.answer(**starts(31, 8, 2022)).status_code == 422
    assert "Start date must be 1 September 2022 or later, when they are 18" in pages.words
    assert pages.answer(**starts(1, 9, 2022)).status_code == 200


@pytest.mark.parametrize("born", [(5, 9, 2022), (6, 9, 2004), (29, 2, 1999), (1, 1, 1900)], ids=lambda born: str(born))
def test_a_date_of_birth_that_cannot_be_says_so(pages, born):
    pages.go_on({"role": "ect"})
    assert pages.answer(**who(date_of_birth=born)).status_code == 422


def test_a_year_answered_no_is_set_up_first_too(pages, beacon):
    a_school_year(beacon, year=2021, programme=Programme.NO_EARLY_CAREER_TEACHERS)
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**starts(6, 9, 2021))
    assert "or has said that it expects no early career teachers" in pages.words
    pages.answer()
    assert "How do you want to run your training in 2021 to 2022?" in pages.words
    pages.answer(programme="design_our_own")
    pages.answer(body_kind="not_appointed")
    pages.answer()
    assert "Go on adding somebody" in pages.words
    assert SchoolYear.objects.get(school=beacon, year=2021).programme == Programme.DESIGN_OUR_OWN


def test_a_year_that_is_not_set_up_is_set_up_first_and_the_journey_goes_on(pages, beacon):
    """The answers are kept while the tutor says how the school runs its training."""
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**starts(6, 9, 2021))
    assert "Set up training for 2021 to 2022 first" in pages.words
    draft = pages.draft_url
    pages.answer()
    assert "How do you want to run your training in 2021 to 2022?" in pages.words
    pages.answer(programme="design_our_own")
    pages.answer(body_kind="not_appointed")
    pages.answer()
    assert "Go on adding somebody" in pages.words
    pages.get(draft)
    assert "Set up training for" not in pages.words
    a_school_year_of_2021 = beacon.years.get(year=2021)
    assert a_school_year_of_2021.programme == Programme.DESIGN_OUR_OWN


def test_o2_another_schools_mentor_cannot_be_posted(pages, beacon):
    a_mentor(at=beacon, since=date(2022, 9, 1))
    stranger = a_mentor(a_teacher("Secret Mentor"), at=a_school(), since=date(2022, 9, 1))
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    assert pages.answer(mentor=str(stranger.pk)).status_code == 422
    assert "Secret Mentor" not in pages.words


def test_w11_confirming_twice_registers_once(pages):
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    check = pages.url
    pages.answer()
    pages.send({})
    pages.get(check)
    assert "Priya Sharma has been added" in pages.words
    assert Placement.objects.count() == 1
    assert Message.objects.count() == 2


def test_submitting_asks_the_record_service_nothing(pages, settings):
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    asked = RecordCheck.objects.filter(draft_id__isnull=False).count()
    settings.TEACHING_RECORDS = "not.to.be.asked"
    add_the_rest(pages)
    assert "Priya Sharma has been added" in pages.words
    assert RecordCheck.objects.filter(draft_id__isnull=False).count() == asked


def test_details_that_were_deleted_meanwhile_are_looked_up_again(pages, time_machine):
    """What was given to find a record goes after 90 days; a draft that is gone on with lives longer (T28, J10)."""
    pages.go_on({"role": "ect"}, who())
    time_machine.move_to("2022-11-05T10:00:00+00:00", tick=False)
    sign_in(pages.client, Membership.objects.get())
    pages.get(pages.draft_url)
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    check = pages.url
    time_machine.move_to("2022-12-05T10:00:00+00:00", tick=False)
    sign_in(pages.client, Membership.objects.get())
    assert forget_details() == 1
    pages.get(check)
    pages.answer()
    assert "Priya Sharma has been added" in pages.words


def test_another_window_that_tries_another_date_of_birth_keeps_nobody_from_confirming(pages):
    """What it typed is refused, as this window had answered first; the look at the record has been made by then."""
    pages.go_on({"role": "ect"})
    identity, stale = pages.url, pages.carried
    pages.answer(**who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    other = pages.client.post(
        identity, stale | {k.replace("__", "-"): v for k, v in who(date_of_birth=(1, 1, 1990)).items()}
    )
    assert other.status_code == 409
    pages.answer()
    assert "Priya Sharma has been added" in pages.words


def test_w3_ten_look_ups_that_match_nobody_are_enough_for_an_hour(pages, tess, beacon, caplog):
    """Stepping through dates of birth stops and is written down, and what was typed is kept."""
    pages.go_on({"role": "ect"})
    for number in range(10):
        pages.answer(**who(f"99999{number:02d}"))
        pages.get(pages.draft_url + "identity/")
    assert pages.answer(**who("9999990")).status_code == 422
    assert "go on in" in pages.words
    assert 'value="9999990"' in pages.main
    assert f"look-ups of teachers refused user={tess.user_id} school={beacon.pk}" in caplog.text
    assert "9999990" not in caplog.text


def test_w3_an_outage_of_the_record_service_is_no_fishing(pages):
    """A school is never sent away because somebody else's service is down, however many it has to add (rule R6)."""
    for number in range(11):
        pages.go_on({"role": "ect"}, who("9100014", (1 + number, 5, 1999)))
        assert "The teaching record did not answer just now" in pages.words


def add_the_rest(pages):
    """The questions behind the name, answered as simply as can be."""
    pages.answer(email="teacher@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    pages.answer()
