"""A returning school sets up a new year: the guide, "Returning schools", 2 to 5. Rules P10 to P12."""

import logging

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.programmes.answer import expect_teachers
from manage_training.domain.programmes.models import Expects, SchoolYear
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.organisations import an_agreement, an_appropriate_body, some_materials
from tests.factories.partnerships import a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school, an_independent_school
from tests.factories.training import a_partnership
from tests.factories.years import a_year, every_year
from tests.journeys.browse import Browser

pytestmark = [pytest.mark.django_db]
YES, NO = {"expects": "yes"}, {"expects": "no"}
STAYS, CHANGES = {"changes": "no"}, {"changes": "yes"}
SAME_BODY = {"same_body": "yes"}


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def acme(db):
    every_year()
    school = a_school("ACME Primary School")
    a_school_year(school, year=2021, appropriate_body=an_appropriate_body())
    a_partnership(school, year=2021)
    an_agreement(year=2022)
    return school


@pytest.fixture
def hugo(acme):
    return a_tutor(at=acme, name="Hugo Furst", email="hugo.furst@acme.example")


@pytest.fixture
def pages(acme, hugo, client):
    sign_in(client, hugo)
    return Browser(f"/schools/{acme.urn}/years/2022/set-up/", client=client)


def of(school, client, year=2022):
    sign_in(client, a_tutor(at=school))
    return Browser(f"/schools/{school.urn}/years/{year}/set-up/", client=client)


def test_the_tab_of_a_year_that_is_not_set_up_is_the_guides_and_starts_here(pages, acme):
    pages.get(f"/schools/{acme.urn}/")
    assert (
        "ACME Primary School Manage your training 2022 to 2023 2021 to 2022 How to set up training for 2022 to 2023 "
        "You can do this later if you do not have the information you need yet. We need to know if: "
        "your school expects any ECTs in the next academic year "
        "you plan to change how you run training for any new ECTs "
        "You can change your answers later if you need to. It should only take a few minutes to get set up. Start now"
    ) in pages.words
    assert f'href="{pages.start}"' in pages.main


def test_the_walk_of_the_guide_ends_on_its_dashboard(pages, acme):
    pages.get(pages.start)
    assert "ACME Primary School Does your school expect any new ECTs in the next academic year?" in pages.words
    assert "Yes No We do not know yet" in pages.words
    assert pages.answer().status_code == 422
    assert "Select if your school expects any new ECTs" in pages.words
    pages.answer(**YES)
    assert (
        "ACME Primary School Are you planning to change your current training provider? "
        "Your DfE-funded lead provider Ambition Institute Your delivery partner Kings College London "
        "Read our guidance to check your options (opens in new window) . Yes No Continue"
    ) in pages.words
    assert pages.answer().status_code == 422
    assert "Select yes if you are planning to change your training provider" in pages.words
    pages.answer(**STAYS)
    assert "Will Ashcombe Teaching School Hub be your appropriate body in 2022 to 2023 too?" in pages.words
    pages.answer(**SAME_BODY)
    assert "Check your answers" in pages.words
    assert "stay with their year and their training provider" in pages.words
    assert "we will email" not in pages.words
    pages.answer()
    assert "You have set up your training Academic year 2022 to 2023" in pages.words
    assert "Training provider Ambition Institute Delivery partner Kings College London" in pages.words
    assert "choose a DfE-funded training provider as soon as possible Done" in pages.words
    assert "What happens next" in pages.words
    assert "Continue to manage your training" in pages.words
    pages.get(f"/schools/{acme.urn}/")
    assert (
        "Length of induction 2 years ECTs and mentors 0 Add an ECT or mentor Induction tutor Hugo Furst "
        "Change induction tutor Programme Training provider, funded by the DfE Change programme "
        "Training provider Ambition Institute Delivery partner Kings College London "
        "Appropriate body Ashcombe Teaching School Hub Change appropriate body"
    ) in pages.words


