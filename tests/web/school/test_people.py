"""The list of a school's people, the same as a file, and a person's record. Rules T43, T44 and T45."""

import csv
import re
from datetime import date, timedelta
from html import unescape

import pytest

from manage_training.domain.clock import now
from manage_training.domain.events.record import record
from manage_training.domain.teachers.check import Asked, keep
from manage_training.domain.teachers.judge import Look
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Placement, Role
from manage_training.journeys.models import Draft
from tests.factories.accounts import a_tutor, actor, sign_in
from tests.factories.organisations import an_appropriate_body
from tests.factories.schools import a_school
from tests.factories.training import (
    BORN,
    a_mentor,
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_3_october_2022(time_machine):
    time_machine.move_to("2022-10-03T10:00:00+01:00", tick=False)


@pytest.fixture
def acme():
    every_year()
    return a_school("ACME Primary School")


@pytest.fixture
def hugo(acme):
    return a_tutor(at=acme, name="Hugo Furst")


@pytest.fixture
def people(client, acme, hugo):
    """The page of the list, at an address that may go on."""
    sign_in(client, hugo)
    return lambda more="": client.get(f"/schools/{acme.urn}/people/{more}")


def words(answer):
    main = answer.text.split("<main", 1)[1].split("</main", 1)[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def names(answer):
    return [
        unescape(name)
        for name in re.findall(r'<a class="govuk-link" href="/schools/\d+/people/\d+/">(.*?)</a>', answer.text)
    ]


def leah_in_training(acme):
    ect = a_placement(looked_up(a_teacher("Leah Morris", trn="9200001")), at=acme)
    training_in(ect, partnership=a_partnership(acme), appropriate_body=an_appropriate_body())
    a_mentorship(ect, a_mentor(a_teacher("Ivan Petrov"), at=acme))
    return ect


def test_a_school_without_people_is_told_so(people):
    assert "You have not added any early career teachers (ECTs) or mentors yet." in words(people())
    assert "Download as CSV" not in words(people())


def test_each_line_says_who_trains_and_mentors_somebody_and_what_is_next(people, acme):
    leah_in_training(acme)
    an_ect(a_teacher("Priya Sharma"), at=acme)
    text = words(people())
    assert (
        "Leah Morris Mentor Ivan Petrov Training provider and delivery partner Ambition Institute, "
        "Kings College London Appropriate body Ashcombe Teaching School Hub State and next step In training" in text
    )
    assert "1 ECT has no mentor yet." in text
    assert "No mentor yet Assign a mentor" in text
    assert names(people()) == ["Priya Sharma", "Leah Morris", "Ivan Petrov"]


def test_all_years_are_shown_unless_one_is_asked_for(people, acme):
    an_ect(a_teacher("New"), at=acme)
    an_ect(a_teacher("Earlier"), at=acme, since=date(2021, 9, 1))
    assert names(people()) == ["New", "Earlier"]
    assert names(people("?year=2021")) == ["Earlier"]
    assert names(people("?year=2021&role=mentor")) == []
    assert "Nobody fits." in words(people("?year=2021&role=mentor"))
    assert names(people("?name=NEW")) == ["New"]
    assert names(people("?state=no_mentor")) == ["New", "Earlier"]


@pytest.mark.parametrize(
    "odd", ["page=-1", "page=0", "page=1000000000", "page=abc", "year=1", "year=x", "role=boss", "state=;--", "sort=x"]
)
def test_m5_what_makes_no_sense_is_not_asked(people, acme, odd):
    an_ect(a_teacher("Leah Morris"), at=acme)
    assert names(people(f"?{odd}")) == ["Leah Morris"]
    assert "Error" not in people(f"?{odd}").text.split("<h1")[0]


def test_m5_no_page_has_more_than_200_people(people, acme):
    for number in range(201):
        an_ect(a_teacher(f"Teacher {number:03}"), at=acme)
    assert len(names(people("?per_page=1000000"))) == 200
    assert names(people("?page=2&role=ect")) == ["Teacher 200"]
    assert 'href="?role=ect&amp;page=2"' in people("?role=ect").text


@pytest.mark.parametrize("number", [1, 200])
def test_the_list_takes_eight_queries_however_many_there_are(people, acme, number, django_assert_max_num_queries):
    mentor = a_mentor(at=acme)
    for _ in range(number):
        a_mentorship(an_ect(at=acme), mentor)
    with django_assert_max_num_queries(8):
        assert people().status_code == 200


def test_what_the_team_has_begun_is_listed_can_be_resumed_and_thrown_away(people, client, acme):
    """Rule T44."""
    draft = Draft.objects.create(
        journey="add-person",
        owner_kind="user",
        owner_id="999",
        organisation=f"school {acme.urn}",
        address=f"/schools/{acme.urn}/people/add/",
        answers={"right-person": {"values": {"called": "Priya Sharma"}, "typed": {}, "saved": 1}},
        started_at=now(),
        touched_at=now(),
        expires_at=now() + timedelta(days=90),
    )
    page = people()
    assert "Priya Sharma Last changed on 3 October 2022. We throw it away on 1 January 2023" in words(page)
    assert f'href="{draft.url}"' in page.text
    assert f'href="{draft.url}throw-away/"' in page.text


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffName,TRN,")
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True)))


