"""A journey as a person meets it: the pages of the sample journey, through HTTP."""

import pytest
from pytest_django import DjangoAssertNumQueries

from manage_training.domain.events.models import Event
from manage_training.domain.schools.models import School
from manage_training.journeys.models import Draft
from tests.journeys.browse import Browser

ECT = {"who": "ect"}
MENTOR = {"who": "mentor"}
LEAH = {"trn": "1000002", "full_name": "Leah Morris"}
JUNE = {"starts_on__day": "6", "starts_on__month": "6", "starts_on__year": "2022"}
UP_TO_CHECK = [{}, ECT, LEAH, {"right_person": "yes"}, JUNE, {"mentor": "moss"}]


def test_looking_at_the_first_question_leaves_nothing_behind(hugo: Browser) -> None:
    assert hugo.get(hugo.start).status_code == 200
    assert "What you will need" in hugo.words
    assert not Draft.objects.exists()


def test_each_answer_leads_to_the_next_question_that_applies(hugo: Browser) -> None:
    visited = []
    hugo.get(hugo.start)
    for typed in UP_TO_CHECK:
        visited.append(hugo.place)
        hugo.answer(**typed)
    assert [*visited, hugo.place] == ["", "who", "teacher", "right-person", "start-date", "mentor", "check"]


def test_words_name_what_was_answered_before(hugo: Browser) -> None:
    hugo.go_on({}, ECT, LEAH)
    assert "Is Leah Morris the right person?" in hugo.words


def test_what_a_form_finds_out_is_an_answer_to_the_steps_behind_it(hugo: Browser) -> None:
    hugo.go_on({}, MENTOR, LEAH, {"right_person": "yes"})
    assert "Morris is asked too." in hugo.words


def test_a_wrong_answer_is_shown_as_it_was_typed_with_422(hugo: Browser) -> None:
    hugo.go_on({}, ECT)
    page = hugo.answer(trn="12a", full_name="Leah Morris")
    assert page.status_code == 422
    assert "TRN must have numbers only" in hugo.words
    assert 'value="12a"' in page.content.decode()
    assert hugo.get(hugo.draft_url).status_code == 200
    assert hugo.place == "teacher"


