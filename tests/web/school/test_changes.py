"""What a tutor changes later: the programme, the materials, the appropriate body, the induction tutor."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Origin
from manage_training.domain.programmes.models import SchoolYear
from tests.factories.accounts import a_tutor, a_user, sign_in
from tests.factories.organisations import an_agreement, an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_partnership, a_placement, a_teacher, an_ect, training_in
from tests.factories.years import a_year, every_year
from tests.journeys.browse import Browser

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def acme(db):
    every_year()
    return a_school("ACME Primary School")


@pytest.fixture
def hugo(acme, client):
    return a_tutor(at=acme, name="Hugo Furst", email="hugo.furst@acme.example")


@pytest.fixture
def at(acme, hugo, client):
    sign_in(client, hugo)
    return lambda page: Browser(f"/schools/{acme.urn}/{page}/", client=client)


def test_a_programme_is_changed_with_what_it_does_to_people_shown_first(acme, at):
    a_school_year(acme)
    an_ect(at=acme, since=date(2022, 6, 6))
    browser = at("years/2022/change-programme")
    browser.get(browser.start)
    assert "Use a training provider, funded by the DfE" not in browser.words  # it is what they have
    browser.answer(programme="design_our_own")
    assert "Your programme now Use a training provider, funded by the DfE" in browser.words
    assert "Your new programme Design and deliver your own programme based" in browser.words
    assert "The training of 1 person belongs to 2022 to 2023" in browser.words
    browser.answer()
    browser.answer()
    assert "You have changed how you run your training" in browser.words
    assert SchoolYear.objects.get().programme == Programme.DESIGN_OUR_OWN


def test_a_provider_that_reported_the_school_is_talked_to_first(acme, at):
    a_school_year(acme)
    reported = a_partnership(acme)
    reported.challenge_by = date(2022, 10, 31)
    reported.save()
    browser = at("years/2022/change-programme")
    browser.get(browser.start)
    assert "Ambition Institute told us on 20 June 2022 that it trains your early career teachers" in browser.words
    assert browser.answer().status_code == 422
    assert "Select yes if you have agreed this change with Ambition Institute" in browser.words
    browser.answer(agreed="no")
    assert "Agree the change with Ambition Institute first" in browser.words
    assert "schools@ambition.example" in browser.words
    browser.get(browser.url.replace("talk-first", "agreed"))
    browser.answer(agreed="yes")
    assert browser.answer().status_code == 422
    browser.answer(programme="other_provider")
    browser.answer()
    browser.answer()
    assert "Use another lead provider than Ambition Institute, funded by the DfE" in browser.words
    assert live_partnership(acme, a_year(2022)) is None


@pytest.mark.parametrize(
    ("today", "can_be_wrong"), [("2022-10-31T23:59:59Z", True), ("2022-11-01T00:00:00Z", False), ("2023-02-28", False)]
)
def test_a_report_can_be_said_to_be_wrong_until_its_last_day(acme, hugo, client, time_machine, today, can_be_wrong):
    a_school_year(acme)
    reported = a_partnership(acme)
    reported.challenge_by = date(2022, 10, 31)
    reported.save()
    time_machine.move_to(today, tick=False)
    sign_in(client, hugo)
    browser = Browser(f"/schools/{acme.urn}/years/2022/change-programme/", client=client)
    browser.get(browser.start)
    assert ("tell us by 31 October 2022" in browser.words) == can_be_wrong


def test_who_trains_the_school_is_changed_with_who_follows_by_name(acme, at):
    a_school_year(acme)
    continued = a_partnership(acme, origin=Origin.CONTINUED)
    an_agreement("Ambition Institute", "EMTSH")
    an_ect(a_teacher("Leah Morris"), at=acme, since=date(2022, 6, 6)).training.update(partnership=continued)
    browser = at("years/2022/change-programme")
    browser.get(browser.start)
    assert "Use another lead provider than Ambition Institute, funded by the DfE" in browser.words
    assert "Stay with Ambition Institute and Kings College London" not in browser.words  # they do
    browser.answer(programme="other_partner")
    assert "Ambition Institute with Kings College London" in browser.words
    assert "From today they follow the change: Leah Morris" in browser.words
    browser.answer()
    browser.answer()
    assert "Your choice is now: Stay with Ambition Institute, with another delivery partner." in browser.words
    browser = at("years/2022/change-programme")
    browser.get(browser.start)
    browser.answer(programme="same_pair")  # changed their mind
    browser.answer()
    browser.answer()
    live = live_partnership(acme, a_year(2022))
    assert live
    assert live.origin == Origin.CONTINUED


def test_a_school_that_expected_nobody_is_asked_everything(acme, at):
    a_school_year(acme, programme=Programme.NO_EARLY_CAREER_TEACHERS)
    browser = at("years/2022/change-programme")
    browser.get(browser.start)
    assert browser.url == f"/schools/{acme.urn}/years/2022/programme/"


def test_a_year_that_was_never_answered_has_nothing_to_change(acme, at):
    for page in ("change-programme", "materials", "appropriate-body"):
        browser = at(f"years/2022/{page}")
        assert browser.get(browser.start).status_code == 404


def test_materials_are_changed_with_who_follows_shown_first(acme, at):
    a_school_year(acme, programme=Programme.CORE_INDUCTION, materials=some_materials("Teach First"))
    leah = a_placement(a_teacher("Leah Morris"), at=acme, since=date(2022, 6, 6))
    training_in(leah, programme=Programme.CORE_INDUCTION, materials=some_materials("Teach First"))
    browser = at("years/2022/materials")
    browser.go_on({"materials": str(some_materials("Teach First").pk)})
    assert "You use these materials already, so this changes nothing" in browser.words
    browser.go_on({"materials": str(some_materials("UCL Institute of Education").pk)})
    assert "From today 1 person of 2022 to 2023 will use these materials: Leah Morris" in browser.words
    browser.answer()
    assert "You have changed your accredited materials" in browser.words
    assert str(leah.training.latest("starts_on").materials) == "UCL Institute of Education"
    assert str(SchoolYear.objects.get().materials) == "UCL Institute of Education"


def test_an_appropriate_body_is_appointed(acme, at):
    a_school_year(acme)
    hub = an_appropriate_body()
    browser = at("years/2022/appropriate-body")
    browser.go_on({"body_kind": "teaching_school_hub"}, {"appropriate_body": str(hub.pk)})
    assert "so this changes nothing for anybody" in browser.words
    browser.answer()
    assert "You have changed your appropriate body" in browser.words
    assert SchoolYear.objects.get().appropriate_body == hub


def test_another_appropriate_body_is_chosen_with_who_gets_it_shown_first(acme, at):
    ours, other, new = (an_appropriate_body(f"{name} Teaching School Hub") for name in ("Ashcombe", "Marlpit", "Weald"))
    a_school_year(acme, appropriate_body=ours)
    for name, body in (("Leah Morris", ours), ("Callum Reid", other)):
        training_in(a_placement(a_teacher(name), at=acme, since=date(2022, 6, 6)), appropriate_body=body)
    a_mentor(a_teacher("Ivan Petrov"), at=acme, since=date(2022, 6, 6))
    browser = at("years/2022/appropriate-body")
    browser.go_on({"body_kind": "teaching_school_hub"}, {"appropriate_body": str(new.pk)})
    assert "From today 1 ECT of 2022 to 2023 will have Weald Teaching School Hub: Leah Morris" in browser.words
    for somebody_else in ("Callum Reid", "Ivan Petrov"):
        assert somebody_else not in browser.words
    browser.answer()
    assert "You have changed your appropriate body" in browser.words


def test_a_tutor_names_a_successor_and_loses_access(acme, at):
    browser = at("induction-tutor")
    browser.go_on({"what": "replace"}, {"full_name": "Zoë O'Brien-Żółć"}, {"email": " zoe@acme.example "}, {})
    assert "The induction tutor has been changed" in browser.words
    assert [str(tutor.user) for tutor in tutors_of(acme)] == ["Zoë O'Brien-Żółć"]
    told = dict(Message.objects.values_list("to", "kind"))
    assert told == {
        "zoe@acme.example": "you_are_induction_tutor",
        "hugo.furst@acme.example": "you_are_no_longer_induction_tutor",
    }
    assert browser.client.get(f"/schools/{acme.urn}/").status_code == 302


def test_a_name_and_an_address_are_corrected(acme, at, hugo):
    browser = at("induction-tutor")
    browser.go_on({"what": "correct"})
    assert 'value="Hugo Furst"' in browser.main
    browser.answer(full_name="Hugo Fürst")
    assert 'value="hugo.furst@acme.example"' in browser.main
    browser.answer(email="hugo.fuerst@acme.example")
    browser.answer()
    hugo.user.refresh_from_db()
    assert (hugo.user.name, hugo.user.email) == ("Hugo Fürst", "hugo.fuerst@acme.example")


def test_an_address_of_somebody_with_another_name_is_asked_about_and_not_overwritten(acme, at):
    a_user("Rose River", "rose@river.example")
    browser = at("induction-tutor")
    browser.go_on({"what": "replace"}, {"full_name": "Rose Rivers"}, {"email": "rose@river.example"})
    assert "Is rose@river.example the email address of Rose Rivers?" in browser.words
    assert "Rose River " not in browser.words
    browser.answer(same_person="no")
    assert "Enter another email address" in browser.words
    browser.get(browser.draft_url)
    assert tutors_of(acme).get().user.name == "Hugo Furst"


def test_with_several_tutors_one_is_chosen_first(acme, at):
    rose = a_tutor(at=acme, name="Rose River")
    browser = at("induction-tutor")
    browser.get(browser.start)
    assert "Which induction tutor do you want to change?" in browser.words
    browser.answer(tutor=str(rose.pk))
    browser.answer(what="replace")
    browser.answer(full_name="Mo Adeyemi")
    browser.answer(email="mo@acme.example")
    browser.answer()
    assert {str(tutor.user) for tutor in tutors_of(acme)} == {"Hugo Furst", "Mo Adeyemi"}


def test_a_tutor_of_another_school_cannot_be_chosen(acme, at):
    a_tutor(at=acme)
    stranger = a_tutor(at=a_school())
    browser = at("induction-tutor")
    browser.get(browser.start)
    assert browser.answer(tutor=str(stranger.pk)).status_code == 422


def test_a_school_that_now_expects_nobody_sees_that_it_has_said_so(acme, at):
    a_school_year(acme)
    browser = at("years/2022/change-programme")
    browser.go_on({"programme": "no_early_career_teachers"}, {}, {})
    assert browser.place == "done"
    assert "You have changed how you run your training" in browser.words