def test_the_same_submission_again_shows_the_same_result(pages, acme):
    pages.go_on(YES, STAYS, SAME_BODY)
    at_check, posted = pages.action, pages.carried
    for _ in range(2):
        pages.send(posted)
        assert "You have set up your training Academic year 2022 to 2023" in pages.words
        pages.get(pages.draft_url)
        pages.url = at_check
    assert Message.objects.filter(kind="training_submitted").count() == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [("no", "We have saved that you expect no new ECTs"), ("not_known", "We have saved that you do not know yet")],
)
def test_no_and_not_known_are_saved_by_one_answer_and_can_be_changed(pages, acme, answer, words):
    pages.go_on({"expects": answer})
    assert words in pages.words
    assert SchoolYear.objects.get(year=2022).expects == answer
    page = pages.get(f"/schools/{acme.urn}/years/2022/").content.decode()
    again = "change-programme/" if answer == "no" else "set-up/"
    assert f'href="/schools/{acme.urn}/years/2022/{again}"' in page
    pages.get(f"/schools/{acme.urn}/years/2022/{again}")
    assert "Does your school expect any new ECTs in the next academic year?" in pages.words
    pages.answer(**YES)
    pages.answer(**STAYS)
    pages.answer(**SAME_BODY)
    pages.answer()
    assert live_partnership(acme, a_year(2022))


def test_looking_at_a_page_saves_nothing(pages):
    pages.get(pages.start)
    pages.answer(**YES)
    pages.get(pages.url)
    assert not SchoolYear.objects.filter(year=2022).exists()


def test_changing_the_provider_asks_what_changes_and_tells_it(pages, acme):
    an_agreement("Ambition Institute", "EMTSH", year=2022)
    pages.go_on(YES, CHANGES)
    assert (
        "What are you planning to change in 2022 to 2023? This is about new ECTs and their mentors. Those who are in "
        "training already stay with Ambition Institute and Kings College London. "
        "Use another lead provider than Ambition Institute, funded by the DfE "
        "Stay with Ambition Institute, with another delivery partner "
        "Deliver your own programme using DfE accredited materials "
        "Design and deliver your own programme based on the Early Career Framework (ECF) Continue"
    ) in pages.words
    assert pages.answer().status_code == 422
    pages.answer(instead="other_provider")
    pages.answer(**SAME_BODY)
    assert "we will email Ambition Institute that you are changing this" in pages.words
    pages.answer()
    assert "Training provider Not confirmed yet. Choose a training provider as soon as possible." in pages.words
    assert Message.objects.get(kind="school_has_changed").to == "schools@ambition.example"
    pages.get(f"/schools/{acme.urn}/")
    assert "Choose a training provider as soon as possible. It will confirm this with us." in pages.words


def test_another_delivery_partner_is_to_be_confirmed_by_the_provider(pages, acme):
    an_agreement("Ambition Institute", "EMTSH", year=2022)
    pages.go_on(YES, CHANGES, {"instead": "other_partner"}, SAME_BODY, {})
    assert "agree with Ambition Institute who your delivery partner is" in pages.words
    pages.get(f"/schools/{acme.urn}/")
    assert "Training provider Ambition Institute Delivery partner Not confirmed yet" in pages.words
    assert "Ambition Institute will tell us who your delivery partner is." in pages.words


def test_a_pair_that_has_no_agreement_any_more_is_explained_with_the_choices(pages, acme):
    an_agreement(year=2022).delete()
    an_agreement("Ambition Institute", "EMTSH", year=2022)
    pages.go_on(YES, STAYS)
    assert "Ambition Institute and Kings College London do not work together in 2022 to 2023." in pages.words
    assert "You cannot stay with both for new ECTs." in pages.words
    assert "Stay with Ambition Institute, with another delivery partner" in pages.words
    pages.answer(instead="core_induction_programme")
    pages.answer(materials=str(some_materials().pk))
    pages.answer(**SAME_BODY)
    assert "Accredited materials Teach First" in pages.words
    pages.answer()
    assert SchoolYear.objects.get(year=2022).materials == some_materials()