@pytest.mark.django_db(transaction=True)
def test_the_file_has_everybody_with_what_the_list_says(people, client, acme):
    leah_in_training(acme)
    answer = client.get(f"/schools/{acme.urn}/people.csv?urn=1&year=2021")
    people()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="ects-and-mentors-{acme.urn}-2022-10-03.csv"'
    leah, ivan = rows_of(answer)
    assert leah == {
        "Name": "Leah Morris",
        "TRN": "9200001",
        "Email address": leah["Email address"],
        "Role": "ECT",
        "Academic year": "2022 to 2023",
        "Start date": "2022-09-01",
        "Last day": "",
        "State": "In training",
        "Next step": "",
        "Mentor": "Ivan Petrov",
        "Mentors": "",
        "Lead provider": "Ambition Institute",
        "Delivery partner": "Kings College London",
        "Materials": "",
        "Appropriate body": "Ashcombe Teaching School Hub",
    }
    assert ivan["Mentors"] == "Leah Morris"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\uff1d1+1"]
)
def test_x2_nothing_in_the_file_is_a_formula(people, client, acme, name):
    an_ect(a_teacher(name), at=acme)
    text = b"".join(client.get(f"/schools/{acme.urn}/people.csv").streaming_content).decode()
    (row,) = csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True))
    assert row["Name"] == f"'{name}"


def test_o1_another_schools_person_does_not_exist(people, client, acme):
    stranger = an_ect(at=a_school("Beacon Academy"))
    assert people(f"{stranger.pk}/").status_code == 404
    assert people("999999/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_o4_the_file_of_another_school_does_not_exist(people, client, acme):
    beacon = a_school("Beacon Academy")
    an_ect(a_teacher("Stranger"), at=beacon)
    people()
    assert client.get(f"/schools/{beacon.urn}/people.csv").status_code == 404
    assert rows_of(client.get(f"/schools/{acme.urn}/people.csv?school={beacon.pk}")) == []


def test_a_record_says_who_somebody_is_how_they_train_and_what_is_done(people, acme, hugo):
    leah = leah_in_training(acme)
    record("person_registered", about=leah, by=actor(hugo), school=acme.pk, role="ect", starts_on="2022-09-01")
    text = words(people(f"{leah.pk}/"))
    assert "Leah Morris In training" in text
    assert "TRN 9200001 Role Early career teacher (ECT)" in text
    assert "Ivan Petrov , since 1 September 2022" in text
    assert "Training provider Ambition Institute Delivery partner Kings College London" in text
    assert "Registered with this service Who does it Your school Done Done, 3 October 2022" in text
    assert "Mentor assigned Who does it Your school Done Done, 1 September 2022" in text
    assert "Appropriate body chosen Who does it Your school Done Done, 3 October 2022" in text
    assert (
        "Induction registered by the appropriate body Who does it Ashcombe Teaching School Hub Done Done, 1 Sept"
        in text
    )
    assert "Training provider confirmed Who does it Ambition Institute Done Done, 3 October 2022" in text
    assert "Done Done, 1 July 2021" in text


def test_a_record_says_what_is_not_done_and_whose_turn_it_is(people, acme):
    priya = an_ect(looked_up(a_teacher("Priya Sharma"), qts_since=None, induction=Induction.NONE), at=acme)
    text = words(people(f"{priya.pk}/"))
    assert "Waiting for QTS" in text
    for step in ("Mentor assigned", "Appropriate body chosen", "Induction registered by the appropriate body"):
        assert re.search(rf"{step} Who does it [\w ]+? Done Not done yet", text)


def test_a_mentors_record_names_whom_they_mentor(people, acme):
    leah_in_training(acme)
    ivan = acme.placements.get(role=Role.MENTOR)
    assert "ECTs they mentor Leah Morris , since 1 September 2022" in words(people(f"{ivan.pk}/"))


def test_somebody_to_be_checked_is_explained(people, acme):
    teacher = a_teacher_to_be_checked("Robin Ellery")
    keep(Look("ect", BORN, answered=False), Asked("7999999", BORN), teacher=teacher)
    text = words(people(f"{an_ect(teacher, at=acme).pk}/"))
    assert "Details to be checked" in text
    assert "The teaching record did not answer. We look again." in text


def test_o6_a_school_sees_only_its_own_time_with_somebody(people, acme):
    beacon = a_school("Beacon Academy")
    teacher = a_teacher("Leah Morris")
    here = a_placement(teacher, at=acme, until=date(2022, 9, 30))
    training_in(here, partnership=a_partnership(acme))
    there = an_ect(teacher, at=beacon, since=date(2022, 10, 1))
    Placement.objects.filter(pk=there.pk).update(email="leah@beacon.example")
    record("person_registered", about=there, by=actor(a_tutor(at=beacon)), school=beacon.pk)
    answer = people(f"{here.pk}/")
    assert "Left" in words(answer)
    assert "Beacon" not in answer.text
    assert "leah@beacon" not in answer.text
    assert "Change" not in words(answer)
    assert "What has happened" not in words(answer)


def test_o7_the_school_somebody_joins_sees_with_whom_they_trained_and_no_more(people, acme):
    beacon = a_school("Beacon Academy")
    teacher = a_teacher("Leah Morris")
    there = a_placement(teacher, at=beacon, since=date(2021, 9, 1), until=date(2022, 8, 31))
    training_in(there, partnership=a_partnership(beacon, year=2021))
    Placement.objects.filter(pk=there.pk).update(email="leah@beacon.example")
    here = an_ect(teacher, at=acme)
    answer = people(f"{here.pk}/")
    text = words(answer)
    assert "Training before they joined your school" in text
    assert "2021 to 2022 Ambition Institute 31 August 2022" in text
    assert "Beacon" not in answer.text
    assert "leah@beacon" not in answer.text


def test_x1_markup_in_a_name_is_shown_literally(people, acme):
    ect = an_ect(a_teacher("<script>alert(1)</script>{{7*7}}"), at=acme)
    for page in (people(), people(f"{ect.pk}/")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page.text