def test_confirming_shows_what_has_been_done(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    hugo.answer()
    assert hugo.place == "done"
    assert "You have added Leah Morris" in hugo.words
    assert f"Reference {Event.objects.get().pk} at ACME Primary School" in hugo.words


def test_the_check_page_says_each_answer_in_words(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    for row in (
        "Role A new ECT",
        "TRN 1000002",
        "Full name Leah Morris",
        "Start date 6 June 2022",
        "mentor? Mo Moss",
    ):
        assert row in hugo.words
    assert "right person" not in hugo.words


# The guard


@pytest.mark.parametrize("page", ["check", "done", "mentor", "reason", "already-here", "no-such-page"])
def test_a_page_off_the_path_leads_to_the_first_missing_step(hugo: Browser, page: str) -> None:
    """Rule J1."""
    hugo.go_on({}, ECT, LEAH)
    hugo.get(f"{hugo.draft_url}{page}/")
    assert hugo.place == "right-person"


def test_w1_confirming_with_steps_missing_leads_to_the_first_missing_one_and_saves_nothing(hugo: Browser) -> None:
    hugo.go_on({}, ECT, LEAH)
    hugo.url = f"{hugo.draft_url}check/"
    hugo.send({"seen": "3"})
    assert hugo.place == "right-person"
    assert not Event.objects.exists()
    assert Draft.objects.get().submitted_at is None


def test_an_answer_to_a_question_off_the_path_is_not_taken(hugo: Browser) -> None:
    hugo.go_on({}, ECT, LEAH)
    hugo.url = f"{hugo.draft_url}reason/"
    hugo.send({"reason": "They asked"})
    assert hugo.place == "right-person"
    assert "reason" not in Draft.objects.get().answers


def test_a_stop_explains_and_leads_on_and_back(hugo: Browser) -> None:
    """Rule J2."""
    hugo.go_on({}, ECT, {**LEAH, "trn": "1000001"})
    assert hugo.place == "already-here"
    assert "Leah Morris is already here" in hugo.words
    hugo.get(f"{hugo.draft_url}check/")
    assert hugo.place == "already-here"
    hugo.get(f"{hugo.draft_url}teacher/")
    hugo.answer(**LEAH)
    assert hugo.place == "right-person"


def test_back_leads_to_the_question_before_and_from_the_first_one_out(hugo: Browser) -> None:
    hugo.go_on({}, ECT, LEAH, {"right_person": "yes"})
    assert f'href="{hugo.draft_url}right-person/"' in hugo.page.content.decode()
    hugo.get(hugo.start)
    assert 'href="/left/"' in hugo.page.content.decode()


# Change


def change(hugo: Browser, step: str, **typed: str) -> None:
    hugo.get(f"{hugo.draft_url}{step}/?change")
    hugo.answer(**typed)


def test_a_change_returns_to_the_check(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    assert f'href="{hugo.draft_url}teacher/?change"' in hugo.page.content.decode()
    change(hugo, "teacher", trn="1000002", full_name="Leah Morris-Hall")
    assert hugo.place == "check"
    assert "Leah Morris-Hall" in hugo.words


def test_a_wrong_change_still_returns_to_the_check_once_it_is_right(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    change(hugo, "teacher", trn="", full_name="Leah Morris")
    assert hugo.page.status_code == 422
    hugo.answer(**LEAH)
    assert hugo.place == "check"


def test_a_change_asks_only_what_it_leaves_open_and_then_returns_to_the_check(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    change(hugo, "who", **MENTOR)
    assert hugo.place == "reason"
    hugo.answer(reason="They asked")
    assert hugo.place == "check"
    assert "Mo Moss" not in hugo.words


def test_back_from_a_change_returns_to_the_check(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    hugo.get(f"{hugo.draft_url}teacher/?change")
    assert f'href="{hugo.draft_url}check/"' in hugo.page.content.decode()


def test_w2_an_answer_that_a_change_makes_untrue_is_asked_again(hugo: Browser) -> None:
    """Rule J3. Mo Moss is a mentor of the year before; the start date moves on to the next."""
    hugo.go_on(*UP_TO_CHECK)
    change(hugo, "start-date", starts_on__day="6", starts_on__month="9", starts_on__year="2022")
    assert hugo.place == "mentor"
    assert "Ned Nash" in hugo.words
    assert "Error: " in hugo.words
    hugo.answer(mentor="nash")
    assert hugo.place == "check"


def test_w2_what_an_answer_was_about_has_changed_so_it_is_asked_again(hugo: Browser) -> None:
    """Rule J3. "Yes, that is them" was said of another number, so it does not stand as given."""
    hugo.go_on(*UP_TO_CHECK)
    change(hugo, "teacher", trn="1000003", full_name="Leah Morris")
    assert hugo.place == "right-person"
    assert "checked" not in hugo.page.content.decode()
    hugo.answer(right_person="yes")
    assert hugo.place == "check"


def test_an_answer_off_the_path_is_kept_for_later_and_ignored_until_then(hugo: Browser) -> None:
    """Rule J4."""
    hugo.go_on(*UP_TO_CHECK)
    change(hugo, "who", **MENTOR)
    change(hugo, "who", **ECT)
    assert hugo.place == "check"
    assert "Mo Moss" in hugo.words


# Submitting


def test_w11_f19_confirming_twice_reloading_and_going_back_show_one_result(hugo: Browser) -> None:
    """Rule J5."""
    hugo.go_on(*UP_TO_CHECK)
    check, seen = hugo.url, hugo.carried
    first = hugo.answer().content
    assert hugo.get(hugo.url).content == first
    hugo.url = check
    assert hugo.client.post(check, seen, headers=hugo.headers).status_code == 303
    assert hugo.get(check).content == first
    assert Event.objects.count() == 1


def test_f20_a_question_of_a_submitted_draft_leads_to_its_result(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    hugo.answer()
    for page in ("", "who/", "who/?change", "check/", "already-here/"):
        hugo.get(hugo.draft_url + page)
        assert hugo.place == "done"
    hugo.url = f"{hugo.draft_url}who/"
    hugo.send({"who": "mentor", "seen": "2"})
    assert hugo.place == "done"


def test_a_refusal_is_shown_on_the_question_that_it_is_about(hugo: Browser) -> None:
    hugo.go_on(*[{**typed, "full_name": "Nobody"} if typed is LEAH else typed for typed in UP_TO_CHECK])
    page = hugo.answer()
    assert page.status_code == 422
    assert "Error: Which teacher?" in hugo.words
    assert "Nobody is no teacher. Enter another name." in hugo.words
    hugo.answer(**LEAH)
    assert hugo.place == "check"
    assert not Event.objects.exists()


def test_any_other_refusal_is_shown_on_the_check_page(hugo: Browser) -> None:
    hugo.go_on(*[{**typed, "full_name": "Everybody"} if typed is LEAH else typed for typed in UP_TO_CHECK])
    page = hugo.answer()
    assert page.status_code == 422
    assert "Error: Check your answers" in hugo.words
    assert "Everybody is here already" in hugo.words
    assert not Event.objects.exists()


def test_what_does_not_hold_any_more_is_asked_again_instead_of_submitted(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    draft = Draft.objects.get()
    draft.answers["mentor"]["typed"] = {"mentor": ["nash"]}  # as if Ned Nash had been a mentor then, and has left since
    draft.save()
    hugo.answer()
    assert hugo.place == "mentor"
    assert not Event.objects.exists()


def test_a_submitted_draft_forgets_what_was_typed(hugo: Browser) -> None:
    """Rule J11."""
    hugo.go_on(*UP_TO_CHECK)
    hugo.answer()
    assert Draft.objects.get().answers == {}


def test_a_single_question_submits_when_it_is_answered(sample_urls: None, school: School) -> None:
    browser = Browser(f"/single/{school.urn}/")
    browser.get(browser.start)
    browser.answer(who="ect")
    assert "Answered" in browser.words
    assert Event.objects.count() == 1


def test_a_single_question_answered_twice_from_one_page_submits_once(sample_urls: None, school: School) -> None:
    browser = Browser(f"/single/{school.urn}/")
    browser.get(browser.start)
    posted = {**browser.carried, "who": "ect"}
    for _ in range(2):
        browser.url = browser.start
        browser.client.post(browser.start, posted)
    assert Event.objects.count() == Draft.objects.count() == 1


# Where nothing may begin


def test_a_journey_that_does_not_begin_says_why(hugo: Browser) -> None:
    hugo.headers["Closed"] = "yes"
    hugo.get(hugo.start)
    assert "Closed today" in hugo.words
    assert hugo.client.post(hugo.start, {}, headers=hugo.headers).status_code == 200
    assert not Draft.objects.exists()


def test_one_that_has_begun_goes_on_and_shows_its_result_when_no_other_may_begin(hugo: Browser) -> None:
    hugo.go_on(*UP_TO_CHECK)
    hugo.headers["Closed"] = "yes"
    hugo.answer()
    assert "You have added Leah Morris" in hugo.words
    hugo.get(hugo.draft_url)
    assert hugo.place == "done"


# From one journey into another


def send_into_the_other(hugo: Browser, **more: str) -> Browser:
    """Press a stop page's button, which leads into the other journey."""
    other = Browser(hugo.start.replace("sample", "other"), who="user 1 of school 5", client=hugo.client)
    other.url = other.start
    other.page = hugo.page
    answer = other.client.post(other.start, {"from": hugo.draft_url.split("/")[-2], **more}, headers=other.headers)
    other.get(answer["Location"])
    return other


def test_one_is_sent_into_another_journey_with_the_answers_kept(hugo: Browser) -> None:
    hugo.go_on({}, MENTOR, {**LEAH, "trn": "1000001"})
    other = send_into_the_other(hugo)
    assert other.place == "reason"
    assert "Why is Leah Morris a mentor?" in other.words
    assert Draft.objects.count() == 2


def test_the_journey_one_came_from_goes_when_the_other_is_submitted(hugo: Browser) -> None:
    hugo.go_on({}, MENTOR, {**LEAH, "trn": "1000001"})
    other = send_into_the_other(hugo)
    other.answer(reason="They asked")
    other.answer()
    assert other.place == "done"
    assert [draft.journey for draft in Draft.objects.all()] == ["other"]


def test_a_detour_goes_back_to_the_draft_that_waits(hugo: Browser) -> None:
    hugo.go_on({}, MENTOR, {**LEAH, "trn": "1000001"})
    other = send_into_the_other(hugo, back="yes")
    other.answer(reason="They asked")
    other.answer()
    assert f'href="{hugo.draft_url}"' in other.page.content.decode()


def test_being_sent_twice_begins_one_draft_with_the_latest_answers(hugo: Browser) -> None:
    hugo.go_on({}, MENTOR, {**LEAH, "trn": "1000001"})
    send_into_the_other(hugo)
    change(hugo, "teacher", trn="1000001", full_name="Leah Hall")
    other = send_into_the_other(hugo)
    assert "Why is Leah Hall a mentor?" in other.words
    assert Draft.objects.count() == 2


def test_nobody_takes_the_answers_of_another_schools_draft(hugo: Browser) -> None:
    hugo.go_on({}, MENTOR, {**LEAH, "trn": "1000001"})
    hugo.headers = {"Who-Asks": "user 2 of school 6"}
    source = hugo.draft_url.split("/")[-2]
    url = hugo.start.replace("sample", "other")
    assert hugo.client.post(url, {"from": source}, headers=hugo.headers).status_code == 404


# What a page costs


def test_a_question_page_reads_the_draft_once_and_nothing_for_the_questions_before_it(
    hugo: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hugo.go_on(*UP_TO_CHECK[:-1])
    with django_assert_num_queries(2):  # the school, by the sample's own `opens`, and the draft
        hugo.get(hugo.url)
    assert hugo.place == "mentor"
