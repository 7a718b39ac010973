"""The dashboard's tabs and rows. Rules P6 and P7."""

import re
from datetime import date
from html import unescape

import pytest

from manage_training.domain.academic_years.models import Programme
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, an_ect
from tests.factories.years import every_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_20_june_2022")]


@pytest.fixture
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def acme(on_20_june_2022):
    every_year()
    return a_school("ACME Primary School")


@pytest.fixture
def hugo(client, acme):
    return sign_in(client, a_tutor(at=acme, name="Hugo Furst"))


def test_a_school_that_was_never_here_is_asked_how_it_runs_its_training(hugo, acme):
    assert hugo.get(f"/schools/{acme.urn}/").headers["Location"] == f"/schools/{acme.urn}/years/2022/programme/"


def test_the_newest_year_is_shown_first(hugo, acme):
    a_school_year(acme, year=2021)
    page = words(hugo.get(f"/schools/{acme.urn}/"))
    assert "2022 to 2023 2021 to 2022 How to set up training for 2022 to 2023" in page


def test_a_funded_year_has_the_guides_rows_in_its_order(hugo, acme):
    a_school_year(acme)
    a_partnership(acme)
    assert keys_and_values(hugo, acme) == [
        ("Length of induction", "2 years"),
        ("ECTs and mentors", "0"),
        ("Induction tutor", "Hugo Furst"),
        ("Programme", "Training provider, funded by the DfE"),
        ("Training provider", "Ambition Institute"),
        ("Delivery partner", "Kings College London"),
        ("Appropriate body", "Not appointed yet"),
    ]


def test_the_row_of_the_people_leads_to_their_list_and_to_adding_somebody(hugo, acme):
    a_school_year(acme)
    page = hugo.get(f"/schools/{acme.urn}/").content.decode()
    assert f'<a class="govuk-link" href="/schools/{acme.urn}/people/">ECTs and mentors</a>' in page
    assert f'href="/schools/{acme.urn}/add-person/?year=2022">Add<span' in page


def test_until_a_provider_has_confirmed_the_school_the_rows_say_what_happens_next(hugo, acme):
    a_school_year(acme)
    rows = dict(keys_and_values(hugo, acme))
    assert rows["Training provider"].endswith(
        "Choose a training provider as soon as possible. It will confirm this with us."
    )
    assert rows["Delivery partner"].endswith("Your training provider will tell us who your delivery partner is.")


@pytest.mark.parametrize(
    ("programme", "rows"),
    [
        (Programme.CORE_INDUCTION, ["ECTs and mentors", "Accredited materials", "Appropriate body"]),
        (Programme.DESIGN_OUR_OWN, ["Appropriate body"]),
        (Programme.SCHOOL_FUNDED, ["Appropriate body"]),
        (Programme.NO_EARLY_CAREER_TEACHERS, []),
    ],
)
def test_other_programmes_have_the_rows_that_are_true_for_them(hugo, acme, programme, rows):
    a_school_year(acme, programme=programme)
    always = {"Length of induction", "Induction tutor", "Programme"}
    assert [key for key, _ in keys_and_values(hugo, acme) if key not in always] == rows


def test_people_are_counted_in_the_year_their_training_belongs_to(hugo, acme):
    a_school_year(acme)
    a_school_year(acme, year=2021)
    for number in range(3):
        an_ect(at=acme, since=date(2021, 9, 1 + number))
    an_ect(at=acme, since=date(2022, 9, 1))
    an_ect(at=acme, since=date(2021, 9, 1), until=date(2022, 6, 19))  # has left
    assert dict(keys_and_values(hugo, acme))["ECTs and mentors"] == "1"
    assert dict(keys_and_values(hugo, acme, year=2021))["ECTs and mentors"] == "3"


def test_a_school_with_several_tutors_shows_each(hugo, acme):
    a_school_year(acme)
    a_tutor(at=acme, name="Rose River")
    assert dict(keys_and_values(hugo, acme))["Induction tutor"] == "Hugo Furst<br>Rose River"


@pytest.mark.parametrize("year", [2020, 2023, 2099])
def test_a_year_that_is_not_open_does_not_exist(hugo, acme, year):
    a_school_year(acme)
    assert hugo.get(f"/schools/{acme.urn}/years/{year}/").status_code == 404


@pytest.mark.parametrize("people", [0, 30])
def test_the_dashboard_takes_five_queries_however_many_people_there_are(
    hugo, acme, django_assert_max_num_queries, people
):
    a_school_year(acme)
    a_partnership(acme)
    for _ in range(people):
        an_ect(at=acme, since=date(2022, 9, 1))
    with django_assert_max_num_queries(5):
        hugo.get(f"/schools/{acme.urn}/")


def keys_and_values(browser, school, *, year=2022):
    page = browser.get(f"/schools/{school.urn}/years/{year}/").content.decode()
    return [
        tuple(unescape(re.sub(r"</?a\b[^>]*>", "", " ".join(text.split()))) for text in row)
        for row in re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    ]


def words(answer):
    main = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))
