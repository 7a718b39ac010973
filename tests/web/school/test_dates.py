"""Rule Y5: the dates of a school's year, on its dashboard and in its calendar."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.partnerships.models import Origin
from manage_training.domain.schools.models import School
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school, an_independent_school
from tests.factories.training import a_partnership
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db
AWKWARD = "St Mary’s; Infant, Junior & “Nursery” School, Żółć-on-the-Wolds with a name that is longer than a line"
OPENS = (date(2022, 5, 10), "Registration opens")
CONFIRMS = (date(2022, 8, 31), "Training provider to confirm by this day")
START = (date(2022, 9, 1), "ECTs start")
CHALLENGE = (date(2022, 10, 31), "Last day to tell us that a training provider is not yours")


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)
    every_year()


def tutor_of(school: School) -> Client:
    return sign_in(Client(), a_tutor(at=school))


def file_of(school: School, *, year: int = 2022) -> bytes:
    return tutor_of(school).get(f"/schools/{school.urn}/years/{year}/dates.ics").content


def entries(school: School, *, year: int = 2022) -> list[tuple[date, str]]:
    """Day and words of each entry of the file, as a calendar reads it."""
    return [
        (event.decoded("dtstart"), str(event["summary"]).partition(", 20")[0])
        for event in Calendar.from_ical(file_of(school, year=year)).events
    ]


def test_a_year_with_a_provider_has_four_dates():
    school = a_school("ACME Primary School")
    a_school_year(school)
    assert entries(school) == [OPENS, CONFIRMS, START, CHALLENGE]


def test_a_year_that_is_not_answered_yet_has_those_that_may_matter():
    funded, not_funded = a_school(), an_independent_school()
    assert entries(funded) == [OPENS, CONFIRMS, START, CHALLENGE]
    assert entries(not_funded) == [OPENS, START]


@pytest.mark.parametrize("programme", [Programme.DESIGN_OUR_OWN, Programme.NO_EARLY_CAREER_TEACHERS])
def test_without_a_provider_nobody_has_to_confirm(programme):
    school = a_school()
    a_school_year(school, programme=programme)
    assert entries(school) == [OPENS, START]


def test_a_late_report_has_a_later_last_day():
    school = a_school()
    a_school_year(school)
    partnership = a_partnership(school)
    partnership.challenge_by = date(2022, 11, 7)
    partnership.save()
    assert entries(school)[-1] == (date(2022, 11, 7), CHALLENGE[1])


def test_what_a_school_continues_itself_is_confirmed_and_cannot_be_called_wrong():
    school = a_school()
    a_school_year(school)
    a_partnership(school, origin=Origin.CONTINUED)
    assert entries(school) == [OPENS, START]


@pytest.mark.parametrize(("today", "last"), [("2022-10-17", CHALLENGE), ("2022-10-18", START)])
def test_without_a_report_the_last_day_is_named_as_long_as_one_of_today_would_have_it(today, last, time_machine):
    school = a_school()
    a_school_year(school)
    time_machine.move_to(f"{today}T10:00:00+01:00", tick=False)
    assert entries(school)[-1] == last


def test_the_dashboard_shows_the_same_dates_and_leads_to_the_file():
    school = a_school()
    a_school_year(school)
    page = tutor_of(school).get(f"/schools/{school.urn}/").content.decode()
    assert f'href="/schools/{school.urn}/years/2022/dates.ics"' in page
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert (
        "Dates for 2022 to 2023 10 May 2022: Registration opens "
        "31 August 2022: Training provider to confirm by this day 1 September 2022: ECTs start "
        "31 October 2022: Last day to tell us that a training provider is not yours Add these dates to your calendar"
    ) in words


def test_the_file_is_a_calendar_of_whole_days_whatever_the_school_is_called():
    school = a_school(AWKWARD)
    text = file_of(school)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))  # RFC 5545, 3.1: octets, not letters
    assert text.endswith(b"END:VCALENDAR\r\n")
    calendar = Calendar.from_ical(text)
    assert (calendar["version"], bool(calendar["prodid"])) == ("2.0", True)
    for event in calendar.events:
        assert event["dtstart"].params["value"] == "DATE"
        assert str(event["summary"]).endswith(f", 2022 to 2023 ({AWKWARD})")
        assert str(event["url"]).endswith(f"/schools/{school.urn}/years/2022/")
        assert event["transp"] == "TRANSPARENT"


def test_an_entry_keeps_its_id_and_no_two_share_one(time_machine):
    school, other = a_school(), a_school()
    before = {str(event["uid"]) for event in Calendar.from_ical(file_of(school)).events}
    partnership = a_partnership(school)
    partnership.challenge_by = date(2022, 11, 7)
    partnership.save()
    time_machine.shift(timedelta(days=3))
    again = Calendar.from_ical(file_of(school)).events
    assert {str(event["uid"]) for event in again} == before
    assert {str(event.decoded("dtstamp").date()) for event in again} == {"2022-06-23"}
    theirs = {str(event["uid"]) for event in Calendar.from_ical(file_of(other)).events}
    assert len(before) == len(theirs) == 4
    assert not before & theirs


def test_it_is_sent_as_a_file_for_calendars():
    school = a_school()
    answer = tutor_of(school).get(f"/schools/{school.urn}/years/2022/dates.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="training-dates-{school.urn}-2022.ics"'


def test_o1_o11_another_school_or_a_year_that_is_not_open_has_none():
    school, other = a_school(), a_school()
    client = tutor_of(school)
    assert client.get(f"/schools/{other.urn}/years/2022/dates.ics").status_code == 404
    for year in (0, 2020, 2023, 10**30):
        assert client.get(f"/schools/{school.urn}/years/{year}/dates.ics").status_code == 404