def test_a_provider_without_any_partner_for_the_year_is_not_offered(pages):
    an_agreement(year=2022).delete()
    pages.go_on(YES, STAYS)
    assert "with another delivery partner" not in pages.words
    assert pages.answer(instead="other_partner").status_code == 422


@pytest.mark.parametrize("last_year", [Programme.CORE_INDUCTION, Programme.NO_EARLY_CAREER_TEACHERS])
def test_a_school_without_a_provider_last_year_is_asked_for_its_programme(client, last_year):
    every_year()
    an_agreement(year=2022)
    school = a_school()
    a_school_year(school, year=2021, programme=last_year)
    pages = of(school, client)
    pages.go_on(YES)
    assert "How do you want to run your training in 2022 to 2023?" in pages.words
    assert "We do not expect any early career teachers to join" not in pages.words  # asked before
    pages.answer(programme="full_induction_programme")
    assert "Which appropriate body will your ECTs be registered with?" in pages.words
    pages.answer(body_kind="not_appointed")
    pages.answer()
    assert "You have set up your training Academic year 2022 to 2023" in pages.words
    assert not Message.objects.filter(kind="school_has_changed").exists()


def test_a_school_that_is_not_funded_is_asked_its_own_list(client):
    every_year()
    school = an_independent_school("Riverside College")
    a_school_year(school, year=2021, programme=Programme.SCHOOL_FUNDED)
    pages = of(school, client)
    pages.go_on(YES)
    assert "Use a training provider funded by your school" in pages.words
    assert "funded by the DfE" not in pages.words
    assert pages.answer(programme="full_induction_programme").status_code == 422


def test_another_body_than_last_years_is_picked(pages):
    other = an_appropriate_body("Larkspur Teaching School Hub")
    pages.go_on(YES, STAYS, {"same_body": "no"}, {"body_kind": "teaching_school_hub"})
    pages.answer(appropriate_body=str(other.pk))
    pages.answer()
    assert SchoolYear.objects.get(year=2022).appropriate_body == other


def test_what_the_invitation_answered_is_not_asked_again(pages, acme):
    expect_teachers(acme, a_year(2022), Expects.YES, by=Actor("invitation"))
    pages.go_on(STAYS, SAME_BODY, {})
    assert "You have set up your training Academic year 2022 to 2023" in pages.words


def test_a_school_that_was_never_here_goes_on_to_the_programme(client):
    every_year()
    pages = of(a_school("New Academy"), client)
    pages.get(pages.start)
    assert pages.url.endswith("/years/2022/programme/")


def test_a_year_that_is_set_up_or_not_open_is_not_set_up_again(pages, acme):
    a_school_year(acme, year=2022)
    pages.get(pages.start)
    assert pages.url == f"/schools/{acme.urn}/years/2022/"
    assert pages.get(f"/schools/{acme.urn}/years/2023/set-up/").status_code == 404


def test_once_a_provider_has_reported_the_school_only_the_rest_is_asked(pages, acme):
    a_report(acme)
    pages.get(f"/schools/{acme.urn}/")
    assert "Answer what we still need to know" in pages.words
    assert f'href="{pages.start}"' in pages.main
    pages.go_on(NO)
    assert "A training provider has told us that it trains your new ECTs" in pages.words
    pages.get(pages.url.replace("provider-has-reported", "expects-ects"))
    pages.answer(**YES)
    assert "Will Ashcombe Teaching School Hub be your appropriate body" in pages.words
    pages.answer(**SAME_BODY)
    pages.answer()
    assert "You have set up your training Academic year 2022 to 2023" in pages.words
    pages.get(f"/schools/{acme.urn}/")
    assert "Answer what we still need to know" not in pages.words


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2022-08-31T22:59:59Z", "in the next academic year"),  # 23:59:59 in London
        ("2022-08-31T23:00:00Z", "in this academic year"),
        ("2023-05-31T12:00:00Z", "in this academic year"),  # registration for the next opens on 5 June
    ],
)
def test_once_the_year_has_begun_it_is_this_academic_year(acme, client, hugo, time_machine, today, words):
    time_machine.move_to(today, tick=False)
    sign_in(client, hugo)
    pages = Browser(f"/schools/{acme.urn}/", client=client)
    pages.get(pages.start)
    assert f"your school expects any ECTs {words}" in pages.words
    pages.get(f"/schools/{acme.urn}/years/2022/set-up/")
    assert f"Does your school expect any new ECTs {words}?" in pages.words


