"""Transferring a teacher in a real browser: the guide's walk, each question about the programme, what schools see."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.training.models import Placement, Role
from tests.browser.at_work import AtWork
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.organisations import a_delivery_partner, a_lead_provider, some_materials
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, a_placement, a_teacher
from tests.factories.transfers import AMBITION, SINCE, TEACH_FIRST, a_school_with, a_tutor_at, in_training_at, moved
from tests.factories.two_schools import beacon, leah
from tests.factories.years import every_year
from tests.journeys.browse import Browser as Pages

__all__ = ["beacon", "leah"]
pytestmark = pytest.mark.django_db(transaction=True)
LEAH = {"trn": "9200001", "date_of_birth__day": "3", "date_of_birth__month": "3", "date_of_birth__year": "1997"}
IVAN = {"trn": "9200002", "date_of_birth__day": "14", "date_of_birth__month": "2", "date_of_birth__year": "1990"}
TODAY = {"starts_on__day": "5", "starts_on__month": "9", "starts_on__year": "2022"}


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00")
    every_year()


@pytest.fixture
def acme():
    acme = a_school_with("ACME Primary School", AMBITION)
    a_mentor(a_teacher("Ruth Kaplan"), at=acme, since=SINCE)
    return acme


def words_of(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.parametrize("window", ["phone", "plain_page"])
def test_the_guides_walk(request, window, axe, picture, acme, leah):
    """On a phone, and without JavaScript."""
    page = request.getfixturevalue(window)
    hugo = AtWork(page, a_tutor_at(acme), axe if window != "plain_page" else None)
    hugo.opens("years/2021/")
    page.goto(f"/schools/{acme.urn}/add-person/?year=2022")
    for number, (shown, typed) in enumerate(
        [
            (
                "Who do you want to add?",
                {"role": "A teacher transferring from another school where they've started ECF-based training or "
                 "mentoring"},
            ),
            ("Transfer a teacher to your school", {}),
            ("Find their teaching record", LEAH),
            ("Is this the right person?", {"is_them": "Yes"}),
            ("Leah Morris started in 2021 to 2022 and stays in that year", {}),
            ("When does Leah Morris start at your school?", TODAY),
            ("What is Leah Morris's email address?", {"email": "leah@acme.example"}),
            ("Who will mentor Leah Morris?", {"mentor": "Ruth Kaplan"}),
            ("Will Leah Morris continue with their current training programme?", {"continues": "No"}),
            ("Leah Morris will change to your school's training programme", {}),
            ("Check your answers", {}),
        ]
    ):  # fmt: skip
        expect(page.get_by_role("heading", level=1)).to_contain_text(shown)
        picture(page, f"transfer-{number:02d}-{window}")
        hugo.answers(**typed)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leah Morris has been transferred to your school")
    picture(page, f"transfer-done-{window}")
    assert Placement.objects.get(school=acme, role=Role.ECT).training.get().lead_provider is None


def arrives(page: Page, school, identity=LEAH, *answers) -> None:
    """Open the page that a tutor of the school gets to with these answers."""
    client = sign_in(Client(), a_tutor(at=school))
    pages = Pages(f"/schools/{school.urn}/transfer-in/", client=client)
    pages.go_on(identity, *answers)
    name = settings.SESSION_COOKIE_NAME
    page.goto("/")
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])
    page.goto(pages.url)


AS_FAR_AS_THE_PROGRAMME = [{"is_them": "yes"}, TODAY, {"email": "leah@oak.example"}]
SCHOOLS = {
    "Teach First is the lead provider of other ECTs": lambda: a_school_with("Oak", (TEACH_FIRST[0], AMBITION[1])),
    "No training provider has confirmed yet": lambda: a_school_with("Oak", None),
    "uses DfE accredited materials": lambda: a_school_with("Oak", None, programme=Programme.CORE_INDUCTION),
    "do not use a training provider": lambda: a_school_with("Oak", None, programme=Programme.DESIGN_OUR_OWN),
    "Their last day is 4 September 2022": lambda: a_school_with("Oak", TEACH_FIRST),  # asked nothing: the check page
}
TEACHERS = {
    "has been trained without a training provider": {"programme": Programme.CORE_INDUCTION},
    "do not train together for their year any more": {"lead_provider": "Capita", "delivery_partner": "Closed Hub"},
    "so there is no programme to continue with": {"partnership": None},
}


def test_each_question_about_the_programme_bars_nobody(page, axe, picture, leah):
    for number, (words, school) in enumerate(SCHOOLS.items()):
        arrives(page, school(), LEAH, *AS_FAR_AS_THE_PROGRAMME)
        assert words in words_of(page)
        axe(page)
        picture(page, f"transfer-school-{number}")


@pytest.mark.parametrize("words", TEACHERS)
def test_each_teacher_without_such_a_provider_bars_nobody(page, axe, picture, beacon, words):
    how = dict(TEACHERS[words])
    if "lead_provider" in how:
        how = {"lead_provider": a_lead_provider("Capita"), "delivery_partner": a_delivery_partner("Closed Hub")}
    if how.get("programme"):
        how["materials"] = some_materials("UCL Institute of Education")
    in_training_at(beacon, a_teacher("Leah Morris", trn="9200001"), **how)
    arrives(page, a_school_with("Oak", AMBITION), LEAH, *AS_FAR_AS_THE_PROGRAMME)
    assert words in words_of(page)
    axe(page)
    picture(page, f"transfer-teacher-{[*TEACHERS].index(words)}")


def test_mentors_stops_and_mistakes_bar_nobody(page, axe, picture, beacon, acme, leah):
    """Where a mentor mentors, the choice of a year, each page that leads elsewhere, and an error."""
    in_training_at(beacon, a_teacher("Ivan Petrov", trn="9200002"), role=Role.MENTOR)
    a_placement(a_teacher("Jonathan Baker", trn="9100002"), at=beacon, since=SINCE)
    jonathan = LEAH | {"trn": "9100002", **day(3, 11, 1998)}
    priya, unknown = LEAH | {"trn": "9100001", **day(12, 4, 1999)}, LEAH | {"trn": "9999999"}
    for words, identity, answers in (
        ("Where will Ivan Petrov mentor from then on?", IVAN, [{"is_them": "yes"}, TODAY]),
        ("In their second year, 2021 to 2022", jonathan, [{"is_them": "yes"}]),
        ("No other school has registered Priya Sharma", priya, []),
        ("We cannot confirm who they are", unknown, []),
        ("Check the TRN and date of birth", LEAH, [{"is_them": "no"}]),
    ):
        arrives(page, acme, identity, *answers)
        assert words in words_of(page)
        axe(page)
        picture(page, f"transfer-stop-{identity['trn']}")
    arrives(page, a_school("New School"), LEAH, {"is_them": "yes"}, TODAY)
    assert "Set up your training first" in words_of(page)
    axe(page)
    arrives(page, acme, LEAH, {"is_them": "yes"})
    page.get_by_role("button", name="Continue").click()
    assert page.title().startswith("Error: ")
    axe(page)
    arrives(page, beacon)
    assert "They are already registered at your school" in words_of(page)
    axe(page)


def day(*parts: int) -> dict[str, str]:
    return {f"date_of_birth__{name}": str(part) for name, part in zip(("day", "month", "year"), parts, strict=True)}


def test_both_schools_before_on_and_after_the_day(page, phone, axe, picture, beacon, acme, leah, time_machine):
    """Tess Taylor sees Leah Morris leave, corrects the last day, and says that it is a mistake; ACME undoes it."""
    ivan = in_training_at(beacon, a_teacher("Ivan Petrov", trn="9200002"), role=Role.MENTOR)
    a_mentorship(leah, ivan)
    joined = moved(leah, acme, starts_on=date(2022, 9, 12)).joined
    tess, hugo = a_tutor_at(beacon), a_tutor_at(acme)
    for today, left, came in (
        ("2022-09-05", "Leaving on 11 September 2022", "Joining on 12 September 2022"),
        ("2022-09-11", "Leaving on 11 September 2022", "Joining on 12 September 2022"),
        ("2022-09-12", "Left", "No mentor yet"),
    ):
        time_machine.move_to(f"{today}T10:00:00+01:00")
        for window, who, placement, words in ((phone, tess, leah, left), (page, hugo, joined, came)):
            at_work = AtWork(window, who, axe)
            at_work.opens(f"people/{placement.pk}/")
            assert words in at_work.words
            picture(window, f"transfer-seen-{today}-{'old' if who is tess else 'new'}")
    assert "Moved to another school" in words_of(phone)
    assert "ACME" not in words_of(phone)

    at_beacon = AtWork(phone, tess, axe)
    at_beacon.opens(f"people/{leah.pk}/")
    at_beacon.follows("Correct the last day")
    at_beacon.answers(last_day__day="9")
    assert "You have corrected the last day of Leah Morris" in at_beacon.words
    at_beacon.opens(f"people/{leah.pk}/")
    at_beacon.follows("Tell us that this is a mistake")
    at_beacon.answers(reason="They are not leaving", details="She is in her classroom")
    assert "You have told us that this is a mistake" in at_beacon.words
    at_acme = AtWork(page, hugo, axe)
    at_acme.opens(f"people/{joined.pk}/")
    assert "The school that they come from has told us that this is a mistake" in at_acme.words
    at_acme.follows("Undo the transfer")
    at_acme.answers()
    assert "You have undone the transfer of Leah Morris" in at_acme.words
    at_beacon.opens(f"people/{leah.pk}/")
    assert "In training" in at_beacon.words or "Waiting" in at_beacon.words
    assert "Ivan Petrov" in at_beacon.words
