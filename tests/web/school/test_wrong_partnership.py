"""A tutor says on the dashboard that a report is wrong, and takes that back. Rules B6, B11 and B12."""

from datetime import date

import pytest
from django.test import Client

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.partnerships.models import Challenge, Partnership, Reason
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.change_programme import change_programme
from manage_training.journeys.kept import keep
from manage_training.journeys.models import Draft
from tests.factories.accounts import a_tutor, actor, sign_in
from tests.factories.partnerships import a_challenge, a_report
from tests.factories.schools import a_school
from tests.factories.training import an_ect
from tests.factories.years import every_year
from tests.journeys.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_14_september(time_machine):
    time_machine.move_to("2022-09-14T10:00:00+01:00", tick=False)


@pytest.fixture
def hugo():
    every_year()
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst")


@pytest.fixture
def reported(hugo) -> Partnership:
    return a_report(hugo.school)


@pytest.fixture
def year(hugo) -> str:
    return f"/schools/{hugo.school.urn}/years/2022/"


@pytest.fixture
def signed_in(client: Client, hugo):
    return sign_in(client, hugo)


def test_the_dashboard_says_until_when_to_tell_us(signed_in, reported, year):
    text = signed_in.get(year).text
    assert "Ambition Institute has told us that it trains your ECTs and mentors of 2022 to 2023." in text
    assert "tell us by 31 October 2022" in text
    assert f"{year}wrong-provider/" in text


def test_after_the_last_day_it_says_nothing_of_it(client, hugo, reported, year, time_machine):
    time_machine.move_to("2022-11-01T00:00:00+00:00", tick=False)
    signed_in = sign_in(client, hugo)
    assert "wrong-provider" not in signed_in.get(year).text
    assert signed_in.get(f"{year}wrong-provider/")["Location"] == year


def test_a_tutor_says_why_and_undoes_it(signed_in, reported, year, hugo):
    browser = Browser(f"{year}wrong-provider/", client=signed_in)
    browser.go_on({"reason": "do_not_recognise"}, {})
    assert "You have told us that this is wrong" in browser.words
    assert "until the end of 21 September 2022" in browser.words
    said = Challenge.objects.get()
    assert (said.reason, said.by) == (Reason.DO_NOT_RECOGNISE, hugo.user_id)

    text = signed_in.get(year).text
    assert "You have told us that Ambition Institute does not train your school" in text
    assert "you can undo it until the end of 21 September 2022" in text
    browser = Browser(f"{year}undo/", client=signed_in)
    browser.go_on({})
    assert "Ambition Institute trains your school again" in browser.words
    assert Partnership.objects.live().get().lead_provider == reported.lead_provider
    assert "tell us by 31 October 2022" in signed_in.get(year).text


def test_what_becomes_of_people_is_said_as_long_as_somebody_waits_for_a_provider(signed_in, reported, year, hugo):
    wait = "Their training goes on with the next training provider that confirms your school."
    a_challenge(reported)
    assert wait not in signed_in.get(year).text
    an_ect(at=hugo.school, since=date(2022, 9, 1))
    assert wait in signed_in.get(year).text
    school_year = SchoolYear.objects.get(school=hugo.school, year=2022)
    change_programme(school_year, Programme.DESIGN_OUR_OWN, by=actor(hugo))
    text = signed_in.get(year).text
    assert "you can undo it until" in text
    assert wait not in text


def test_who_expects_nobody_reads_that_this_is_their_answer_unless_somebody_trains(signed_in, reported, year):
    saved = "We have saved that you do not expect any ECTs in 2022 to 2023"
    browser = Browser(f"{year}wrong-provider/", client=signed_in)
    browser.go_on({"reason": "no_ects"}, {})
    assert saved in browser.words
    Browser(f"{year}undo/", client=signed_in).go_on({})
    an_ect(at=reported.school, since=date(2022, 9, 1))
    browser.go_on({"reason": "no_ects"}, {})
    assert saved not in browser.words
    assert "stay registered" in browser.words


def test_a_confirmation_from_before_that_was_kept_is_shown(signed_in, reported, year):
    browser = Browser(f"{year}wrong-provider/", client=signed_in)
    browser.go_on({"reason": "mistake"}, {})
    before = {"provider": "Ambition Institute", "undo_by": "21 September 2022"}
    Draft.objects.update(result=keep(before))
    assert browser.get(browser.url).status_code == 200
    assert "You have told us that this is wrong" in browser.words


def test_what_happened_is_told_in_sentences(signed_in, reported, year, hugo):
    Browser(f"{year}wrong-provider/", client=signed_in).go_on({"reason": "mistake"}, {})
    Browser(f"{year}undo/", client=signed_in).go_on({})
    text = signed_in.get(f"/schools/{hugo.school.urn}/history/").text
    for sentence in [
        "How the school runs its training in 2022 to 2023 became: Training provider, funded by the DfE",
        "Ambition Institute confirmed that it trains the school in 2022 to 2023, with Kings College London.",
        "Hugo Furst said that Ambition Institute does not train the school in 2022 to 2023: this looks like a mistake.",
        "Hugo Furst took back that Ambition Institute does not train the school in 2022 to 2023.",
    ]:
        assert sentence in text


def test_after_seven_days_there_is_nothing_to_undo(client, hugo, reported, year, time_machine):
    a_challenge(reported)
    time_machine.move_to("2022-09-22T00:00:00+01:00", tick=False)
    signed_in = sign_in(client, hugo)
    assert "undo/" not in signed_in.get(year).text
    page = signed_in.get(f"{year}undo/")
    assert "You cannot undo this any more" in page.text
    assert "Ask Ambition Institute to report your school again" in page.text


def test_once_somebody_has_reported_again_undo_explains_that(signed_in, reported, year, hugo):
    a_challenge(reported)
    a_report(hugo.school, provider="Teach First")
    page = signed_in.get(f"{year}undo/")
    assert "Teach First has confirmed since, on 14 September 2022" in page.text


def test_who_is_slower_than_a_report_is_told_on_the_page(signed_in, reported, year, hugo):
    a_challenge(reported)
    browser = Browser(f"{year}undo/", client=signed_in)
    browser.get(browser.start)
    a_report(hugo.school, provider="Teach First")
    browser.answer()
    assert "You cannot undo this any more" in browser.words
    assert "Teach First has confirmed since" in browser.words
    assert Partnership.objects.live().get().lead_provider.name == "Teach First"


def test_a_school_without_a_report_has_nothing_to_say_or_undo(signed_in, year, hugo):
    for page in ("wrong-provider/", "undo/"):
        assert signed_in.get(year + page)["Location"] == year
    assert signed_in.post(f"{year}wrong-provider/", {"reason": "mistake"})["Location"] == year


def test_o1_another_schools_report_cannot_be_called_wrong(signed_in, reported):
    """The matrix tries every route; this, that a draft of one's own does not reach another school's."""
    beacon = a_report(a_school("Beacon Academy"))
    assert signed_in.get(f"/schools/{beacon.school.urn}/years/2022/wrong-provider/").status_code == 404
    browser = Browser(f"/schools/{reported.school.urn}/years/2022/wrong-provider/", client=signed_in)
    browser.go_on({"reason": "mistake"})
    theirs = browser.url.replace(str(reported.school.urn), str(beacon.school.urn))
    assert signed_in.post(theirs, {}).status_code == 404
    assert not Challenge.objects.exists()


def test_the_dashboard_costs_nothing_more(signed_in, reported, year, django_assert_max_num_queries):
    a_challenge(reported)
    with django_assert_max_num_queries(5):
        assert "undo" in signed_in.get(year).text
