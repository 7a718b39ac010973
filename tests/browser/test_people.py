"""A school's people in a real browser: their list, a record and each change, on a computer and on a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from manage_training.domain.organisations.models import Kind
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Role, Status
from tests.browser.test_demo_pages import sign_in_here
from tests.factories.accounts import a_tutor
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import (
    a_mentorship,
    a_partnership,
    a_placement,
    a_teacher,
    a_teacher_to_be_checked,
    an_ect,
    looked_up,
    training_in,
)
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beacon(time_machine):
    """A school with people of two years in different states."""
    time_machine.move_to("2022-10-03T10:00:00+01:00")
    every_year()
    school = a_school("Beacon Academy")
    body = an_appropriate_body("Three Rivers Teaching School Hub")
    an_appropriate_body("Independent Schools Teacher Induction Panel", kind=Kind.NATIONAL)
    for year in (2021, 2022):
        a_school_year(school, year=year, appropriate_body=body)
    pairs = {year: a_partnership(school, year=year) for year in (2021, 2022)}

    def trained(name: str, year: int, induction: Induction = Induction.IN_PROGRESS, role: Role = Role.ECT, **more):
        said = {"induction": induction, "induction_started_on": date(year, 9, 1)}
        teacher = looked_up(a_teacher(name), role="ect" if role == Role.ECT else "mentor", **said)
        placement = a_placement(teacher, at=school, role=role, since=date(year, 9, 1))
        training_in(placement, partnership=pairs[year], appropriate_body=body if role == Role.ECT else None, **more)
        return placement

    ivan = trained("Ivan Petrov", 2021, role=Role.MENTOR)
    trained("Farah Siddiqui", 2022, role=Role.MENTOR)
    a_mentorship(trained("Leah Morris", 2021), ivan)
    a_mentorship(trained("Chloe Barnes", 2022, Induction.NONE), ivan, since=date(2022, 9, 1))
    trained("Priya Sharma", 2022)
    trained("Sophie Turnbull", 2021, status=Status.PAUSED, reason="leave", expected_return_on=date(2023, 4, 17))
    an_ect(a_teacher_to_be_checked("Robin Ellery"), at=school)
    an_ect(a_teacher("Yusuf Demir"), at=school, since=date(2023, 1, 9))
    an_ect(a_teacher("Zoë O'Brien-Żółć"), at=school, since=date(2021, 9, 1), until=date(2022, 7, 21))
    return school


@pytest.fixture
def tess(beacon):
    return a_tutor(at=beacon, name="Tess Taylor", email="tess.tutor@beacon.example")


def address(school, page: str = "") -> str:
    return f"/schools/{school.urn}/people/{page}"


def placement(school, name: str):
    return school.placements.get(teacher__record_name=name)


def test_the_list_and_a_record_bar_nobody(page, phone, axe, picture, beacon, tess):
    records = {name: f"{placement(beacon, name).pk}/" for name in ("Leah Morris", "Ivan Petrov", "Zoë O'Brien-Żółć")}
    pages = {"list": "", "narrowed": "?state=no_mentor", "nobody": "?name=nobody", **records}
    for window, size in ((page, "computer"), (phone, "phone")):
        sign_in_here(window, tess)
        window.goto(f"/schools/{beacon.urn}/")
        picture(window, f"people-dashboard-{size}")
        for name, more in pages.items():
            window.goto(address(beacon, more))
            axe(window)
            picture(window, f"people-{name.split()[0].lower()}-{size}")


def test_a_school_without_people(page, axe, picture, beacon):
    acme = a_school("ACME Primary School")
    sign_in_here(page, a_tutor(at=acme))
    page.goto(address(acme))
    axe(page)
    picture(page, "people-empty-computer")


def go_on(page: Page, axe, picture, name: str) -> None:
    axe(page)
    picture(page, name)
    page.locator("main form button").first.click()


@pytest.mark.parametrize("size", ["computer", "phone"])
def test_each_change_bars_nobody(request, size, axe, picture, beacon, tess):
    page = request.getfixturevalue("page" if size == "computer" else "phone")
    sign_in_here(page, tess)
    priya, farah = placement(beacon, "Priya Sharma"), placement(beacon, "Farah Siddiqui")

    page.goto(address(beacon, f"{priya.pk}/"))
    page.get_by_role("link", name="Change name they go by").click()
    page.get_by_role("textbox").fill("Zoë Żółć")
    go_on(page, axe, picture, f"people-name-{size}")
    page.get_by_role("textbox").fill("She married")
    go_on(page, axe, picture, f"people-other-name-{size}")
    axe(page)
    picture(page, f"people-name-done-{size}")

    page.goto(address(beacon, f"{priya.pk}/email/"))
    page.get_by_role("textbox").fill("priya")
    go_on(page, axe, picture, f"people-email-{size}")
    axe(page)
    page.get_by_role("textbox").fill("priya@beacon.example")
    go_on(page, axe, picture, f"people-email-wrong-{size}")

    page.goto(address(beacon, f"{priya.pk}/start-date/"))
    page.get_by_role("textbox", name="Month").fill("5")
    go_on(page, axe, picture, f"people-start-{size}")
    go_on(page, axe, picture, f"people-what-moves-{size}")
    axe(page)
    picture(page, f"people-start-done-{size}")

    page.goto(address(beacon, f"{priya.pk}/mentor/"))
    page.get_by_label("Farah Siddiqui").check()
    go_on(page, axe, picture, f"people-mentor-{size}")
    go_on(page, axe, picture, f"people-mentor-from-{size}")
    axe(page)
    picture(page, f"people-mentor-done-{size}")

    page.goto(address(beacon, f"{priya.pk}/"))
    page.get_by_role("link", name="Change appropriate body").click()
    page.get_by_label("A national organisation").check()
    go_on(page, axe, picture, f"people-body-{size}")
    page.get_by_label("Independent Schools Teacher Induction Panel").check()
    go_on(page, axe, picture, f"people-national-body-{size}")
    go_on(page, axe, picture, f"people-body-check-{size}")
    axe(page)
    picture(page, f"people-body-done-{size}")
    page.get_by_role("link", name="Open the record of").click()
    expect(page.get_by_text("Independent Schools Teacher Induction Panel").first).to_be_visible()

    page.goto(address(beacon, f"{farah.pk}/ects/"))
    page.get_by_label("Chloe Barnes").check()
    go_on(page, axe, picture, f"people-ects-{size}")
    go_on(page, axe, picture, f"people-ects-from-{size}")
    picture(page, f"people-ects-done-{size}")

    page.goto(address(beacon, f"{farah.pk}/remove/"))
    axe(page)
    picture(page, f"people-cannot-remove-{size}")
    page.goto(address(beacon, f"{placement(beacon, 'Yusuf Demir').pk}/remove/"))
    go_on(page, axe, picture, f"people-remove-{size}")
    axe(page)
    picture(page, f"people-removed-{size}")


def type_identity(page: Page, trn: str, day: str, month: str, year: str) -> None:
    page.get_by_label("Teacher reference number (TRN)").fill(trn)
    for name, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_role("textbox", name=name).fill(value)


@pytest.mark.parametrize("size", ["computer", "phone"])
def test_details_are_corrected_until_the_record_is_found(request, size, axe, picture, beacon, tess):
    page = request.getfixturevalue("page" if size == "computer" else "phone")
    sign_in_here(page, tess)
    robin = beacon.placements.get(teacher__claimed_name="Robin Ellery")
    page.goto(address(beacon, f"{robin.pk}/"))
    axe(page)
    picture(page, f"people-to-be-checked-{size}")
    page.get_by_role("link", name="Correct the TRN or date of birth").click()
    type_identity(page, "12a", "31", "2", "1998")
    go_on(page, axe, picture, f"people-identity-{size}")
    expect(page.get_by_role("alert")).to_contain_text("must only have digits")
    type_identity(page, "9999999", "3", "11", "1998")
    go_on(page, axe, picture, f"people-identity-wrong-{size}")
    go_on(page, axe, picture, f"people-not-matched-{size}")
    axe(page)
    picture(page, f"people-not-matched-done-{size}")

    page.goto(address(beacon, f"{robin.pk}/identity/"))
    type_identity(page, "9100002", "4", "11", "1998")
    page.get_by_role("button", name="Continue").click()
    go_on(page, axe, picture, f"people-number-{size}")
    page.goto(address(beacon, f"{robin.pk}/identity/"))
    type_identity(page, "9100002", "3", "11", "1998")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Yes").check()
    go_on(page, axe, picture, f"people-right-person-{size}")
    page.get_by_role("textbox").fill("A nickname")
    go_on(page, axe, picture, f"people-record-of-another-name-{size}")
    axe(page)
    picture(page, f"people-found-{size}")
    page.get_by_role("link", name="Open the record of Robin Ellery").click()
    expect(page.get_by_text("Jonathan Baker")).to_be_visible()


def test_the_list_is_narrowed_and_a_mentor_assigned_without_javascript(plain_page, beacon, tess):
    sign_in_here(plain_page, tess)
    plain_page.goto(f"/schools/{beacon.urn}/")
    plain_page.get_by_role("link", name="ECTs and mentors", exact=True).click()
    plain_page.get_by_label("State").select_option("No mentor yet")
    plain_page.get_by_role("button", name="Apply filters").click()
    plain_page.get_by_role("link", name="Priya Sharma").click()
    plain_page.get_by_role("link", name="Assign a mentor").click()
    plain_page.get_by_label("Farah Siddiqui").check()
    plain_page.get_by_role("button", name="Continue").click()
    plain_page.get_by_role("button", name="Continue").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("You have assigned a mentor")
    plain_page.get_by_role("link", name="See all ECTs and mentors").click()
    expect(plain_page.get_by_role("row", name="Priya Sharma Farah Siddiqui")).to_be_visible()


def test_the_list_is_downloaded(page, beacon, tess):
    sign_in_here(page, tess)
    page.goto(address(beacon))
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as CSV").click()
    assert started.value.suggested_filename == f"ects-and-mentors-{beacon.urn}-2022-10-03.csv"
    assert "Leah Morris" in started.value.path().read_text(encoding="utf-8-sig")
