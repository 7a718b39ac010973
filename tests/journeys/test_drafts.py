"""Whose draft it is, how long it lives, and what happens to it in two windows."""

from datetime import timedelta

import pytest
import time_machine

from manage_training.domain.clock import now
from manage_training.domain.events.models import Event
from manage_training.domain.schools.models import School
from manage_training.journeys import drafts
from manage_training.journeys.models import Draft
from tests.factories.schools import a_school
from tests.journeys.browse import Browser
from tests.journeys.test_journey import ECT, LEAH, MENTOR, UP_TO_CHECK


def at_teacher(school: School, who: str) -> Browser:
    browser = Browser(f"/sample/{school.urn}/", who=who)
    browser.go_on({}, ECT)
    assert browser.place == "teacher"
    return browser


def status(hugo: Browser, who: str, page: str = "teacher/") -> int:
    """What another person gets at this draft, in a browser of their own."""
    return Browser(hugo.start, who=who).get(hugo.draft_url + page).status_code


# Whose it is


@pytest.mark.parametrize("owner", ["user 1", "invitation 1"])
def test_a_draft_without_an_organisation_opens_to_its_owner_only(sample_urls: None, school: School, owner: str) -> None:
    """Rule J9."""
    browser = at_teacher(school, owner)
    assert status(browser, owner) == 200
    for somebody_else in ("user 2", "invitation 2", "user 1 of school 5", ""):
        assert status(browser, somebody_else) == 404


def test_a_browsers_draft_opens_in_that_browser_only(sample_urls: None, school: School) -> None:
    """Rule J9."""
    browser = at_teacher(school, "")
    assert browser.get(browser.draft_url).status_code == 200
    assert status(browser, "") == 404
    browser.client.cookies["browser"] = browser.client.cookies["browser"].value[:-1] + "x"
    assert browser.client.get(browser.draft_url + "teacher/").status_code == 404


def test_the_database_does_not_hold_the_key_of_a_browser(sample_urls: None, school: School) -> None:
    browser = at_teacher(school, "")
    assert Draft.objects.get().owner_id not in browser.client.cookies["browser"].value


def test_o1_the_team_of_a_school_shares_its_drafts_and_nobody_else_knows_of_them(hugo: Browser) -> None:
    """Rule J8."""
    hugo.go_on({}, ECT)
    assert status(hugo, "user 2 of school 5") == 200
    for page in ("", "teacher/", "check/", "done/"):
        assert status(hugo, "user 3 of school 6", page) == 404
        assert status(hugo, "user 1", page) == 404


