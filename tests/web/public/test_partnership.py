"""Behind the link by which a school says that a report is wrong. Rules B6 and B11."""

import pytest

from manage_training.domain.partnerships.models import Challenge, EndedWhy, Partnership, Reason
from manage_training.domain.training.follow_partnership import end_partnership, undo
from tests.factories.accounts import a_tutor, actor
from tests.factories.partnerships import a_challenge, a_report, token_of_report
from tests.factories.schools import a_school
from tests.factories.years import a_year
from tests.journeys.browse import Browser


@pytest.fixture(autouse=True)
def on_14_september(time_machine):
    time_machine.move_to("2022-09-14T10:00:00+01:00", tick=False)


@pytest.fixture
def hugo(oakfield):
    a_year(2022)
    return a_tutor(at=oakfield, name="Hugo Furst", email="hugo.furst@oakfield.example")


@pytest.fixture
def reported(hugo) -> Partnership:
    return a_report(hugo.school)


@pytest.fixture
def link(reported) -> str:
    return f"/partnerships/{token_of_report(reported)}/"


def test_it_says_what_was_reported_and_names_nobody(client, link):
    page = client.get(link)
    for words in ["Oakfield Primary School", "Ambition Institute", "Kings College London", "31 October 2022"]:
        assert words in page.text
    assert "Hugo" not in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_i4_looking_at_the_link_says_nothing(client, link):
    for address in (link, link + "wrong/"):
        for _ in range(3):
            client.get(address)
            client.get(address, {"reason": "mistake"})
            client.head(address)
            client.options(address)
            client.put(address)
    client.post(link, {"reason": "mistake"})
    assert not Challenge.objects.exists()


def test_whoever_has_the_link_says_why_checks_and_confirms(client, link, reported):
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({"reason": "another_provider"})
    assert "Check your answers" in browser.words
    assert Reason.ANOTHER_PROVIDER.label in browser.words
    assert not Challenge.objects.exists()
    browser.answer()
    assert "You have told us that this is wrong" in browser.words
    assert "What happens next" in browser.words
    said = Challenge.objects.get()
    assert (said.partnership, said.reason, said.by) == (reported, "another_provider", None)


def test_who_expects_nobody_reads_before_and_after_that_this_is_the_answer_for_the_year(client, link):
    browser = Browser(link + "wrong/", client=client)
    browser.get(browser.start)
    assert "We then save that you expect none" in browser.words
    browser.go_on({"reason": "no_ects"}, {})
    assert "We have saved that your school does not expect any ECTs in 2022 to 2023" in browser.words
    assert "stay registered" not in browser.words


def test_the_link_then_says_so_again_and_leads_no_further(client, link, reported):
    a_challenge(reported)
    assert "You have told us that this is wrong" in client.get(link).text
    assert client.get(link + "wrong/")["Location"] == link


def test_a_reason_has_to_be_given(client, link):
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({})
    assert browser.page.status_code == 422
    assert "Select why this is wrong" in browser.words
    assert "<title>Error: " in browser.page.text


@pytest.mark.parametrize("typed", ["because", "__class__", "mistake\0", "1" * 5000])
def test_an_odd_reason_is_none(client, link, typed):
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({"reason": typed})
    assert browser.page.status_code == 422


def test_confirming_twice_says_it_once(client, link):
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({"reason": "mistake"})
    check = browser.url
    browser.answer()
    client.post(check, {})
    assert Challenge.objects.count() == 1


@pytest.mark.parametrize("token", ["nosuchtoken", "x" * 40, "x" * 500, "%00"])
def test_a_link_that_nobody_was_sent_is_not_known(client, reported, token):
    for address in (f"/partnerships/{token}/", f"/partnerships/{token}/wrong/"):
        page = client.get(address)
        assert page.status_code == 404
        assert "We do not know this link" in page.text


def test_an_invitation_or_another_schools_link_does_not_open_this_draft(client, link):
    """Abuse case I1: the token alone says which school it is."""
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({"reason": "mistake"})
    other = a_report(a_school("Beacon Academy", contact="office@beacon.example"))
    page = client.get(browser.url.replace(link, f"/partnerships/{token_of_report(other)}/"))
    assert page.status_code == 404
    client.post(browser.url.replace(link, f"/partnerships/{token_of_report(other)}/"), {})
    assert not Challenge.objects.exists()


@pytest.mark.parametrize(
    ("at", "status"), [("2022-10-31T23:59:59+00:00", 200), ("2022-11-01T00:00:00+00:00", 410)], ids=["last", "over"]
)
def test_the_last_second_of_31_october_still_counts(client, link, time_machine, at: str, status: int):
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({"reason": "mistake"})
    time_machine.move_to(at, tick=False)
    page = client.get(link)
    assert page.status_code == status
    assert ("This link has expired" in page.text) is (status == 410)
    browser.answer()
    assert Challenge.objects.exists() is (status == 200)


def test_expired_it_says_whom_to_talk_to(client, link, time_machine):
    time_machine.move_to("2022-11-05T10:00:00+00:00", tick=False)
    page = client.get(link)
    assert "schools@ambition.example" in page.text
    assert "31 October 2022" in page.text


def test_after_a_newer_report_it_leads_to_the_newer_link(client, link, hugo):
    newer = a_report(hugo.school, partner="Inspire Teaching School Hub")
    page = client.get(link)
    assert "There is a newer report" in page.text
    assert "Inspire Teaching School Hub" not in page.text
    assert "Inspire Teaching School Hub" in client.get(f"/partnerships/{token_of_report(newer)}/").text


def test_after_the_school_has_gone_another_way_there_is_nothing_to_do(client, link, reported, hugo):
    end_partnership(reported, why=EndedWhy.CHANGED, by=actor(hugo))
    assert "Your school has changed this since" in client.get(link).text


def test_what_the_tutor_has_taken_back_is_said(client, link, reported, hugo):
    undo(a_challenge(reported), by=actor(hugo))
    page = client.get(link)
    assert "Your school has taken this back" in page.text
    assert "Hugo" not in page.text


def test_who_loses_the_race_against_a_newer_report_is_told(client, link, hugo):
    """The report comes after the reason, and before it is confirmed."""
    browser = Browser(link + "wrong/", client=client)
    browser.go_on({"reason": "mistake"})
    a_report(hugo.school, partner="Inspire Teaching School Hub")
    browser.answer()
    assert "There is a newer report" in browser.words
    assert not Challenge.objects.exists()
