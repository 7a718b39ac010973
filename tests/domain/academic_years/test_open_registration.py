"""Rule Y6: which years there are, and from when schools can set them up, is data that a command changes."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.open_registration import open_registration
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.refusal import Refusal
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.schools import a_school
from tests.factories.years import FUNDED, NOT_FUNDED, a_year

pytestmark = pytest.mark.django_db
DFE = Actor("command")


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture(autouse=True)
def two_years():
    return a_year(2021), a_year(2022)


def run(*arguments: object) -> str:
    said = io.StringIO()
    call_command("open_registration", *map(str, arguments), stdout=said)
    return said.getvalue()


def test_a_new_year_opens_on_its_day_and_offers_what_the_year_before_offered():
    said = run(2023, "--on", "2023-06-05")
    assert said.startswith("Registration for 2023 to 2024 opens on 5 June 2023.\n")
    assert "load_reference" in said
    year = AcademicYear.objects.get(start=2023)
    assert (year.registration_opens_on, year.programmes, year.programmes_not_funded) == (
        date(2023, 6, 5),
        FUNDED,
        NOT_FUNDED,
    )
    assert registration_year(date(2023, 6, 4)).start == 2022
    assert registration_year(date(2023, 6, 5)).start == 2023
    event = Event.objects.get()
    assert (event.kind, event.subject_id, event.details["opens_on"], event.details["before"]) == (
        "registration_set",
        2023,
        "2023-06-05",
        None,
    )


def test_the_same_again_changes_nothing_and_writes_no_event():
    run(2023, "--on", "2023-06-05")
    run(2023, "--on", "2023-06-05")
    assert AcademicYear.objects.count() == 3
    assert Event.objects.count() == 1


def test_a_day_is_moved_and_the_event_says_from_when():
    open_registration(2023, on=date(2023, 6, 5), by=DFE)
    assert "load_reference" not in run(2023, "--on", "2023-05-02")
    assert AcademicYear.objects.get(start=2023).registration_opens_on == date(2023, 5, 2)
    assert Event.objects.latest("pk").details["before"] == "2023-06-05"


def test_what_a_year_offers_can_be_named():
    run(2023, "--on", "2023-06-05", "--programmes", "full_induction_programme", "core_induction_programme")
    year = AcademicYear.objects.get(start=2023)
    assert year.programmes == ["full_induction_programme", "core_induction_programme"]
    assert year.programmes_not_funded == NOT_FUNDED


def test_the_very_first_year_needs_its_programmes():
    AcademicYear.objects.all().delete()
    with pytest.raises(Refusal, match="Name those that it offers"):
        open_registration(2021, on=date(2021, 5, 10), by=DFE)
    year = open_registration(2021, on=date(2021, 5, 10), programmes=FUNDED, programmes_not_funded=NOT_FUNDED, by=DFE)
    assert registration_year(today()) == year


@pytest.mark.parametrize(
    ("start", "on", "words"),
    [
        (2020, date(2020, 6, 1), "There is no training in 2020"),
        (20_230, date(2023, 6, 5), "There is no training in 20230"),
        (2024, date(2024, 4, 3), "2023 to 2024 is not loaded, and no year may be left out. .* 2023 first"),
        (2023, date(2023, 9, 1), "Give a day from 1 September 2022 to 31 August 2023"),
        (2023, date(2022, 8, 31), "Give a day from 1 September 2022 to 31 August 2023"),
        (2023, date(2032, 6, 5), "begins on 1 September 2023"),
        (2021, date(2021, 9, 1), "begins on 1 September 2021"),
        (2022, date(2022, 6, 21), "opened on 10 May 2022, .* cannot be closed again: give 20 June 2022 or an earlier"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(start, on, words):
    before = list(AcademicYear.objects.values())
    with pytest.raises(Refusal, match=words):
        open_registration(start, on=on, by=DFE)
    assert list(AcademicYear.objects.values()) == before
    assert not Event.objects.exists()


def test_years_open_one_after_the_other():
    AcademicYear.objects.filter(start=2021).update(registration_opens_on=date(2021, 9, 1))  # by hand, and late
    with pytest.raises(Refusal, match=r"2021 to 2022 opens on 1 September 2021\. Give a later day for 2022 to 2023"):
        open_registration(2022, on=date(2021, 9, 1), by=DFE)
    AcademicYear.objects.filter(start=2022).update(registration_opens_on=date(2021, 6, 1))
    with pytest.raises(Refusal, match=r"2022 to 2023 opens on 1 June 2021\. Give an earlier day for 2021 to 2022"):
        open_registration(2021, on=date(2021, 6, 1), by=DFE)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2023", "--on", "5 June"), "'5 June' is no date. Write it like 2023-06-05."),
        (("2023", "--on", "2023-06-05", "--programmes", "none"), "No programme is called none. The names are full_"),
        (("2024", "--on", "2024-04-03"), "Nothing was changed. 2023 to 2024 is not loaded"),
    ],
)
def test_the_command_says_what_is_wrong(arguments, words):
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_a_page_that_needs_a_year_says_in_words_that_none_is_open(client):
    AcademicYear.objects.filter(start=2021).delete()
    AcademicYear.objects.update(registration_opens_on=date(2022, 7, 1))
    school = a_school(contact="office@school.example")
    page = client.post(f"/find-your-school/{school.urn}/")
    assert page.status_code == 409
    assert "Registration has not opened yet. It opens on 1 July 2022: come back then." in page.content.decode()
    sign_in(client, a_tutor(at=school))
    assert client.get(f"/schools/{school.urn}/").status_code == 409