def test_o1_another_schools_draft_cannot_be_thrown_away_or_gone_on_with_from_the_first_page(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    draft = Draft.objects.get()
    stranger = {"Who-Asks": "user 3 of school 6"}
    assert hugo.client.post(f"{hugo.draft_url}throw-away/", headers=stranger).status_code == 404
    assert hugo.client.post(hugo.start, {"draft": str(draft.pk)}, headers=stranger).status_code == 404
    assert Draft.objects.get().answers == draft.answers


def test_a_draft_belongs_to_its_address(hugo: Browser) -> None:
    """The same people at another school's address, or in another journey, do not find it."""
    hugo.go_on({}, ECT)
    pk = Draft.objects.get().pk
    elsewhere = a_school()
    for url in (f"/sample/{elsewhere.urn}/{pk}/", f"{hugo.start.replace('sample', 'other')}{pk}/"):
        assert hugo.client.get(url, headers=hugo.headers).status_code == 404


def test_m3_what_the_draft_was_started_with_is_not_what_anybody_posts(hugo: Browser) -> None:
    """Rule J7."""
    other = a_school()
    hugo.go_on(*UP_TO_CHECK[:-1])
    hugo.answer(mentor="moss", school=str(other.pk), urn=str(other.urn), year="1999", context="{}", who="mentor")
    assert "Role A new ECT" in hugo.words
    hugo.answer(school=str(other.pk))
    assert f"at {School.objects.exclude(pk=other.pk).get()}" in hugo.words
    assert Event.objects.get().details == {"who": "ect"}


def test_the_unfinished_drafts_of_an_organisation_are_listed_with_where_to_go_on(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    first = Draft.objects.get()
    with time_machine.travel(now() + timedelta(hours=1)):
        hugo.go_on(*UP_TO_CHECK)
    second = Draft.objects.exclude(pk=first.pk).get()
    assert list(drafts.unfinished_drafts("school 5")) == [second, first]
    assert not drafts.unfinished_drafts("school 6")
    hugo.get(first.url)
    assert hugo.place == "teacher"
    hugo.get(second.url)
    hugo.answer()
    assert list(drafts.unfinished_drafts("school 5")) == [first]


# How long it lives


def test_e3_a_draft_survives_signing_out(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    again = Browser(hugo.start, who="user 1 of school 5")
    again.get(hugo.draft_url)
    assert again.place == "teacher"
    assert "A new ECT" in again.get(f"{hugo.draft_url}who/").content.decode()


def test_a_draft_lives_90_days_after_its_last_answer(hugo: Browser) -> None:
    """Rule J10."""
    start = now()
    with time_machine.travel(start, tick=False):
        hugo.go_on({}, ECT)
    with time_machine.travel(start + timedelta(days=89), tick=False):
        hugo.answer(**LEAH)
        assert drafts.purge() == 0
    with time_machine.travel(start + timedelta(days=89 + 90), tick=False):
        assert hugo.get(hugo.draft_url).status_code == 404
        assert not drafts.unfinished_drafts("school 5")
        assert drafts.purge() == 1


def test_giving_the_same_answer_again_keeps_a_draft_alive_too(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    before = Draft.objects.get()
    with time_machine.travel(now() + timedelta(days=50)):
        hugo.get(f"{hugo.draft_url}who/")
        hugo.answer(**ECT)
    after = Draft.objects.get()
    assert after.expires_at > before.expires_at
    assert after.version == before.version


def test_an_unfinished_draft_can_be_thrown_away(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    url = hugo.draft_url
    hugo.get(f"{url}throw-away/")
    assert "Are you sure you want to throw this away?" in hugo.words
    answer = hugo.client.post(f"{url}throw-away/", headers=hugo.headers)
    assert (answer.status_code, answer["Location"]) == (303, "/left/")
    assert hugo.get(url).status_code == 404


def test_a_submitted_draft_is_not_thrown_away(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    hugo.answer()
    answer = hugo.client.post(f"{hugo.draft_url}throw-away/", headers=hugo.headers)
    assert answer["Location"] == hugo.url
    assert Draft.objects.get().submitted_at


def test_looking_never_throws_away_but_asks_and_shows_what_was_answered(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    url = hugo.draft_url
    hugo.get(f"{url}throw-away/")
    assert "cannot be brought back" in hugo.words
    assert "ECT" in hugo.words
    assert hugo.get(url).status_code == 200


# Two windows


def second_window(hugo: Browser) -> Browser:
    window = Browser(hugo.start, who="user 2 of school 5", client=hugo.client)
    window.get(hugo.url)
    return window


def test_who_answers_second_sees_what_is_stored_and_keeps_what_they_typed(hugo: Browser) -> None:
    """Rule J6."""
    hugo.go_on({}, ECT)
    window = second_window(hugo)
    hugo.answer(**LEAH)
    page = window.answer(trn="1000004", full_name="Lee Moor")
    assert page.status_code == 409
    assert "1000002, Leah Morris" in window.words
    assert 'value="Lee Moor"' in page.content.decode()
    window.answer(trn="1000004", full_name="Lee Moor")
    assert "Is Lee Moor the right person?" in window.words


def test_answers_to_different_questions_do_not_collide(hugo: Browser) -> None:
    hugo.go_on({}, ECT, LEAH)
    window = second_window(hugo)
    hugo.get(f"{hugo.draft_url}who/")
    hugo.answer(**MENTOR)
    window.answer(right_person="yes")
    assert window.place == "reason"


def test_the_same_answer_twice_is_one_answer(hugo: Browser) -> None:
    """F19: a double click on Continue."""
    hugo.go_on({}, ECT)
    window = second_window(hugo)
    hugo.answer(**LEAH)
    assert window.answer(**LEAH).status_code == 200
    assert window.place == "right-person"


def test_continue_pressed_twice_on_the_first_page_begins_one_draft(hugo: Browser) -> None:
    hugo.get(hugo.start)
    posted = hugo.carried
    for _ in range(2):
        assert hugo.client.post(hugo.start, posted, headers=hugo.headers).status_code == 303
    assert Draft.objects.count() == 1


def test_answers_changed_in_another_window_are_checked_again_before_they_are_submitted(hugo: Browser) -> None:
    """Rule J6."""
    hugo.go_on(*UP_TO_CHECK)
    window = second_window(hugo)
    window.get(f"{window.draft_url}teacher/?change")
    window.answer(trn="1000002", full_name="Leah Hall")
    page = hugo.answer()
    assert page.status_code == 409
    assert "Check your answers again" in hugo.words
    assert "Leah Hall" in hugo.words
    assert not Event.objects.exists()
    hugo.answer()
    assert "You have added Leah Hall" in hugo.words


@pytest.mark.parametrize("seen", ["", "-3", "x", "9" * 5000, "²", "2.0"])
def test_a_version_that_was_tampered_with_is_one_that_nobody_has_seen(hugo: Browser, seen: str) -> None:
    hugo.go_on(*UP_TO_CHECK)
    assert hugo.send({"seen": seen}).status_code == 409
    assert not Event.objects.exists()


@pytest.mark.parametrize("text", ["\0", "a\0b", "x" * 100_000, "🧑‍🏫", "' or 1=1 --"])
def test_nothing_that_is_typed_breaks_a_draft(hugo: Browser, text: str) -> None:
    hugo.go_on({}, ECT)
    page = hugo.answer(trn="1000002", full_name=text, **{"trn-" + text[:9]: text})
    assert page.status_code in (200, 422)


def test_a_draft_id_that_is_none_is_like_a_missing_one(hugo: Browser) -> None:
    hugo.get(hugo.start)
    hugo.send({"draft": "nonsense", "seen": "0"})
    assert hugo.place == "who"