@pytest.mark.parametrize(
    ("today", "year"),
    [
        ("2022-04-30T12:00:00Z", 2021),
        ("2022-05-31T12:00:00Z", 2022),
        ("2022-06-01T12:00:00Z", 2022),
        ("2023-06-04T22:59:59Z", 2022),  # 23:59:59 in London, the day before registration opens
        ("2023-06-04T23:00:00Z", 2023),
        ("2024-02-29T12:00:00Z", 2023),
    ],
)
def test_the_first_tab_is_the_year_to_register_for(acme, client, hugo, time_machine, today, year):
    time_machine.move_to(today, tick=False)
    sign_in(client, hugo)
    pages = Browser(f"/schools/{acme.urn}/", client=client)
    pages.get(pages.start)
    assert f'<h2 class="govuk-heading-s">Dates for {year} to {year + 1}</h2>' in pages.main


def test_who_lost_a_race_is_told_what_it_says_now(pages, acme):
    pages.go_on(YES, STAYS, SAME_BODY)
    school_year = expect_teachers(acme, a_year(2022), Expects.NO, by=Actor("command"))
    assert pages.answer().status_code == 422
    assert "Somebody else has changed the answers for 2022 to 2023 since you looked" in pages.words
    assert SchoolYear.objects.get(year=2022).version == school_year.version


def test_a_body_or_materials_that_are_not_for_the_school_cannot_be_posted(pages):
    """Abuse case O3."""
    gone = an_appropriate_body("Gone Hub", last_year=2021)
    pages.go_on(YES, STAYS, {"same_body": "no"}, {"body_kind": "teaching_school_hub"})
    assert pages.answer(appropriate_body=str(gone.pk)).status_code == 422


def test_another_schools_draft_does_not_exist(pages, acme, client):
    """Abuse case O1: somebody of another school opens, answers or throws away what this one began."""
    pages.go_on(YES)
    draft = pages.draft_url
    other = of(a_school(), client)
    for url in (pages.url, draft, f"{draft}check/", other.start + draft.removeprefix(pages.start)):
        assert client.get(url).status_code == 404
        assert client.post(url, YES).status_code in (404, 405)
    assert client.post(f"{draft}throw-away/").status_code == 404


def test_neither_the_log_nor_the_provider_learns_of_persons(pages, acme, caplog):
    """Abuse case P1: ids only in the log; and a provider reads about the school, not about its tutor."""
    caplog.set_level(logging.DEBUG)
    pages.go_on(YES, CHANGES, {"instead": "other_provider"}, SAME_BODY, {})
    assert "You have set up your training" in pages.words
    to_provider = Message.objects.get(kind="school_has_changed")
    for text in (caplog.text, str(to_provider.values), str([*Event.objects.values_list("details", flat=True)])):
        assert "hugo" not in text.lower()
        assert "furst" not in text.lower()


def test_nothing_of_a_school_is_kept_by_a_shared_computer(pages, acme):
    """Abuse case P3."""
    pages.go_on(YES)
    for url in (pages.url, f"/schools/{acme.urn}/years/2022/dates.ics"):
        assert "no-store" in pages.client.get(url)["Cache-Control"]
