"""What both schools see of somebody who moves, before, on and after the day, and what they may do. Rules V8 to V11."""

import pytest
from django.test import Client

from manage_training.domain.cases.models import Case
from manage_training.domain.training.models import Role
from tests.factories.accounts import sign_in
from tests.factories.training import a_mentorship, a_teacher
from tests.factories.transfers import a_tutor_at, in_training_at, moved
from tests.factories.two_schools import acme, beacon, leah
from tests.factories.years import every_year
from tests.journeys.browse import Browser

__all__ = ["acme", "beacon", "leah"]
pytestmark = pytest.mark.django_db
SECRETS = ("ACME Primary School", "hugo@acme.example", "Hugo", "moved.", "Kings College")


@pytest.fixture(autouse=True)
def on_25_august_2022(time_machine):
    time_machine.move_to("2022-08-25T10:00:00+01:00", tick=False)
    every_year()


def tutor_of(school):
    """How the school's tutor, who has just signed in, opens pages about somebody."""
    tutor = a_tutor_at(school)

    def at(who, page=""):
        return Browser(f"/schools/{school.urn}/people/{who.pk}/{page}", client=sign_in(Client(), tutor))

    return at


def read(at, who):
    browser = at(who)
    browser.get(browser.start)
    return browser.words


def test_both_schools_see_it_before_on_and_after_the_day(leah, beacon, acme, time_machine):
    tess, hugo = tutor_of(beacon), tutor_of(acme)
    joined = moved(leah, acme).joined

    assert "Moving to another school" in read(tess, leah)
    assert "Their last day at your school is 4 September 2022" in read(tess, leah)
    assert "Leaving on 4 September 2022" in read(tess, leah)
    assert "Joining on 5 September 2022" in read(hugo, joined)
    assert "Transferred from another school" in read(hugo, joined)
    assert "Teach First" in read(hugo, joined), "who trained them before is known to the new school"

    time_machine.move_to("2022-09-04T12:00:00+01:00", tick=False)
    assert "Leaving on 4 September 2022" in read(tess, leah)
    assert "Joining on 5 September 2022" in read(hugo, joined)
    time_machine.move_to("2022-09-05T00:30:00+01:00", tick=False)
    assert "Their last day at your school was 4 September 2022" in read(tess, leah)
    assert "Left" in read(tess, leah)
    assert "Joining on" not in read(hugo, joined)
    assert "No mentor yet" in read(hugo, joined)
    for text in SECRETS:
        assert text not in read(tess, leah)
    assert "Beacon" not in read(hugo, joined)


def test_the_old_school_corrects_the_last_day_also_once_it_has_passed(leah, beacon, acme, time_machine):
    tess = tutor_of(beacon)
    moved(leah, acme)
    time_machine.move_to("2022-09-08T10:00:00+01:00", tick=False)
    browser = tess(leah, "last-day/")
    browser.get(browser.start)
    assert 'value="4"' in browser.main
    assert browser.answer(last_day__day="5", last_day__month="9", last_day__year="2022").status_code == 422
    assert "is at the other school by then" in browser.words
    browser.answer(last_day__day="31", last_day__month="8", last_day__year="2022")
    assert "You have corrected the last day of Leah Morris" in browser.words
    assert "corrected the last day of Leah Morris from 4 September 2022 to 31 August 2022." in read(tess, leah)
    time_machine.move_to("2022-09-09T10:00:00+01:00", tick=False)
    assert "Correct the last day" not in read(tess, leah)
    assert "Tell us that this is a mistake" in read(tess, leah)


def test_a_mistake_is_said_with_a_reason_and_seen_by_both(leah, beacon, acme):
    tess, hugo = tutor_of(beacon), tutor_of(acme)
    joined = moved(leah, acme).joined
    browser = tess(leah, "not-moving/")
    browser.get(browser.start)
    assert browser.answer().status_code == 422
    browser.answer(reason="stays", details="She says she stays")
    assert "You have told us that this is a mistake" in browser.words
    assert Case.objects.get().words == "They are not leaving. She says she stays"
    assert "You have told us that this is a mistake. The Department for Education finds out" in read(tess, leah)
    theirs = read(hugo, joined)
    assert "The school that they come from has told us that this is a mistake" in theirs
    assert "told us that this is a mistake: they are not leaving." in theirs
    assert "She says she stays" not in theirs
    assert "Tutor of Beacon" not in theirs


def test_the_new_school_undoes_it_and_the_old_one_reads_so(leah, beacon, acme):
    tess, hugo = tutor_of(beacon), tutor_of(acme)
    joined = moved(leah, acme).joined
    browser = hugo(joined, "undo-transfer/")
    browser.get(browser.start)
    browser.answer()
    assert "You have undone the transfer of Leah Morris" in browser.words
    assert browser.get(f"/schools/{acme.urn}/people/{joined.pk}/").status_code == 404
    assert "Moving to another school" not in read(tess, leah)
    assert "Another school took back that Leah Morris joins it." in read(tess, leah)


def test_what_cannot_be_done_any_more_leads_to_the_record(leah, beacon, acme, time_machine):
    tess, hugo = tutor_of(beacon), tutor_of(acme)
    joined = moved(leah, acme).joined
    time_machine.move_to("2022-09-09T10:00:00+01:00", tick=False)
    for at, who, page in ((hugo, joined, "undo-transfer/"), (tess, leah, "last-day/")):
        browser = at(who, page)
        browser.get(browser.start)
        assert browser.url.endswith(f"/people/{who.pk}/")
    assert "Undo the transfer" not in read(hugo, joined)


def test_the_other_schools_side_of_it_does_not_exist(leah, beacon, acme):
    tess, hugo = tutor_of(beacon), tutor_of(acme)
    joined = moved(leah, acme).joined
    for at, who, page in (
        (tess, leah, "undo-transfer/"),
        (tess, joined, "undo-transfer/"),
        (hugo, joined, "last-day/"),
        (hugo, leah, "not-moving/"),
    ):
        browser = at(who, page)
        assert browser.get(browser.start).status_code == 404


def test_a_mentor_who_stays_at_both_schools_is_no_news_for_the_first(leah, beacon, acme):
    ivan = in_training_at(beacon, a_teacher("Ivan Petrov"), role=Role.MENTOR)
    a_mentorship(leah, ivan)
    tess = tutor_of(beacon)
    moved(ivan, acme, leaves=False)
    assert "Moving to another school" not in read(tess, ivan)
    assert "Leah Morris" in read(tess, ivan)
